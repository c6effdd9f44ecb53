"""The two sides of the queue between processes: a model that waits for a sign, and answers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from service.answering.events import Done, Event, Fault, FollowUps, QueueMoved, Timings
from service.answering.prompt import Prompt
from service.model_queue import ModelQueue
from service.workers.model_server import ModelServer
from service.workers.model_turn import Tally
from service.workers.shared_generator import SharedGenerator
from service.workers.shared_queue import SharedQueue

PROMPT = Prompt("Be brief.", "Say ünï.")
WORDS = ["One ", "two ", "three."]


class Model:
    """Says WORDS, each after `go`; tells what it took, and remembers what was asked of it."""

    name = "slow"
    paraphrases = True

    def __init__(self, tally: Tally) -> None:
        self.go, self.begun, self.ended = threading.Event(), threading.Event(), threading.Event()
        self.error: Exception | None = None
        self.asked: list[Prompt] = []
        self.said = 0
        self._tally = tally

    def generate(self, prompt: Prompt, cancelled: Callable[[], bool]) -> Iterator[str]:
        self.asked.append(prompt)
        self.said = 0
        self.begun.set()
        try:
            for word in WORDS:
                while not self.go.wait(0.01):
                    if cancelled():
                        return
                if self.error:
                    raise self.error
                self.said += 1
                yield word
        finally:
            self._tally(self.said, 0.5)
            self.ended.set()


class Side:
    """The process of the model."""

    def __init__(self, folder: Path, capacity: int = 4, seconds: float = 120) -> None:
        self.path = folder / "model.sock"
        tally = Tally()
        self.model = Model(tally)
        self.queue = ModelQueue(capacity, seconds)
        self.server = ModelServer(self.path, self.model, "It is slow.", self.queue, tally)


class Answer:
    """An answer of a worker: one text, then Done."""

    def __init__(self, generator: SharedGenerator, texts: int = 1, most: int = 99) -> None:
        self.cancelled, self.ended = threading.Event(), threading.Event()
        self.got: list[Event | None] = []
        self.closed = False
        self._generator, self._texts, self._most = generator, texts, most

    def _events(self) -> Iterator[Event]:
        try:
            for _ in range(self._texts):
                said = []
                for word in self._generator.generate(PROMPT, self.cancelled.is_set):
                    said.append(word)
                    if len(said) == self._most:
                        break
                yield FollowUps(said)
            yield Done("a", "c", "answered", "", "slow", None, Timings(0))
        finally:
            self.closed = True

    def submit(self, queue: SharedQueue | ModelQueue, caller: str = "") -> int:
        return queue.submit(self._events(), self._deliver, self.cancelled, caller)  # type: ignore[arg-type]

    def _deliver(self, event: Event | None) -> None:
        self.got.append(event)
        if event is None:
            self.ended.set()

    @property
    def texts(self) -> list[list[str]]:
        return [event.follow_ups for event in self.got if isinstance(event, FollowUps)]

    @property
    def moves(self) -> list[int]:
        return [event.ahead for event in self.got if isinstance(event, QueueMoved)]

    @property
    def faults(self) -> list[str]:
        return [event.error for event in self.got if isinstance(event, Fault)]
