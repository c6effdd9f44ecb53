"""A model server for tests: speaks OpenAI's chat protocol, and fails in the ways that are asked for."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers GET with the models and POST with the next reply; the last reply is repeated."""

    server: FakeServer

    def do_GET(self) -> None:
        self.server.seen.append((self.path, dict(self.headers), None))
        self.server.models(self)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen.append((self.path, dict(self.headers), body))
        replies = self.server.replies
        (replies.pop(0) if len(replies) > 1 else replies[0])(self)

    def send(self, status: int, content: str, body: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Type": content}).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body.encode())
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class FakeServer(ThreadingHTTPServer):
    """`seen` holds path, headers and body of each request; `gone` is set once a client has left."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.replies: list[Reply] = [words("Hello", " world.")]
        self.models: Reply = listing("first", "second")
        self.seen: list[tuple[str, dict[str, str], Any]] = []
        self.gone = threading.Event()
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextmanager
def fake_server(port: int = 0) -> Iterator[FakeServer]:
    server = FakeServer(port)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def listing(*names: str) -> Reply:
    body = json.dumps({"object": "list", "data": [{"id": name} for name in names]})
    return lambda handler: handler.send(200, "application/json", body)


def event(text: str | None, finish: str | None = None) -> str:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
    return f"data: {json.dumps({'choices': [choice]})}\n\n"


def words(*pieces: str) -> Reply:
    body = "".join(map(event, pieces)) + event(None, "stop") + "data: [DONE]\n\n"
    return stream(body)


def stream(body: str) -> Reply:
    """A stream of just these bytes, after which the connection is closed."""
    return lambda handler: handler.send(200, "text/event-stream; charset=utf-8", body)


def status(code: int, body: str = "{}", **headers: str) -> Reply:
    return lambda handler: handler.send(code, "application/json", body, **headers)


def hang(handler: Handler) -> None:
    """Takes the request and says nothing until the client leaves."""
    _await_leaving(handler)


def hang_after(*pieces: str) -> Reply:
    def reply(handler: Handler) -> None:
        stream("".join(map(event, pieces)))(handler)
        _await_leaving(handler)

    return reply


def drop(handler: Handler) -> None:
    """Closes the connection without a word."""


def _await_leaving(handler: Handler) -> None:
    handler.connection.settimeout(0.02)
    while not handler.server.over.is_set():
        try:
            if handler.connection.recv(1) == b"":
                break
        except TimeoutError:
            continue
        except OSError:
            break
    handler.server.gone.set()
