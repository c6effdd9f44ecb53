"""The database's file is damaged or made read-only while the service runs."""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from service.errors import NotReady
from service.settings import Settings
from service.store.backup import back_up, restore
from service.store.store import Store
from tests.service.store.serving import ask, goes_on_without, lost, told, vote

Clients = Callable[..., TestClient]


def damage(file: Path) -> None:
    """Writes noise over all pages but the first, as a failing disk would."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with file.open("r+b") as content:
        content.seek(4096)
        content.write(os.urandom(file.stat().st_size - 4096))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 1")  # others read again what they remember


def test_a_file_that_is_damaged_while_it_is_used(
    client_of: Clients, settings: Settings, tmp_path: Path
) -> None:
    client = client_of()
    state, file = client.app.state.onramp, settings.data / "onramp.db"  # type: ignore[attr-defined]
    before = ask(client)
    assert vote(client, before) == 204
    back_up(state.store.database, tmp_path / "backup.gz")
    damage(file)
    talk = uuid.uuid4().hex
    during = ask(client, talk)
    assert vote(client, during) == 503
    assert ask(client, talk, "why does it refuse?")["rewritten"]
    assert told(client).startswith("the database is damaged: stop the service, put a backup")
    assert client.get(f"/conversations/{before['conversation_id']}").status_code == 503
    assert lost(client, "feedback") == 1

    with pytest.raises(NotReady, match=r"'onramp\.db' is damaged .* backup"):
        client_of()
    for part in settings.data.glob("onramp.db*"):
        part.rename(tmp_path / part.name)
    store = Store.open(settings.database)
    restore(store.database, tmp_path / "backup.gz", replace=False)
    store.close()
    assert vote(client_of(), before) == 204


def test_a_file_that_becomes_read_only_while_it_is_used(client: TestClient) -> None:
    engine = client.app.state.onramp.store.database._engine  # type: ignore[attr-defined]

    def shut(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA query_only = ON").close()

    def take() -> None:
        event.listen(engine, "connect", shut)
        engine.dispose()

    def give() -> None:
        event.remove(engine, "connect", shut)
        engine.dispose()

    goes_on_without(client, take, give, "the file or its disk is read-only")
