from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select

from service.store.answers import GivenAnswer
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


def rows(store: Store, table: Table) -> list[dict[str, Any]]:
    with store.database.transaction() as connection:
        return [dict(row) for row in connection.execute(select(table)).mappings()]


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
def store(open_store: Callable[[str | Path], Store], file: Path) -> Store:
    return open_store(file)
