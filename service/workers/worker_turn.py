"""One answer at the model, as the worker sees it that makes the answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar

from service.answering.events import Fault, QueueMoved
from service.answering.generator import Told
from service.answering.prompt import Prompt
from service.errors import GenerationFault, ModelAway
from service.model_queue import Deliver
from service.workers.line import Line, LineCut, Message

_LOOK = 0.1  # seconds between two looks at whether the answer was cancelled
_LETTING_GO = 10.0  # seconds that the model may need for a step that is under way
_GONE = "The language model stopped while it worded the answer: ask again."

current: ContextVar[WorkerTurn] = ContextVar("turn")  # of the thread that makes an answer


class WorkerTurn:
    """A place in the queue, then the model for as long as the answer needs it.

    `fault` is what has to be told at the end, if the model's side took the turn away.
    """

    def __init__(self, line: Line, cancelled: threading.Event) -> None:
        self.fault: Fault | None = None
        self._line = line
        self._cancelled = cancelled
        self._owed = 0  # replies that have not come yet

    def wait(self, deliver: Deliver) -> bool:
        """Tells each place in the queue; True when it is this answer's turn, False if it never is."""
        try:
            while not self._cancelled.is_set():
                message = self._line.receive(_LOOK)
                if message is None:
                    continue
                if "turn" in message:
                    return True
                if "moved" in message:
                    deliver(QueueMoved(int(message["moved"])))
                elif "fault" in message:
                    self.fault = _fault(message)
                    return False
        except LineCut:
            return True  # the first text will say that the model is gone
        return False

    def text(self, prompt: Prompt, cancelled: Callable[[], bool], told: Told) -> Iterator[str]:
        """The pieces of a text, each asked for when it is wanted.

        Raises GenerationFault, or ModelAway if there is no model to ask any more.
        """
        self._ask(generate=prompt.system, user=prompt.user)
        ended = False
        try:
            while not (ended or cancelled()):
                self._ask(next=True)
                self._owed += 1
                message = self._reply(cancelled)
                if message is None:
                    return
                if "piece" in message:
                    yield str(message["piece"])
                ended = _tell(message, told)
        finally:
            if not ended:
                self._stop(told)

    def _reply(self, cancelled: Callable[[], bool]) -> Message | None:
        """What was asked for, None if the answer was cancelled meanwhile."""
        try:
            while not cancelled():
                message = self._line.receive(_LOOK)
                if message is None:
                    continue
                if "fault" not in message:
                    self._owed -= 1
                    if "away" in message:
                        raise ModelAway(str(message["away"]))
                    return message
                fault = _fault(message)
                if fault.error != "timed_out":
                    raise GenerationFault(fault.detail)
                self.fault = fault
                self._cancelled.set()
        except LineCut as error:
            raise ModelAway(_GONE) from error
        return None

    def _stop(self, told: Told) -> None:
        """Leaves the rest of a text out, and takes the replies that are still owed."""
        self._ask(stop=True)
        self._owed += 1
        try:
            while self._owed and (message := self._line.receive(_LETTING_GO)) is not None:
                self._owed -= 1
                _tell(message, told)
        except LineCut:
            return
        if self._owed:
            self._line.cut()

    def _ask(self, **message: object) -> None:
        """What the model's side said before it hung up is heard by whoever waits for the reply."""
        try:
            self._line.send(**message)
        except LineCut:
            return


def _tell(message: Message, told: Told) -> bool:
    """Whether a text has ended, and passes on what it took."""
    if "told" not in message:
        return False
    tokens, seconds = message["told"]
    if seconds:
        told(int(tokens), float(seconds))
    return True


def _fault(message: Message) -> Fault:
    return Fault(str(message["fault"]), str(message.get("detail", "")))
