from __future__ import annotations

import threading
import time
from collections.abc import Generator
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.answering.events import Event, Fault, FollowUps, QueueMoved
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
        self.closed, self.began = False, 0
        self._events, self._error = events, error

    def events(self) -> Generator[Event]:
        self.began = time.monotonic_ns()
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

    def submit(self, queue: ModelQueue, caller: str = "") -> int:
        return queue.submit(self.events(), self.deliver, self.cancelled, caller)


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


def test_a_polite_caller_waits_for_one_answer_of_a_greedy_one() -> None:
    queue, greedy, polite = ModelQueue(20), [Work() for _ in range(50)], Work()
    taken = []
    for job in greedy:
        with suppress(Busy):
            job.submit(queue, "greedy")
            taken.append(job)
    assert len(taken) == 11  # one is being worded, half of the places are left to others
    assert polite.submit(queue, "polite") == 1
    assert [event.ahead for event in taken[1].got if isinstance(event, QueueMoved)] == [2]
    taken[0].go.set()
    polite.go.set()
    assert polite.ended.wait(10)
    assert not any(job.ended.is_set() for job in taken[1:])
    for job in taken:
        job.go.set()
        assert job.ended.wait(10)
    queue.close()


def test_a_wording_that_takes_too_long_ends_in_a_fault() -> None:
    queue, slow, after = ModelQueue(2, seconds=0.05), Work(), Work()
    slow.submit(queue)
    after.submit(queue)
    assert slow.cancelled.wait(10)
    slow.go.set()
    after.go.set()
    assert slow.ended.wait(10)
    faults = [event for event in slow.got if isinstance(event, Fault)]
    assert [fault.error for fault in faults] == ["timed_out"]
    assert after.ended.wait(10)
    assert queue.depth() <= 1
    queue.close()


@settings(max_examples=60, deadline=None)
@given(
    capacity=st.integers(1, 12),
    callers=st.lists(st.sampled_from("abc"), max_size=30),
    leavers=st.sets(st.integers(0, 29), max_size=4),
)
def test_each_job_ends_once_in_its_callers_order_and_callers_take_turns(
    capacity: int, callers: list[str], leavers: set[int]
) -> None:
    queue, first = ModelQueue(capacity), Work()
    first.submit(queue, "first")
    assert first.begun.wait(10)
    jobs: list[tuple[str, Work]] = []
    for number, caller in enumerate(callers):
        job = Work(1)
        job.go.set()
        with suppress(Busy):
            job.submit(queue, caller)
            jobs.append((caller, job))
            if number in leavers:
                job.cancelled.set()
    first.go.set()
    for _, job in jobs:
        assert job.ended.wait(10)
        assert job.got.count(None) == 1
        assert job.closed == job.begun.is_set()
    queue.close()
    live = [(caller, job) for caller, job in jobs if not job.cancelled.is_set()]
    done = sorted(live, key=lambda item: item[1].began)
    for name in "abc":
        own = [job for caller, job in live if caller == name]
        assert [job for caller, job in done if caller == name] == own
        turns = [number for number, (caller, _) in enumerate(done) if caller == name]
        gaps = [turn - before for before, turn in zip([-1, *turns], turns, strict=False)]
        assert all(gap <= len(set("abc")) for gap in gaps)
