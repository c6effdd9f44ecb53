"""Databases as earlier versions of Onramp left them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, Table, insert

from service.store.database import Database
from service.store.engines import engine_of
from service.store.migrate import migrate
from tests.service.store.conftest import NOON

REVISIONS = ["0001", "0002", "0003"]  # all before the newest: a test holds these to that
NEWEST = "0004"


def script() -> ScriptDirectory:
    """The migrations as they are."""
    config = Config()
    config.set_main_option("script_location", "service.store:migrations")
    return ScriptDirectory.from_config(config)


def make_old(address: str | Path, revision: str, answers: int = 1) -> None:
    """Makes a database of a revision with answers, a vote on each, and a key if it knows keys."""
    old = Database(engine_of(address))
    try:
        with old.transaction() as connection:
            migrate(connection, revision)
            tables = MetaData()
            tables.reflect(connection)
            for at in range(0, answers, 500):
                ids = [f"{n:032x}" for n in range(at, min(at + 500, answers))]
                for name, row in (("answers", _answer), ("feedback", _vote)):
                    table = tables.tables[name]
                    connection.execute(insert(table), [_known(table, row(id_)) for id_ in ids])
            if "api_keys" in tables.tables:
                connection.execute(insert(tables.tables["api_keys"]), _key())
    finally:
        old.close()


def _known(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name in table.c}


def _answer(answer_id: str) -> dict[str, Any]:
    return {
        "answer_id": answer_id, "conversation_id": "c1", "created_at": NOON, "status": "answered",
        "question": "What is a queue?", "rewritten": False, "model": "quote", "cited": ["queues"],
        "nearest": [], "retrieval_ms": 3, "first_sentence_ms": 4, "total_ms": None, "key_id": "k",
        "sentences": [{"text": "It waits."}], "passages": None,
    }  # fmt: skip


def _vote(answer_id: str) -> dict[str, Any]:
    return {"answer_id": answer_id, "created_at": NOON, "verdict": "up", "reasons": []}


def _key() -> dict[str, Any]:
    return {"id": "k", "name": "ci", "digest": "0" * 64, "scopes": ["chat"], "created_at": NOON}
