"""The tables of both kinds of database, made by migrations."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from service.access.api_key import make_key
from service.errors import NotReady
from service.store.migrate import VERSION_TABLE
from service.store.store import Store
from service.store.tables import answers, metadata
from tests.service.store.conftest import NOON, rows

ROOT = Path(__file__).parents[3]


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


def test_processes_that_start_together_make_the_tables_once(
    address: str | Path, open_store: Callable[[str | Path], Store]
) -> None:
    code = (
        "import sys; from pathlib import Path; from service.store.store import Store; "
        "Store.open(sys.argv[1] if '://' in sys.argv[1] else Path(sys.argv[1])).close()"
    )
    command = [sys.executable, "-c", code, str(address)]
    processes = [subprocess.Popen(command, cwd=ROOT) for _ in range(3)]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    assert rows(open_store(address), answers) == []


def test_a_server_that_is_away_is_named_without_its_password() -> None:
    with pytest.raises(NotReady, match=r"cannot be used .* ONRAMP_DATABASE_URL") as caught:
        Store.open("postgresql://me:hunter2@127.0.0.1:1/onramp")
    assert "hunter2" not in str(caught.value)
