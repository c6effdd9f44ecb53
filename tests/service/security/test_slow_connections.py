"""Raw sockets that dawdle, against the real server with small times."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from service.answering.events import Event, Fault
from service.api.body_limit import BodyLimit
from service.api.connections import HEAD_LIMIT, Connection
from service.app import create_app
from service.settings import Settings

POST = (
    b"POST /chat HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n"
)
GET = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Hasty(Connection):
    head_seconds = 0.5
    most = 3


@contextmanager
def served(app: ASGIApp, protocol: type[Connection] = Hasty) -> Iterator[int]:
    """The port of a server in a thread."""
    config = uvicorn.Config(
        app,
        port=0,
        http=protocol,
        log_config=None,
        server_header=False,
        timeout_keep_alive=1,
        h11_max_incomplete_event_size=HEAD_LIMIT,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    return create_app(settings)


@pytest.fixture
def port(app: FastAPI) -> Iterator[int]:
    with served(BodyLimit(app, largest=1_000_000, larger={}, seconds=0.5)) as port:
        yield port


@contextmanager
def opened(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        yield connection


def read_all(connection: socket.socket) -> tuple[int, dict[str, str], str]:
    """The response until the server cuts the connection: status, headers, body."""
    got = b""
    while part := connection.recv(65536):
        got += part
    head, _, body = got.decode().partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return int(first.split()[1]), headers, body


def hear(connection: socket.socket, end: bytes) -> None:
    """Reads until a text has come."""
    got = b""
    while end not in got:
        part = connection.recv(65536)
        assert part, got
        got += part


def is_cut(connection: socket.socket) -> bool:
    try:
        return connection.recv(65536) == b""
    except ConnectionResetError:
        return True


def dribble(connection: socket.socket, byte: bytes) -> None:
    """Sends byte by byte until the connection is cut."""
    for _ in range(600):
        try:
            connection.sendall(byte)
        except OSError:
            return
        time.sleep(0.05)
    raise AssertionError("the connection was never cut")


@pytest.mark.parametrize("sent", [b"", b"G", b"GET / HTTP/1.1\r\nHost: localhost\r\nX: "])
def test_a_head_that_does_not_end_is_cut(port: int, sent: bytes) -> None:
    with opened(port) as connection:
        connection.sendall(sent)
        assert is_cut(connection)


def test_a_head_that_comes_byte_by_byte_is_cut(port: int) -> None:
    with opened(port) as connection:
        dribble(connection, b"a")


def test_a_second_head_that_does_not_end_is_cut(port: int) -> None:
    with opened(port) as connection:
        connection.sendall(GET)
        hear(connection, b'{"alive":true}')
        connection.sendall(b"GET / HT")
        assert is_cut(connection)


@pytest.mark.parametrize("sent", [b"", b'{"question": "'])
def test_a_body_that_does_not_end_is_told_so_and_cut(port: int, sent: bytes) -> None:
    with opened(port) as connection:
        connection.sendall(POST % 500 + sent)
        status, headers, body = read_all(connection)
    assert status == 408
    assert json.loads(body)["error"] == "request_timeout"
    assert headers["connection"] == "close"
    assert "default-src 'none'" in headers["content-security-policy"]


def test_a_body_that_dribbles_is_cut(port: int) -> None:
    with opened(port) as connection:
        connection.sendall(POST % 500)
        dribble(connection, b" ")


def test_what_follows_a_refusal_is_cut(port: int) -> None:
    with opened(port) as connection:
        connection.sendall(POST % 10**9)
        hear(connection, b'"body_too_large"')
        dribble(connection, b" ")


def test_a_body_in_parts_is_read_and_its_answer_streamed(port: int) -> None:
    body = json.dumps({"question": "What does a bounded queue refuse?"}).encode()
    with opened(port) as connection:
        connection.sendall(POST % len(body) + body[:10])
        time.sleep(0.1)
        connection.sendall(body[10:])
        status, _, text = read_all(connection)
    assert status == 200
    assert "event: done" in text


def test_an_answer_may_take_longer_than_its_question(app: FastAPI, port: int) -> None:
    def before() -> Iterator[Event]:
        time.sleep(1.5)
        yield Fault("interrupted", "")

    app.state.onramp.queue.submit(before(), lambda _: None, threading.Event())
    body = json.dumps({"question": "What does a bounded queue refuse?"}).encode()
    with opened(port) as connection:
        connection.sendall(POST % len(body) + body)
        status, _, text = read_all(connection)
    assert status == 200
    assert '"queue":1' in text.replace(" ", "")
    assert "event: done" in text


def test_beyond_the_bound_a_connection_is_told_to_come_back(port: int) -> None:
    with opened(port) as one, opened(port) as two, opened(port) as three:
        for held in (one, two, three):
            held.sendall(GET)
            hear(held, b'{"alive":true}')
            held.sendall(GET[:20])
        time.sleep(0.1)
        with opened(port) as fourth:
            fourth.sendall(GET)
            status, headers, body = read_all(fourth)
    assert status == 503
    assert json.loads(body)["error"] == "busy"
    assert int(headers["retry-after"]) > 0
    assert headers["x-content-type-options"] == "nosniff"
    with opened(port) as later:
        later.sendall(GET)
        hear(later, b'{"alive":true}')


def test_beyond_the_bound_one_that_idles_makes_room(port: int) -> None:
    with opened(port) as idle, opened(port) as two, opened(port) as three:
        idle.sendall(GET)
        hear(idle, b'{"alive":true}')
        for busy in (two, three):
            busy.sendall(GET[:20])
        time.sleep(0.1)
        with opened(port) as fourth:
            fourth.sendall(GET)
            hear(fourth, b'{"alive":true}')
        idle.settimeout(0.5)  # its time to idle is not over yet
        assert is_cut(idle)


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: \x00\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * (HEAD_LIMIT + 70_000),
    ],
)
def test_what_is_no_request_is_refused_in_the_one_shape(port: int, sent: bytes) -> None:
    with opened(port) as connection:
        connection.sendall(sent)
        status, headers, body = read_all(connection)
    assert status == 400
    assert set(json.loads(body)) == {"error", "detail"}
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "server" not in headers
