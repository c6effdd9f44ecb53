from __future__ import annotations

import threading
from collections.abc import Generator

import pytest

from service.answering.events import Event, FollowUps, QueueMoved
from service.errors import Busy, GenerationFault
from service.model_queue import ModelQueue


class Work:
    """An answer that waits for `go` before each of its events."""

    def __init__(self, events: int = 2, error: Exception | None = None) -> None:
        self.go, self.ended, self.cancelled = (
            threading.Event(),
            threading.Event(),
            threading.Event(),
        )
        self.begun = threading.Event()
        self.got: list[Event | None] = []
        self.closed = False
        self._events, self._error = events, error

    def events(self) -> Generator[Event]:
        self.begun.set()
        try:
            for _ in range(self._events):
                self.go.wait(10)
                if self._error:
                    raise self._error
                yield FollowUps([])
        finally:
            self.closed = True

    def deliver(self, event: Event | None) -> None:
        self.got.append(event)
        if event is None:
            self.ended.set()

    def submit(self, queue: ModelQueue) -> int:
        return queue.submit(self.events(), self.deliver, self.cancelled)


def test_answers_are_worded_in_order_and_the_queue_is_bounded() -> None:
    queue, jobs = ModelQueue(1), [Work(), Work()]
    assert [job.submit(queue) for job in jobs] == [0, 1]
    with pytest.raises(Busy) as refused:
        Work().submit(queue)
    assert refused.value.retry_after >= 1
    for job in jobs:
        job.go.set()
        assert job.ended.wait(10)
        assert len([event for event in job.got if not isinstance(event, QueueMoved)]) == 3
    queue.close()


def test_who_waits_is_told_when_the_queue_moves() -> None:
    queue, jobs = ModelQueue(5), [Work(), Work(), Work()]
    jobs[0].submit(queue)
    assert jobs[0].begun.wait(10)
    assert [job.submit(queue) for job in jobs[1:]] == [1, 2]
    for job in jobs:
        job.go.set()
        assert job.ended.wait(10)
    moves = [[event.ahead for event in job.got if isinstance(event, QueueMoved)] for job in jobs]
    assert moves == [[], [0], [1, 0]]
    queue.close()


def test_a_client_that_leaves_frees_the_model_and_its_place() -> None:
    queue, first, second, third = ModelQueue(1), Work(100), Work(), Work()
    first.submit(queue)
    second.submit(queue)
    assert first.begun.wait(10)
    second.cancelled.set()
    third.submit(queue)
    first.cancelled.set()
    first.go.set()
    third.go.set()
    assert third.ended.wait(10)
    assert first.closed
    assert len(first.got) <= 2
    assert [event for event in second.got if not isinstance(event, QueueMoved)] == [None]
    queue.close()


@pytest.mark.parametrize(
    "error", [GenerationFault("The model broke."), RuntimeError("secret /path")]
)
def test_a_failure_ends_in_a_fault_that_leaks_nothing(error: Exception) -> None:
    queue, job = ModelQueue(1), Work(error=error)
    job.go.set()
    job.submit(queue)
    assert job.ended.wait(10)
    fault = job.got[0]
    assert fault is not None
    assert fault.name == "fault"
    assert "secret" not in str(fault)
    queue.close()
