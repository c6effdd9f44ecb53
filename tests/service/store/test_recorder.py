"""What is kept of an answer's events, and what happens when the database is away."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from service.answering.events import (
    Done,
    Event,
    Fault,
    FollowUps,
    Nearest,
    PassagesFound,
    Refusal,
    SentenceChecked,
    ShownPassage,
    Status,
    Timings,
)
from service.errors import Busy, NotFound
from service.planning.wording import Worded, WordingBegun
from service.store.answers import Whose
from service.store.recorder import Recorder
from service.store.store import Store
from service.store.tables import answers, feedback
from tests.service.store.conftest import NOON, rows

ONE, TWO = "1" * 32, "2" * 32


def answered(answer_id: str) -> list[Event]:
    shown = [
        ShownPassage(n, note, note.title(), "", f"/notes/{note}", "", [], 0.5)
        for n, note in enumerate(("queues", "caches", "locks", "queues"), 1)
    ]
    return [
        PassagesFound(answer_id, "c1", "Why do queues wait?", True, "quote", shown),
        SentenceChecked("One.", "One.", "sentence", "quote", [3, 4]),
        SentenceChecked("Two.", "Two.", "sentence", "quote", [1]),
        FollowUps([]),
        Done(answer_id, "c1", "answered", "One. Two.", "quote", None, Timings(1, 2, 3)),
    ]


def refused(answer_id: str) -> list[Event]:
    near = [Nearest("Queues", "/notes/queues")]
    return [Refusal(answer_id, "c1", "Who is the king?", False, "No.", near, Timings(1, None, 1))]


def done(status: Status) -> Done:
    return Done(ONE, "c1", status, "Hello.", "quote", None, Timings(0, None, 0))


@pytest.fixture
def lost() -> list[str]:
    return []


@pytest.fixture
def recorder(store: Store, lost: list[str]) -> Recorder:
    return Recorder(store, keep_questions=True, lost=lost.append, clock=lambda: NOON)


@contextmanager
def held(file: Path) -> Iterator[None]:
    """The database is held by another program for longer than we wait."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


async def test_an_answer_is_kept_with_what_it_cites(recorder: Recorder, store: Store) -> None:
    recorder.record(answered(ONE), "0123456789ab")
    await recorder.close()
    (row,) = rows(store, answers)
    assert row.pop("key_id") == "0123456789ab"
    assert [said["text"] for said in row.pop("sentences")] == ["One.", "Two."]
    assert row.pop("passages")[0] == {"n": 1, "url": "/notes/queues", "heading": ""}
    assert [row] == [
        {
            "answer_id": ONE,
            "conversation_id": "c1",
            "created_at": NOON,
            "status": "answered",
            "question": "Why do queues wait?",
            "rewritten": True,
            "model": "quote",
            "cited": ["queues", "locks"],
            "nearest": [],
            "retrieval_ms": 1,
            "first_sentence_ms": 2,
            "total_ms": 3,
        }
    ]


async def test_a_refusal_is_kept_with_what_is_nearest(recorder: Recorder, store: Store) -> None:
    recorder.record(refused(ONE))
    await recorder.close()
    [row] = rows(store, answers)
    assert (row["status"], row["question"]) == ("refused", "Who is the king?")
    assert (row["cited"], row["nearest"], row["model"]) == ([], ["/notes/queues"], None)
    assert row["first_sentence_ms"] is None


@pytest.mark.parametrize(
    "events",
    [
        [done("smalltalk")],
        [*answered(ONE)[:2], Fault("generation_failed", "It broke.")],
        [WordingBegun("p1", 1, "quote"), Worded(1)],
    ],
    ids=["small talk", "fault", "wording of a plan"],
)
async def test_what_is_no_answer_is_not_kept(
    recorder: Recorder, store: Store, lost: list[str], events: list[Event]
) -> None:
    recorder.record(events)
    await recorder.close()
    assert rows(store, answers) == []
    assert lost == []


async def test_questions_are_not_kept_if_that_is_switched_off(
    open_store: Callable[[Path], Store], file: Path
) -> None:
    store = open_store(file)
    recorder = Recorder(store, keep_questions=False, lost=lambda _: None)
    recorder.record(answered(ONE))
    recorder.record(refused(TWO))
    await recorder.close()
    kept = rows(store, answers)
    assert [row["question"] for row in kept] == [None, None]
    assert [row["cited"] for row in kept if row["id"] == ONE] == [["queues", "locks"]]
    store.close()
    assert b"queues wait" not in file.read_bytes()


async def test_a_vote_waits_for_its_answer(recorder: Recorder, store: Store) -> None:
    recorder.record(answered(ONE))
    await recorder.vote(ONE, "up", [], None)  # the answer's write has not even begun
    assert [row["created_at"] for row in rows(store, feedback)] == [NOON]


async def test_a_database_that_is_away_loses_no_answer(
    open_store: Callable[[str], Store], lost: list[str], file: Path
) -> None:
    store = open_store(f"sqlite:///{file}?timeout=0.05")
    recorder = Recorder(store, keep_questions=True, lost=lost.append)
    with held(file):
        recorder.record(answered(ONE))
        with pytest.raises(Busy) as caught:
            await recorder.vote(ONE, "down", ["wrong"], None)
        assert caught.value.retry_after > 0
        assert lost == ["answer", "feedback"]
        assert store.trouble() == "the last write failed: another program holds the database"
    await recorder.vote(ONE, "down", ["wrong"], None)
    assert len(rows(store, answers)) == 1
    assert [row["reasons"] for row in rows(store, feedback)] == [["wrong"]]
    assert store.trouble() is None


async def test_what_waits_for_a_vote_is_not_kept_after_its_conversation_was_deleted(
    open_store: Callable[[str], Store], file: Path
) -> None:
    store = open_store(f"sqlite:///{file}?timeout=0.05")
    recorder = Recorder(store, keep_questions=True, lost=lambda _: None)
    with held(file):
        recorder.record(answered(ONE), "a")
        for others in (Whose("c1", None, exact=True), Whose("c2")):
            with pytest.raises(Busy):
                await recorder.delete(others)
        with pytest.raises(Busy):
            await recorder.vote(ONE, "up", [], None)
        with pytest.raises(Busy):
            await recorder.delete(Whose("c1", "a", exact=True))
    with pytest.raises(NotFound):
        await recorder.vote(ONE, "up", [], None)
    assert rows(store, answers) == []


async def test_a_vote_on_an_answer_that_is_unknown(recorder: Recorder, lost: list[str]) -> None:
    with pytest.raises(NotFound):
        await recorder.vote(TWO, "up", [], None)
    assert lost == []


async def test_an_answer_that_makes_no_sense_is_counted_and_harms_nobody(
    recorder: Recorder, lost: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    recorder.record([done("answered")])
    await recorder.close()
    assert lost == ["answer"]
    assert "no answer goes from 'done' to 'done'" in caplog.text


async def test_what_is_deleted_while_it_is_written_does_not_come_back(
    recorder: Recorder, store: Store
) -> None:
    recorder.record(answered(ONE))  # its write has not even begun
    recorder.record(answered(TWO), "0123456789ab")
    assert await recorder.delete(Whose("c1", None, exact=True)) == 1
    await recorder.close()
    assert [row["answer_id"] for row in rows(store, answers)] == [TWO]


async def test_what_is_deleted_while_it_is_held_does_not_come_back(
    open_store: Callable[[str], Store], lost: list[str], file: Path
) -> None:
    store = open_store(f"sqlite:///{file}?timeout=0.05")
    recorder = Recorder(store, keep_questions=True, lost=lost.append)
    with held(file):
        recorder.record(answered(ONE))
        await recorder.close()
    assert lost == ["answer"]
    assert await recorder.delete(Whose("c1")) == 0
    with pytest.raises(NotFound):
        await recorder.vote(ONE, "up", [], None)
    assert rows(store, answers) == []
