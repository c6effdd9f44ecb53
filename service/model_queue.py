"""One worker thread for the model, with a bounded queue in front of it."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass

from service.answering.events import Event, Fault, QueueMoved
from service.errors import Busy, GenerationFault

log = logging.getLogger(__name__)

Deliver = Callable[[Event | None], None]


@dataclass(frozen=True, slots=True)
class _Job:
    events: Generator[Event]
    deliver: Deliver
    cancelled: threading.Event
    ahead: int


class ModelQueue:
    """Pulls the events of answers one answer at a time, in the order in which they came.

    `capacity` is how many may wait behind the one that is being worded.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._waiting: deque[_Job] = deque()
        self._changed = threading.Condition()
        self._busy = False
        self._closed = False
        self._seconds = 3.0  # a moving average of how long an answer takes
        self._thread = threading.Thread(target=self._work, name="model", daemon=True)
        self._thread.start()

    def submit(self, events: Generator[Event], deliver: Deliver, cancelled: threading.Event) -> int:
        """Queues the rest of an answer; returns how many are ahead of it.

        `deliver` is called on the worker's thread with each event, with QueueMoved while the answer
        waits, and with None at the end, whatever happens. An answer whose `cancelled` is set is
        dropped. Raises Busy if the queue is full.
        """
        with self._changed:
            live = [job for job in self._waiting if not job.cancelled.is_set()]
            if len(live) >= self._capacity + (not self._busy):
                wait = max(1, round(self._seconds * (len(live) + 1)))
                raise Busy("Too many questions are waiting: try again in a moment.", wait)
            ahead = len(live) + self._busy
            self._waiting.append(_Job(events, deliver, cancelled, ahead))
            self._changed.notify()
            return ahead

    def depth(self) -> int:
        """How many answers wait or are being worded."""
        with self._changed:
            return sum(not job.cancelled.is_set() for job in self._waiting) + self._busy

    def close(self) -> None:
        """Ends what is being worded at its next step, and what waits at once."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join(timeout=10)

    def _work(self) -> None:
        while True:
            with self._changed:
                self._busy = False
                while not self._waiting and not self._closed:
                    self._changed.wait()
                if not self._waiting:
                    return
                job = self._waiting.popleft()
                self._busy = True
                if self._closed:
                    job.cancelled.set()
                waiting = [one for one in self._waiting if not one.cancelled.is_set()]
            if job.ahead and not job.cancelled.is_set():
                job.deliver(QueueMoved(0))
            for place, one in enumerate(waiting, start=1):
                one.deliver(QueueMoved(place))
            began = time.monotonic()
            self._run(job)
            if not job.cancelled.is_set():
                self._seconds = 0.8 * self._seconds + 0.2 * (time.monotonic() - began)

    def _run(self, job: _Job) -> None:
        try:
            while not job.cancelled.is_set() and (event := next(job.events, None)) is not None:
                job.deliver(event)
        except GenerationFault as error:
            log.exception("generation failed")
            job.deliver(Fault("generation_failed", str(error)))
        except Exception:
            log.exception("answer failed")
            job.deliver(
                Fault("internal_error", "Something broke while the answer was made: retry.")
            )
        finally:
            job.events.close()
            job.deliver(None)
