"""The queue between processes, over real sockets: model side and worker side in one process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.answering.events import Done, Fault
from service.errors import Busy, GenerationFault, NotReady
from service.workers import shared_generator
from service.workers.line import Line
from service.workers.shared_generator import SharedGenerator
from service.workers.shared_queue import SharedQueue
from tests.service.workers.sides import PROMPT, WORDS, Answer, Side


@pytest.fixture
def side(tmp_path: Path) -> Iterator[Side]:
    made = Side(tmp_path)
    yield made
    made.model.go.set()
    made.server.close()


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_the_text_of_another_process_comes_whole_with_what_it_took(side: Side) -> None:
    took: list[tuple[int, float]] = []
    generator = SharedGenerator(side.path, lambda *told: took.append(told))
    assert (generator.name, generator.paraphrases, generator.notice) == (
        "slow",
        True,
        "It is slow.",
    )
    queue, answer = SharedQueue(side.path), Answer(generator, texts=2)
    side.model.go.set()
    assert answer.submit(queue) == 0
    assert answer.ended.wait(20)
    assert answer.texts == [WORDS, WORDS]
    assert [type(event) for event in answer.got[-2:]] == [Done, type(None)]
    assert side.model.asked == [PROMPT, PROMPT]
    assert took == [(3, 0.5), (3, 0.5)]
    assert answer.closed
    until(lambda: queue.depth() == 0)


def test_a_text_that_is_left_off_stops_the_model_and_the_answer_goes_on(side: Side) -> None:
    took: list[tuple[int, float]] = []
    generator = SharedGenerator(side.path, lambda *told: took.append(told))
    side.model.go.set()
    answer = Answer(generator, texts=3, most=1)
    answer.submit(SharedQueue(side.path))
    assert answer.ended.wait(20)
    assert answer.texts == [["One "]] * 3
    assert side.model.said == 1  # no word was made that nobody asked for
    assert took == [(1, 0.5)] * 3


def test_places_are_told_across_workers_and_the_queue_is_bounded(tmp_path: Path) -> None:
    side = Side(tmp_path, capacity=2)
    generator = SharedGenerator(side.path)
    workers = [SharedQueue(side.path) for _ in range(3)]
    answers = [Answer(generator) for _ in range(3)]
    assert answers[0].submit(workers[0], "a") == 0
    assert side.model.begun.wait(20)
    assert answers[1].submit(workers[1], "b") == 1
    assert answers[2].submit(workers[2], "c") == 2
    assert {worker.depth() for worker in workers} == {3}
    with pytest.raises(Busy, match="waiting") as refused:
        Answer(generator).submit(workers[0], "d")
    assert refused.value.retry_after >= 1
    side.model.go.set()
    for answer in answers:
        assert answer.ended.wait(20)
        assert answer.texts == [WORDS]
    assert [answer.moves for answer in answers] == [[], [0], [1, 0]]
    side.server.close()


def test_callers_of_different_workers_take_turns(tmp_path: Path) -> None:
    side = Side(tmp_path, capacity=20)
    generator = SharedGenerator(side.path)
    one, other = SharedQueue(side.path), SharedQueue(side.path)
    greedy = [Answer(generator) for _ in range(5)]
    for answer in greedy:
        answer.submit(one, "greedy")
    polite = Answer(generator)
    assert polite.submit(other, "polite") == 1
    side.model.go.set()
    for answer in [*greedy, polite]:
        assert answer.ended.wait(20)
    assert polite.moves == [0]
    assert greedy[1].moves[0] == 2  # let the polite one pass
    side.server.close()


def test_who_leaves_while_it_waits_or_is_worded_frees_the_place(side: Side) -> None:
    generator, queue = SharedGenerator(side.path), SharedQueue(side.path)
    first, second, third = Answer(generator), Answer(generator), Answer(generator)
    for answer in (first, second, third):
        answer.submit(queue)
    assert side.model.begun.wait(20)
    second.cancelled.set()
    assert second.ended.wait(20)
    until(lambda: queue.depth() == 2)
    first.cancelled.set()  # in the middle of a step
    assert first.ended.wait(20)
    assert side.model.ended.wait(20)
    side.model.go.set()
    assert third.ended.wait(20)
    assert third.texts == [WORDS]
    assert not second.texts
    assert not [event for event in first.got if isinstance(event, Done | Fault)]
    assert first.closed


def test_a_worker_that_dies_gives_its_turn_back(side: Side) -> None:
    dying = Line.to(side.path)
    dying.send(ask="turn", caller="a")
    assert dying.receive(20) == {"ahead": 0}
    dying.send(generate=PROMPT.system, user=PROMPT.user)
    dying.send(next=True)
    assert side.model.begun.wait(20)
    waiting = Answer(SharedGenerator(side.path))
    assert waiting.submit(SharedQueue(side.path)) == 1
    dying.close()
    assert side.model.ended.wait(20)
    side.model.go.set()
    assert waiting.ended.wait(20)
    assert waiting.texts == [WORDS]


def test_a_worker_that_never_asks_loses_its_turn_in_time(tmp_path: Path) -> None:
    side = Side(tmp_path, seconds=0.2)
    hung = Line.to(side.path)
    hung.send(ask="turn", caller="a")
    waiting = Answer(SharedGenerator(side.path))
    until(lambda: side.queue.depth() == 1)
    waiting.submit(SharedQueue(side.path))
    side.model.go.set()
    assert waiting.ended.wait(20)
    assert waiting.texts == [WORDS]
    hung.close()
    side.server.close()


def test_a_wording_that_takes_too_long_ends_in_a_fault(tmp_path: Path) -> None:
    side = Side(tmp_path, seconds=0.2)
    answer = Answer(SharedGenerator(side.path))
    answer.submit(SharedQueue(side.path))
    assert answer.ended.wait(20)
    assert answer.faults == ["timed_out"]
    assert not any(isinstance(event, Done) for event in answer.got)
    side.server.close()


@pytest.mark.parametrize("error", [GenerationFault("It broke."), RuntimeError("secret /path")])
def test_a_model_that_fails_ends_one_answer_in_a_fault(side: Side, error: Exception) -> None:
    queue, generator = SharedQueue(side.path), SharedGenerator(side.path)
    side.model.error = error
    side.model.go.set()
    failed, after = Answer(generator), Answer(generator)
    failed.submit(queue)
    assert failed.ended.wait(20)
    assert failed.faults == ["generation_failed"]
    assert "secret" not in str(failed.got)
    side.model.error = None
    after.submit(queue)
    assert after.ended.wait(20)
    assert after.texts == [WORDS]


def test_a_model_that_is_away_is_busy_and_its_return_is_noticed(tmp_path: Path) -> None:
    side = Side(tmp_path)
    queue, generator = SharedQueue(side.path), SharedGenerator(side.path)
    under_way, waiting = Answer(generator), Answer(generator)
    under_way.submit(queue, "a")
    assert side.model.begun.wait(20)
    waiting.submit(queue, "b")
    side.server.close()
    assert under_way.ended.wait(20)
    assert waiting.ended.wait(20)
    assert len(under_way.faults) == len(waiting.faults) == 1
    with pytest.raises(Busy, match="being started") as refused:
        Answer(generator).submit(queue)
    assert refused.value.retry_after >= 1
    with pytest.raises(Busy):
        queue.depth()
    again = Side(tmp_path)
    again.model.go.set()
    answer = Answer(generator)
    answer.submit(queue)
    assert answer.ended.wait(20)
    assert answer.texts == [WORDS]
    again.server.close()


def test_closing_a_workers_queue_ends_its_answers_alone(side: Side) -> None:
    generator, closing, staying = (
        SharedGenerator(side.path),
        SharedQueue(side.path),
        SharedQueue(side.path),
    )
    ended, goes_on = Answer(generator), Answer(generator)
    ended.submit(closing)
    assert side.model.begun.wait(20)
    goes_on.submit(staying)
    closing.close()
    assert ended.ended.is_set()
    side.model.go.set()
    assert goes_on.ended.wait(20)
    assert goes_on.texts == [WORDS]


def test_what_is_no_message_does_no_harm(side: Side) -> None:
    for rubbish in ({"ask": "nothing"}, {"ask": ["turn"]}, {}):
        line = Line.to(side.path)
        line.send(**rubbish)
        line.close()
    side.model.go.set()
    answer = Answer(SharedGenerator(side.path))
    answer.submit(SharedQueue(side.path))
    assert answer.ended.wait(20)


def test_a_model_that_never_starts_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_generator, "_PATIENCE", 0.2)
    with pytest.raises(NotReady, match="log"):
        SharedGenerator(tmp_path / "model.sock")
