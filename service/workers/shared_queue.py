"""The queue of all workers, as each of them sees it."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from contextvars import copy_context
from pathlib import Path

from service.answering.events import Event
from service.errors import Busy, Stopping
from service.model_queue import STOPPED, Deliver, Waited, pull, untold_wait
from service.workers.line import Line, LineCut, Message
from service.workers.worker_turn import WorkerTurn, current

_PATIENCE = 10.0  # seconds for the process of the model to say a word
_ENDING = 10.0  # seconds for answers to end when the worker does
_RETRY = 5  # seconds until a model that died is back
_AWAY = "The language model is being started: try again in a moment."


class SharedQueue:
    """Stands for the ModelQueue in the process of the model, with the same calls.

    They wait for that process, so make them from a thread. Answers are made here, each in a thread of
    its own, one at a time in all workers together.
    """

    def __init__(self, path: Path, waited: Waited = untold_wait) -> None:
        """`path` is the socket of the model's process, which may start later.

        `waited` is told how many seconds each answer waited until its wording began.
        """
        self._path = path
        self._waited = waited
        self._answers: dict[threading.Thread, tuple[threading.Event, Deliver]] = {}
        self._closed = False

    def submit(
        self,
        events: Generator[Event],
        deliver: Deliver,
        cancelled: threading.Event,
        caller: str = "",
    ) -> int:
        """Queues the rest of an answer; returns how many are ahead of it, in all workers.

        As with ModelQueue; raises Busy as well while there is no process of the model.
        """
        if self._closed:
            raise Stopping(STOPPED.detail, _RETRY)
        line, reply = self._ask(ask="turn", caller=caller)
        if "ahead" not in reply:
            line.close()
            raise Busy(str(reply.get("busy", _AWAY)), int(reply.get("retry_after", _RETRY)))
        args = (line, events, deliver, cancelled)
        thread = threading.Thread(
            target=copy_context().run, args=(self._make, *args), name="answer", daemon=True
        )
        self._answers[thread] = cancelled, deliver
        thread.start()
        return int(reply["ahead"])

    def depth(self) -> int:
        """How many answers wait or are being worded, in all workers. Raises Busy."""
        line, reply = self._ask(ask="depth")
        line.close()
        return int(reply["depth"])

    def trouble(self) -> str | None:
        """Why nobody words answers, None if somebody does. Asks the process of the model."""
        try:
            self.depth()
        except Busy as error:
            return str(error)
        return None

    def end(self) -> None:
        """Tells each of this worker's answers that it stops, and takes no more."""
        self._closed = True
        for cancelled, deliver in dict(self._answers).values():
            if not cancelled.is_set():
                cancelled.set()
                deliver(STOPPED)

    def close(self) -> None:
        """Ends what is left, and waits until the model has let go."""
        self.end()
        deadline = time.monotonic() + _ENDING
        for thread in dict(self._answers):
            thread.join(max(0.0, deadline - time.monotonic()))

    def _ask(self, **message: object) -> tuple[Line, Message]:
        """A new line, and the first word on it."""
        try:
            line = Line.to(self._path)
        except LineCut:
            raise Busy(_AWAY, _RETRY) from None
        try:
            line.send(**message)
            reply = line.receive(_PATIENCE)
        except LineCut:
            reply = None
        if reply is None:
            line.close()
            raise Busy(_AWAY, _RETRY)
        return line, reply

    def _make(
        self,
        line: Line,
        events: Generator[Event],
        deliver: Deliver,
        cancelled: threading.Event,
    ) -> None:
        turn, came = WorkerTurn(line, cancelled), time.monotonic()
        current.set(turn)
        try:
            if turn.wait(deliver):
                self._waited(time.monotonic() - came)
                whole = pull(events, deliver, cancelled)
                if not whole:
                    turn.fault = None  # one was told
            if turn.fault is not None:
                deliver(turn.fault)
        finally:
            line.close()
            events.close()
            deliver(None)
            self._answers.pop(threading.current_thread(), None)
