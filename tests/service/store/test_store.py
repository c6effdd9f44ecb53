"""What is kept comes back, from a real database of either kind."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from service.errors import Busy, NotFound
from service.store.feedback import Vote
from service.store.store import Store
from service.store.tables import answers, feedback
from tests.service.store.conftest import NOON, answer, rows

ONE, TWO = "1" * 32, "2" * 32


def test_an_answer_comes_back_after_the_store_was_closed(
    open_store: Callable[[str | Path], Store], address: str | Path
) -> None:
    kept = answer(ONE)
    store = open_store(address)
    store.answers.save(kept)
    store.close()
    assert rows(open_store(address), answers) == [asdict(kept)]


def test_an_answer_that_is_kept_already_stays(store: Store) -> None:
    store.answers.save(answer(ONE))
    store.answers.save(answer(ONE, question="Another?"))
    assert [row["question"] for row in rows(store, answers)] == ["What is a queue?"]


def test_times_are_the_same_moment_whatever_their_zone(store: Store) -> None:
    east = NOON.astimezone(timezone(timedelta(hours=9)))
    store.answers.save(answer(ONE, created_at=east))
    assert rows(store, answers)[0]["created_at"] == NOON
    assert store.answers.forget(NOON) == 0
    assert store.answers.forget(NOON + timedelta(seconds=1)) == 1


def test_characters_that_no_text_may_hold_are_left_out(store: Store) -> None:
    store.answers.save(answer(ONE, question="a\0b\u2028\N{FIRE}"))
    assert rows(store, answers)[0]["question"] == "ab\u2028\N{FIRE}"


def test_a_second_vote_replaces_the_first_whole(store: Store) -> None:
    store.answers.save(answer(ONE))
    store.feedback.save(Vote(ONE, NOON, "down", ["wrong", "unclear"], "no"))
    second = Vote(ONE, NOON + timedelta(hours=1), "up", [], None)
    store.feedback.save(second)
    assert rows(store, feedback) == [asdict(second)]


def test_a_vote_needs_its_answer(store: Store) -> None:
    store.answers.save(answer(TWO))
    with pytest.raises(NotFound, match="no such answer"):
        store.feedback.save(Vote(ONE, NOON, "up", [], None))
    assert rows(store, feedback) == []


def test_forgetting_takes_the_votes_along(store: Store) -> None:
    store.answers.save(answer(ONE, created_at=NOON - timedelta(days=91)))
    store.answers.save(answer(TWO, created_at=NOON - timedelta(days=89)))
    for id_ in (ONE, TWO):
        store.feedback.save(Vote(id_, NOON, "up", [], None))
    assert store.answers.forget(NOON - timedelta(days=90)) == 1
    assert [row["answer_id"] for row in rows(store, answers)] == [TWO]
    assert [row["answer_id"] for row in rows(store, feedback)] == [TWO]


def test_two_stores_write_to_one_database_at_once(
    open_store: Callable[[str | Path], Store], address: str | Path
) -> None:
    stores = [open_store(address), open_store(address)]
    ids = [f"{at:032x}" for at in range(100)]

    def keep(at: int) -> None:
        stores[at % 2].answers.save(answer(ids[at]))
        stores[1 - at % 2].feedback.save(Vote(ids[at], NOON, "up", [], None))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(keep, range(len(ids))))
    assert sorted(row["answer_id"] for row in rows(stores[0], feedback)) == ids


def test_votes_on_one_answer_at_once_leave_one(store: Store) -> None:
    store.answers.save(answer(ONE))
    together = threading.Barrier(8)

    def vote(at: int) -> None:
        together.wait(10)
        store.feedback.save(Vote(ONE, NOON, "up", [], str(at)))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(vote, range(8)))
    assert len(rows(store, feedback)) == 1


def test_a_failure_says_nothing_of_what_was_written(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Busy) as caught:
        store.answers.save(answer(ONE, status=None, question="secret"))
    assert caught.value.retry_after > 0
    assert re.search("(?i)not.null constraint", caplog.text)
    assert "secret" not in caplog.text + str(caught.value)
    assert store.trouble()
    store.answers.save(answer(ONE))
    assert store.trouble() is None
