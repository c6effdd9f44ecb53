"""Backups, between both kinds of database, while others write."""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from service.access.api_key import make_key
from service.errors import BadInput
from service.store.backup import back_up, restore
from service.store.feedback import Vote
from service.store.store import Store
from service.store.tables import answers, api_keys, feedback, plans
from tests.service.store.conftest import NOON, answer, plan, rows

Open = Callable[[str | Path], Store]
ONE, TWO = "1" * 32, "2" * 32


def fill(store: Store) -> None:
    key, _ = make_key("ci", ["chat"], NOON, NOON + timedelta(days=1))
    store.keys.add(key)
    said = [{"text": "a\N{FIRE}", "origin": "quote", "citations": [1]}]
    store.answers.save(answer(ONE, question="a\u2028\N{FIRE}", key_id=key.id, sentences=said))
    store.answers.save(answer(TWO, question=None))
    store.feedback.save(Vote(ONE, NOON, "down", ["wrong"], "no"))
    store.plans.save(plan(ONE, key_id=key.id))


def whole(store: Store) -> list[object]:
    return [sorted(rows(store, table), key=str) for table in (answers, feedback, api_keys, plans)]


def test_a_backup_comes_back_in_either_kind_of_database(
    store: Store, open_store: Open, new_database: Callable[[], str], tmp_path: Path
) -> None:
    fill(store)
    file = tmp_path / "backup.gz"
    assert back_up(store.database, file) == 5
    for address in (tmp_path / "other.db", new_database()):
        other = open_store(address)
        assert restore(other.database, file, replace=False) == 5
        assert whole(other) == whole(store)


def test_a_backup_is_of_one_moment_while_others_write(
    store: Store, open_store: Open, tmp_path: Path
) -> None:
    stop, kept = threading.Event(), 0

    def write() -> None:
        nonlocal kept
        while not stop.is_set():
            id_ = f"{kept:032x}"
            store.answers.save(answer(id_))
            store.feedback.save(Vote(id_, NOON, "up", [], None))
            kept += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for at in range(5):
            before = kept
            back_up(store.database, tmp_path / f"{at}.gz")
            other = open_store(tmp_path / f"{at}.db")
            restore(other.database, tmp_path / f"{at}.gz", replace=False)
            found, votes = rows(other, answers), rows(other, feedback)
            assert len(found) >= before
            assert 0 <= len(found) - len(votes) <= 1
    finally:
        stop.set()
        writer.join(30)
    assert kept > 5


def test_what_is_there_is_replaced_only_when_told(store: Store, tmp_path: Path) -> None:
    fill(store)
    file = tmp_path / "backup.gz"
    back_up(store.database, file)
    before = whole(store)
    with pytest.raises(BadInput, match="--replace"):
        restore(store.database, file, replace=False)
    store.answers.save(answer("3" * 32))
    restore(store.database, file, replace=True)
    assert whole(store) == before


@pytest.mark.parametrize("spoil", ["cut", "altered", "empty", "lines", "other", "missing"])
def test_a_file_that_is_no_sound_backup_changes_nothing(
    store: Store, tmp_path: Path, spoil: str
) -> None:
    fill(store)
    file = tmp_path / "backup.gz"
    back_up(store.database, file)
    sound, before = file.read_bytes(), whole(store)
    lines = gzip.decompress(sound).splitlines(keepends=True)
    spoilt = {
        "cut": sound[:-20],
        "altered": gzip.compress(b"".join(lines).replace(b"wrong", b"right")),
        "empty": b"",
        "lines": gzip.compress(b"".join(lines[:1] + lines[2:])),
        "other": b"PK\x03\x04 a zip",
    }
    file.unlink() if spoil == "missing" else file.write_bytes(spoilt[spoil])
    with pytest.raises(BadInput):
        restore(store.database, file, replace=True)
    assert whole(store) == before


def test_a_backup_of_the_first_release_is_brought_up_to_date(
    open_store: Open, address: str | Path, tmp_path: Path
) -> None:
    file = tmp_path / "first.gz"
    head = {"form": "onramp-backup-1", "version": "0001"}
    entries = [head, {"table": "answers", "row": first_row()}]
    body = b"".join(json.dumps(entry).encode() + b"\n" for entry in entries)
    end = json.dumps({"sha256": hashlib.sha256(body).hexdigest()}).encode() + b"\n"
    file.write_bytes(gzip.compress(body + end))
    store = open_store(address)
    assert restore(store.database, file, replace=False) == 1
    (found,) = rows(store, answers)
    assert found["question"] == "What is a queue?"
    assert found["created_at"] == NOON
    assert found["key_id"] is None


def first_row() -> dict[str, object]:
    """A row as the first release wrote it."""
    return {
        "answer_id": ONE, "conversation_id": "c1", "created_at": NOON.isoformat(),
        "status": "answered", "question": "What is a queue?", "rewritten": False,
        "model": "quote", "cited": ["queues"], "nearest": [], "retrieval_ms": 3,
        "first_sentence_ms": 4, "total_ms": None,
    }  # fmt: skip


def test_a_backup_never_writes_over_a_file(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "there"
    file.write_text("mine")
    with pytest.raises(BadInput, match="there already"):
        back_up(store.database, file)
    assert file.read_text() == "mine"
    with pytest.raises(BadInput, match="can't be written"):
        back_up(store.database, tmp_path / "no" / "folder.gz")
