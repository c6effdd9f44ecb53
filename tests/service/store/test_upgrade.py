"""Data of every earlier version outlives an upgrade."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from service.store.migrate import version
from service.store.store import Store
from service.store.tables import answers, feedback
from tests.service.store.conftest import NOON, plan, rows
from tests.service.store.old import REVISIONS, make_old

ONE = "1" * 32


def script() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", "service.store:migrations")
    return ScriptDirectory.from_config(config)


def test_no_revision_is_left_out() -> None:
    newest, *earlier = (found.revision for found in script().walk_revisions())
    assert sorted(earlier) == REVISIONS
    assert script().get_current_head() == newest


@pytest.mark.parametrize("revision", REVISIONS)
def test_data_of_every_earlier_revision_is_kept_by_an_upgrade(
    open_store: Callable[[str | Path], Store], address: str | Path, revision: str
) -> None:
    make_old(address, revision)
    store = open_store(address)
    with store.database.transaction() as connection:
        assert version(connection) == script().get_current_head()
    (found,) = rows(store, answers)
    assert (found["question"], found["created_at"]) == ("What is a queue?", NOON)
    assert found["key_id"] == ("k" if revision >= "0003" else None)
    assert [row["verdict"] for row in rows(store, feedback)] == ["up"]
    assert [key.name for key in store.keys.all()] == (["ci"] if revision >= "0002" else [])
    store.plans.save(plan(ONE))
    assert store.plans.find(ONE) == plan(ONE)
