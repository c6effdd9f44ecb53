from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from service.benchmark.load import put_load

WHOLE = b"event: passages\ndata: {}\n\nevent: sentence\ndata: {}\n\nevent: done\ndata: {}\n\n"
ENDINGS = {
    "whole": (200, WHOLE),
    "refused": (200, b"event: refusal\ndata: {}\n\n"),
    "cut": (200, b"event: passages\ndata: {}\n\n"),
    "fault": (200, b"event: passages\ndata: {}\n\nevent: fault\ndata: {}\n\n"),
    "broken": (500, b"{}"),
    "full": (503, b"{}"),
}


class Scripted(BaseHTTPRequestHandler):
    """Answers as the question asks it to."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        status, text = next(value for name, value in ENDINGS.items() if name in body)
        self.send_response(status)
        self.send_header("content-length", str(len(text)))
        self.send_header("retry-after", "0")
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Scripted)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_each_user_asks_each_question(address: str) -> None:
    load = put_load(address, ["whole", "refused"], users=3, each=2)
    assert (load.asked, load.answered, load.busy, load.lost) == (6, 6, 0, 0)
    assert load.passages_ms is not None
    assert load.answers_per_minute > 0


def test_a_full_queue_is_busy_and_all_that_ends_in_nothing_is_lost(address: str) -> None:
    load = put_load(address, ["full", "cut", "fault", "broken"], users=1, each=4)
    assert (load.answered, load.busy, load.lost) == (0, 1, 3)


def test_without_a_server_everything_is_lost() -> None:
    assert put_load("http://127.0.0.1:9", ["whole"], users=2, each=1).lost == 2
