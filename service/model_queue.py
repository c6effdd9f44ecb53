"""One worker thread for the model, with a bounded and fair queue in front of it."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Generator
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from itertools import zip_longest

from service.answering.events import Event, Fault, QueueMoved
from service.errors import Busy, GenerationFault, Stopping

log = logging.getLogger(__name__)

Deliver = Callable[[Event | None], None]
Waited = Callable[[float], None]  # seconds from the question's place in the queue to its turn
_LATE = Fault(
    "timed_out", "The answer took longer than the server gives it: ask for less, or later."
)


STOPPED = Fault(
    "shutting_down",
    "The service was stopped before the answer was complete: ask again in a moment.",
)


_ENDED = "The thread of the model has ended: start the service again; the log says why."


def untold_wait(seconds: float) -> None:
    """For whoever does not want to know."""


@dataclass(slots=True, eq=False)
class _Job:
    events: Generator[Event]
    deliver: Deliver
    cancelled: threading.Event
    came: float  # by time.monotonic()
    context: Context = field(default_factory=copy_context)  # of the request, for what is logged
    ahead: int = 0


class ModelQueue:
    """Pulls the events of answers one answer at a time, the callers in turn.

    `capacity` is how many may wait behind the one that is being worded; `seconds` is how long the
    wording of one may take. A caller's own answers keep their order. Nobody may wait with more
    answers than there are places left, so that a burst leaves room for whoever comes next.
    """

    def __init__(
        self,
        capacity: int,
        seconds: float = 120.0,
        waited: Waited = untold_wait,
    ) -> None:
        """`waited` is told how many seconds each answer waited until its wording began."""
        self._capacity = capacity
        self._limit = seconds
        self._waited = waited
        self._lines: OrderedDict[str, deque[_Job]] = OrderedDict()  # the next caller comes first
        self._changed = threading.Condition()
        self._current: _Job | None = None
        self._served = ""  # whose answer is being worded, or was last
        self._closed = False
        self._seconds = 3.0  # a moving average of how long an answer takes
        self._thread = threading.Thread(target=self._work, name="model", daemon=True)
        self._thread.start()

    def submit(
        self,
        events: Generator[Event],
        deliver: Deliver,
        cancelled: threading.Event,
        caller: str = "",
    ) -> int:
        """Queues the rest of an answer; returns how many are ahead of it.

        `deliver` is called with each event, with QueueMoved while the answer waits, and with None
        at the end, whatever happens; it must not block. An answer whose `cancelled` is set is
        dropped. Raises Busy if the queue is full, or the caller's share of it, and Stopping after
        `end`.
        """
        job = _Job(events, deliver, cancelled, time.monotonic())
        with self._changed:
            if self._closed:
                raise Stopping(STOPPED.detail, 5)
            if self._current is None:
                self._current, self._served = job, caller
                self._changed.notify()
                return 0
            waiting = len(self._order())
            own = sum(not one.cancelled.is_set() for one in self._lines.get(caller, ()))
            if own >= self._capacity - waiting:
                wait = max(1, round(self._seconds * (waiting + 1)))
                raise Busy("Too many questions are waiting: try again in a moment.", wait)
            self._lines.setdefault(caller, deque()).append(job)
            job.ahead = self._order().index(job) + 1
            self._tell_places()
            return job.ahead

    def depth(self) -> int:
        """How many answers wait or are being worded."""
        with self._changed:
            return len(self._order()) + (self._current is not None)

    def trouble(self) -> str | None:
        """Why nobody words answers, None if somebody does."""
        return None if self._thread.is_alive() else _ENDED

    def end(self) -> None:
        """Tells each answer that is left that the service stops, and takes no more.

        At once, even if the model hangs: it lets go at its next step.
        """
        with self._changed:
            self._closed = True
            current = [self._current] if self._current is not None else []
            for job in [*current, *self._order()]:
                if not job.cancelled.is_set():
                    job.cancelled.set()
                    job.deliver(STOPPED)
            self._changed.notify()

    def close(self) -> None:
        """Ends what is left, and waits until the model has let go."""
        self.end()
        self._thread.join(timeout=10)

    def _order(self) -> list[_Job]:
        """What waits, as it will be worded if nothing else comes."""
        lines = sorted(self._lines.items(), key=lambda item: item[0] == self._served)
        live = [[job for job in line if not job.cancelled.is_set()] for _, line in lines]
        return [job for turn in zip_longest(*live) for job in turn if job is not None]

    def _tell_places(self) -> None:
        """Tells those whose place has changed; under the lock, so that numbers come in order."""
        for ahead, job in enumerate(self._order(), start=1):
            if job.ahead != ahead:
                job.ahead = ahead
                job.deliver(QueueMoved(ahead))

    def _next(self) -> _Job | None:
        """Takes the job whose turn it is. What was cancelled goes first: it costs nobody a turn."""
        gone = [(name, job) for name, line in self._lines.items() for job in line
                if job.cancelled.is_set()]  # fmt: skip
        if gone:
            name, job = gone[0]
        elif self._lines:
            if self._served in self._lines:
                self._lines.move_to_end(self._served)
            name = self._served = next(iter(self._lines))
            job = self._lines[name][0]
        else:
            return None
        self._lines[name].remove(job)
        if not self._lines[name]:
            del self._lines[name]
        return job

    def _work(self) -> None:
        while True:
            with self._changed:
                while self._current is None and not self._closed:
                    self._changed.wait()
                job = self._current
            if job is None:
                return
            began = time.monotonic()
            job.context.run(self._run, job)
            with self._changed:
                if not job.cancelled.is_set():
                    self._seconds = 0.8 * self._seconds + 0.2 * (time.monotonic() - began)
                self._current = self._next()
                if self._current and not self._current.cancelled.is_set():
                    self._current.deliver(QueueMoved(0))
                self._tell_places()

    def _run(self, job: _Job) -> None:
        late = threading.Event()

        def stop() -> None:
            late.set()
            job.cancelled.set()

        timer = threading.Timer(self._limit, stop)
        timer.daemon = True
        if not job.cancelled.is_set():
            waited = time.monotonic() - job.came
            log.debug("an answer waited %.3f s for the model", waited)
            self._waited(waited)
            timer.start()
        try:
            whole = pull(job.events, job.deliver, job.cancelled)
            if whole and late.is_set():
                job.deliver(_LATE)
        finally:
            timer.cancel()
            job.events.close()
            job.deliver(None)


def pull(events: Generator[Event], deliver: Deliver, cancelled: threading.Event) -> bool:
    """Delivers the events of an answer until they end or it is cancelled.

    A failure is logged and ends them with a Fault; False then.
    """
    try:
        while not cancelled.is_set() and (event := next(events, None)) is not None:
            deliver(event)
    except GenerationFault as error:
        log.exception("generation failed")
        deliver(Fault("generation_failed", str(error)))
    except Exception:
        log.exception("answer failed")
        deliver(Fault("internal_error", "Something broke while the answer was made: retry."))
    else:
        return True
    return False
