"""What follow-ups are read by, out of a real database of either kind."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from service.answering.conversation import KeptTurn
from service.store.answers import Answers, Whose
from service.store.recall import Recall
from service.store.store import Store
from tests.service.store.conftest import NOON, answer

ONE, TWO, THREE = "1" * 32, "2" * 32, "3" * 32
SHOWN = [{"n": 1, "url": "/notes/deep/a%20queue#bound", "heading": "Bound"}]
LATER = NOON + timedelta(minutes=1)


async def test_the_last_answered_question_comes_back(store: Store) -> None:
    recall = Recall(store.answers, keep_questions=True)
    assert await recall.latest("c1", None) is None
    store.answers.save(answer(ONE))
    assert await recall.latest("c1", None) == KeptTurn("What is a queue?", False, "queues", NOON)
    store.answers.save(answer(TWO, created_at=LATER, question="Why?", passages=SHOWN))
    # What was refused or is without text is passed over.
    last = LATER + timedelta(minutes=1)
    store.answers.save(answer(THREE, created_at=last, status="refused", question="Who?"))
    store.answers.save(answer("4" * 32, created_at=last, question=None))
    assert await recall.latest("c1", None) == KeptTurn("Why?", False, "deep/a queue", LATER)
    assert await recall.latest("c2", None) is None


async def test_only_the_key_that_asked_gets_it(store: Store) -> None:
    recall = Recall(store.answers, keep_questions=True)
    store.answers.save(answer(ONE, key_id="0123456789ab"))
    assert await recall.latest("c1", None) is None
    assert await recall.latest("c1", "ba9876543210") is None
    assert await recall.latest("c1", "0123456789ab")


async def test_nothing_is_read_where_questions_are_not_kept(store: Store) -> None:
    store.answers.save(answer(ONE))
    assert await Recall(store.answers, keep_questions=False).latest("c1", None) is None


async def test_a_store_in_trouble_is_no_error_and_is_left_alone_for_a_while(
    open_store: Callable[[Path], Store], file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store, clock = open_store(file), [0.0]
    store.answers.save(answer(ONE))
    recall = Recall(store.answers, keep_questions=True, clock=lambda: clock[0])
    with closing(sqlite3.connect(file)) as other:
        other.execute("ALTER TABLE answers RENAME TO elsewhere")
    assert await recall.latest("c1", None) is None
    assert "could not be read back" in caplog.text
    with closing(sqlite3.connect(file)) as other:
        other.execute("ALTER TABLE elsewhere RENAME TO answers")
    assert await recall.latest("c1", None) is None
    clock[0] += 60
    assert await recall.latest("c1", None)


async def test_a_store_that_does_not_answer_holds_up_no_question(store: Store) -> None:
    class Hanging(Answers):
        def latest(self, whose: Whose) -> KeptTurn | None:
            released.wait(30)
            return None

    released = threading.Event()
    recall = Recall(Hanging(store.database), keep_questions=True, patience=0.05)
    began = time.monotonic()
    assert [await recall.latest("c1", None) for _ in range(3)] == [None] * 3
    assert time.monotonic() - began < 20
    released.set()
