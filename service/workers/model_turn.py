"""One answer at the model, as the process of the model sees it."""

from __future__ import annotations

import threading
from collections.abc import Generator as Events
from collections.abc import Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue

from service.answering.events import Event, Fault, QueueMoved
from service.answering.generator import Generator
from service.answering.prompt import Prompt
from service.errors import ModelAway
from service.workers.line import Line, LineCut, Message

_LOOK = 0.1  # seconds between two looks at whether the turn was taken away


class Tally:
    """What a generator told of its last text: tokens, and the seconds that they took."""

    def __init__(self) -> None:
        self.last = (0, 0.0)

    def __call__(self, tokens: int, seconds: float) -> None:
        self.last = (tokens, seconds)

    def take(self) -> tuple[int, float]:
        """The last, once."""
        last, self.last = self.last, (0, 0.0)
        return last


class ModelTurn:
    """Waits in the queue like any answer, and is worded step by step, as the worker asks.

    The worker gets `ahead` with each change of its place, `turn` when it is its turn, then sends
    `generate` with a prompt and `next` for each piece of the text, which gets `piece`, or `told` at
    the end. `stop` gets `told` too and leaves the rest of the text out; the end of the line leaves out
    the rest of the answer. No step is made that nobody asked for, as in one process.
    """

    def __init__(self, line: Line, generator: Generator, tally: Tally) -> None:
        self.cancelled = threading.Event()
        self._line = line
        self._generator = generator
        self._tally = tally
        self._asked: SimpleQueue[Message] = SimpleQueue()
        self._stopped = threading.Event()
        self._is_queued = threading.Event()

    def queued(self, ahead: int) -> None:
        """Tells the worker its first place, before anything else. Raises LineCut."""
        try:
            self._line.send(ahead=ahead)
        finally:
            self._is_queued.set()

    def listen(self) -> None:
        """Takes what the worker asks until the line ends."""
        with suppress(LineCut):
            while (message := self._line.receive()) is not None:
                if "stop" in message:
                    self._stopped.set()
                self._asked.put(message)

    def deliver(self, event: Event | None) -> None:
        """What the queue has to say. A worker that is gone needs to hear nothing."""
        self._is_queued.wait(_LOOK)  # for the first line to be sent
        with suppress(LineCut):
            if isinstance(event, QueueMoved):
                self._line.send(moved=event.ahead)
            elif isinstance(event, Fault):
                self._line.send(fault=event.error, detail=event.detail)
            elif event is None:
                self._line.cut()

    def events(self) -> Events[Event]:
        """The whole turn, in one step of the queue: what is shown is made in the worker."""
        self._is_queued.wait()
        with suppress(LineCut):
            self._line.send(turn=True)
            text: Iterator[str] = iter(())
            while (message := self._next()) is not None:
                if "generate" in message:
                    text = self._begin(message)
                elif "next" in message:
                    try:
                        piece = next(text, None)
                    except ModelAway as error:
                        self._line.send(away=str(error))
                        continue
                    if self.cancelled.is_set():
                        break  # a text cut off is no text; the queue says why
                    self._line.send(piece=piece) if piece is not None else self._end(text)
                elif "stop" in message:
                    self._end(text)
        yield from ()

    def _begin(self, message: Message) -> Iterator[str]:
        self._stopped.clear()
        self._tally.take()  # of a text that was cut off
        prompt = Prompt(str(message["generate"]), str(message["user"]))
        return self._generator.generate(prompt, self._is_over)

    def _is_over(self) -> bool:
        return self.cancelled.is_set() or self._stopped.is_set()

    def _end(self, text: Iterator[str]) -> None:
        """Lets go of a text, and says what it took."""
        if isinstance(text, Events):
            text.close()
        self._line.send(told=self._tally.take())

    def _next(self) -> Message | None:
        """What the worker asks next, None if the answer is over."""
        while not self.cancelled.is_set():
            with suppress(Empty):
                return self._asked.get(timeout=_LOOK)
        return None
