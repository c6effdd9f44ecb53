"""The same on PostgreSQL, if POSTGRES_URL names an empty database that may be written to."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from service.access.api_key import make_key
from service.errors import NotFound, NotReady
from service.store.feedback import Vote
from service.store.migrate import VERSION_TABLE
from service.store.store import Store
from service.store.tables import answers, feedback, metadata
from tests.service.store.conftest import NOON, answer, rows

ROOT = Path(__file__).parents[3]
URL = os.environ.get("POSTGRES_URL", "")
pytestmark = pytest.mark.skipif(not URL, reason="POSTGRES_URL names no PostgreSQL database")
ONE, TWO = "1" * 32, "2" * 32


@pytest.fixture
def store(open_store: Callable[[str], Store]) -> Store:
    """A store on PostgreSQL whose tables were just made."""
    drop(open_store(URL))
    return open_store(URL)


def drop(store: Store) -> None:
    with store.database.transaction() as connection:
        for table in (*(t.name for t in reversed(metadata.sorted_tables)), VERSION_TABLE):
            connection.execute(text(f"DROP TABLE {table}"))


def test_the_migrations_make_the_tables_that_the_code_uses(store: Store) -> None:
    with store.database.transaction() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, metadata) == []


def test_a_key_is_kept_used_and_revoked(store: Store) -> None:
    key, _ = make_key("ci", ["chat", "search"], NOON, NOON + timedelta(days=1))
    store.keys.add(key)
    store.keys.use(key, NOON)
    store.keys.use(key, NOON + timedelta(seconds=30))
    assert store.keys.find(key.id) == replace(key, last_used_at=NOON)
    assert store.keys.revoke(key.id, NOON).revoked_at == NOON
    assert store.keys.all() == [replace(key, last_used_at=NOON, revoked_at=NOON)]


def test_what_is_kept_comes_back(store: Store) -> None:
    kept = answer(ONE, question="a\0b\N{FIRE}")
    store.answers.save(kept)
    store.answers.save(kept)
    store.feedback.save(Vote(ONE, NOON, "down", ["wrong"], "no"))
    vote = Vote(ONE, NOON, "up", [], None)
    store.feedback.save(vote)
    with pytest.raises(NotFound):
        store.feedback.save(Vote(TWO, NOON, "up", [], None))
    assert rows(store, answers) == [asdict(kept) | {"question": "ab\N{FIRE}"}]
    assert rows(store, feedback) == [asdict(vote)]
    assert store.trouble() is None


def test_forgetting_takes_the_votes_along(store: Store) -> None:
    for id_, age in ((ONE, 91), (TWO, 89)):
        store.answers.save(answer(id_, created_at=NOON - timedelta(days=age)))
        store.feedback.save(Vote(id_, NOON, "up", [], None))
    assert store.answers.forget(NOON - timedelta(days=90)) == 1
    assert [row["answer_id"] for row in rows(store, feedback)] == [TWO]


def test_votes_on_one_answer_at_once_leave_one(store: Store) -> None:
    store.answers.save(answer(ONE))

    def vote(at: int) -> None:
        store.feedback.save(Vote(ONE, NOON, "up", [], str(at)))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(vote, range(50)))
    assert len(rows(store, feedback)) == 1


def test_processes_that_start_together_make_the_tables_once(store: Store) -> None:
    drop(store)
    code = "import sys; from service.store.store import Store; Store.open(sys.argv[1]).close()"
    command = [sys.executable, "-c", code, URL]
    processes = [subprocess.Popen(command, cwd=ROOT) for _ in range(3)]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    assert rows(store, answers) == []


def test_a_server_that_is_away_is_named_without_its_password() -> None:
    with pytest.raises(NotReady, match=r"cannot be used .* ONRAMP_DATABASE_URL") as caught:
        Store.open("postgresql://me:hunter2@127.0.0.1:1/onramp")
    assert "hunter2" not in str(caught.value)
