"""Clients that are slow, silent, or gone without a word, while others are served."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx2
import pytest
from starlette.types import Receive, Scope, Send

from service.api.connections import Connection
from tests.served import served
from tests.service.faults.conftest import QUESTION
from tests.service.security.test_slow_connections import POST, opened
from tests.service.security.test_slow_connections import served as served_in_a_thread

TCP_REPAIR = 19  # closes a connection without telling the other side
BODY = json.dumps({"question": QUESTION}).encode()
SILENT = (b"", b"POST /chat HTT", POST % 500, POST % 500 + b'{"question": "')
SOME_MB = 40
FILES_OF_THE_DATABASE = 15  # of five connections to it, which are kept for later


def stranger(port: int) -> socket.socket:
    """A connection from another address than that of the others, who take turns with it."""
    return socket.create_connection(("127.0.0.1", port), 60, source_address=("127.0.0.2", 0))


def vanish(connection: socket.socket) -> None:
    """No FIN, no RST, as if the cable were cut; without the right to do so it stays open, silent."""
    try:
        connection.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
    except PermissionError:
        return
    connection.close()


def until(happened: Callable[[], bool], why: str) -> None:
    deadline = time.monotonic() + 120
    while not happened():
        assert time.monotonic() < deadline, why
        time.sleep(0.1)


@contextmanager
def others(address: str) -> Iterator[list[int]]:
    """Somebody who goes on asking; a status for each answer."""
    over, statuses = threading.Event(), []

    def ask() -> None:
        with httpx2.Client(base_url=address, timeout=60, trust_env=False) as client:
            while not over.is_set():
                answer = client.post("/chat", json={"question": QUESTION})
                assert "event: done" in answer.text
                statuses.append(answer.status_code)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield statuses
    finally:
        over.set()
        thread.join()
    assert statuses
    assert set(statuses) == {200}


@pytest.mark.slow
def test_a_byte_a_second_holds_up_nobody(quick: dict[str, str], log: Path) -> None:
    roomy = quick | {"ONRAMP_QUEUE": "40"}
    with served(roomy, log) as server, ExitStack() as slow:
        readers = [slow.enter_context(stranger(server.port)) for _ in range(20)]
        for reader in readers:
            reader.sendall(POST % len(BODY) + BODY)
        read = 0
        with others(server.address) as statuses:
            for _ in range(5):
                time.sleep(1)
                read += sum(len(reader.recv(1)) for reader in readers)
            until(lambda: len(statuses) >= 20, "others are held up")
        assert read == 5 * len(readers)  # and all of them are still served
        for reader in readers:
            text = b""
            while b"event: done" not in text:
                part = reader.recv(65536)
                assert part, text
                text += part
    assert server.errors() == []


@pytest.mark.slow
def test_silent_and_vanished_clients_leave_nothing_behind(quick: dict[str, str], log: Path) -> None:
    with served(quick, log) as server:
        with others(server.address) as statuses:
            until(lambda: len(statuses) >= 20, "it does not answer")
        until(lambda: server.connections() == 0, "an idle connection stays")
        descriptors, (memory, _) = server.descriptors(), server.memory_mb()
        with ExitStack() as stack, others(server.address) as statuses:
            for at in range(160):
                connection = stack.enter_context(stranger(server.port))
                connection.sendall(SILENT[at % len(SILENT)])
                if at % 2:
                    vanish(connection)
            for _ in range(40):  # in the midst of an answer
                connection = stack.enter_context(stranger(server.port))
                connection.sendall(POST % len(BODY) + BODY)
                vanish(connection)
            until(lambda: server.connections() > 100, "nobody is let in")
            count = len(statuses)
            until(lambda: len(statuses) >= count + 20, "others are held up")
            until(lambda: server.connections() <= 1, "connections are left open")
        until(lambda: server.connections() == 0, "connections are left open")
        assert server.descriptors() <= descriptors + FILES_OF_THE_DATABASE
        assert server.memory_mb()[0] < memory + 64
        assert httpx2.get(f"{server.address}/readyz").json()["queue"] == 0
    assert server.errors() == []


class Impatient(Connection):
    stalled_seconds = 1


async def large(scope: Scope, receive: Receive, send: Send) -> None:
    """More than the buffers of both sides hold."""
    if scope["type"] == "lifespan":
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for at in range(SOME_MB):
        part = {"type": "http.response.body", "body": b"x" * 2**20, "more_body": at + 1 < SOME_MB}
        await send(part)


def test_a_client_that_takes_nothing_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[Connection] = []
    made = Impatient.connection_made

    def counted(self: Impatient, transport: object) -> None:
        held.append(self)
        made(self, transport)  # type: ignore[arg-type]

    monkeypatch.setattr(Impatient, "connection_made", counted)
    with served_in_a_thread(large, Impatient) as port, opened(port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        until(lambda: bool(held), "nobody came")
        (one,) = held
        until(one.transport.is_closing, "the connection is held for ever")
        until(lambda: one not in one.connections, "the connection is kept in the list")
        with opened(port) as reader:  # a healthy one gets it all
            reader.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            size = 0
            while part := reader.recv(2**20):
                size += len(part)
        assert size > SOME_MB * 2**20
