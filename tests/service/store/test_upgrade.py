"""Data of every earlier version outlives an upgrade."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from service.store.migrate import version
from service.store.store import Store
from service.store.tables import answers, feedback
from tests.service.store.conftest import NOON, plan, rows
from tests.service.store.old import NEWEST, REVISIONS, make_old, script

ONE = "1" * 32


def test_no_revision_is_left_out() -> None:
    newest, *earlier = (found.revision for found in script().walk_revisions())
    assert sorted(earlier) == REVISIONS
    assert newest == NEWEST


@pytest.mark.parametrize("revision", REVISIONS)
def test_data_of_every_earlier_revision_is_kept_by_an_upgrade(
    open_store: Callable[[str | Path], Store], address: str | Path, revision: str
) -> None:
    make_old(address, revision)
    store = open_store(address)
    with store.database.transaction() as connection:
        assert version(connection) == NEWEST
    (found,) = rows(store, answers)
    assert (found["question"], found["created_at"]) == ("What is a queue?", NOON)
    assert found["key_id"] == ("k" if revision >= "0003" else None)
    assert [row["verdict"] for row in rows(store, feedback)] == ["up"]
    assert [key.name for key in store.keys.all()] == (["ci"] if revision >= "0002" else [])
    store.plans.save(plan(ONE))
    assert store.plans.find(ONE) == plan(ONE)
