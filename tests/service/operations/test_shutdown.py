"""SIGTERM and Ctrl+C against a real process, while a model server holds answers back."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing

import httpx2
import pytest

from service.settings import Settings
from tests.served import PATIENCE, Served, is_ready, until
from tests.service.answering.fake_server import FakeServer, Handler, fake_server, hang, words
from tests.service.operations.served import QUESTION, served

pytestmark = pytest.mark.slow
SAID = "A bounded queue refuses work when 8 jobs wait."


@pytest.fixture
def model() -> Iterator[FakeServer]:
    with fake_server() as fake:
        yield fake


@pytest.fixture
def start() -> Iterator[Callable[..., Future[str]]]:
    """Begins requests, each in a thread of its own; a future holds the whole body."""
    with ThreadPoolExecutor() as pool:
        yield pool.submit


def held(go: threading.Event) -> Callable[[Handler], None]:
    def reply(handler: Handler) -> None:
        go.wait(PATIENCE)
        words(SAID)(handler)

    return reply


def ask(service: Served) -> str:
    """The body of a streamed answer; a stream that is torn raises."""
    with httpx2.Client(timeout=PATIENCE) as client:
        answer = client.post(f"{service.address}/chat", json={"question": QUESTION})
    assert answer.status_code == 200
    return answer.text


def ask_whole(service: Served) -> httpx2.Response:
    body = {"question": QUESTION, "stream": False}
    with httpx2.Client(timeout=PATIENCE) as client:
        return client.post(f"{service.address}/chat", json=body)


def queue(client: httpx2.Client, service: Served) -> int:
    return int(client.get(f"{service.address}/readyz").json()["queue"])


def last_event(body: str) -> tuple[str, dict[str, object]]:
    name, data = body.strip().split("\n\n")[-1].split("\n")
    return name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def test_answers_that_were_asked_for_end_and_new_questions_are_refused(
    settings: Settings, model: FakeServer, start: Callable[..., Future[str]]
) -> None:
    go = threading.Event()
    model.replies = [held(go)]
    with (
        served(settings, ONRAMP_GENERATOR="openai", ONRAMP_MODEL_URL=model.url,
               ONRAMP_DRAIN_SECONDS="300") as service,
        httpx2.Client(base_url=service.address) as kept,
    ):  # fmt: skip
        asked = [start(ask, service), start(ask, service)]
        until(lambda: queue(kept, service) == 2)
        service.stop()
        until(lambda: httpx2.get(f"{service.address}/readyz").status_code == 503)
        told = kept.get("/readyz").json()
        assert told["ready"] is False
        assert "draining" in told["missing"][0]
        assert kept.get("/healthz").status_code == 200
        for path, body in [
            ("/chat", {"question": QUESTION}),
            ("/plan/wording", {}),
        ]:
            refused = kept.post(path, json=body)
            assert refused.status_code == 503, path
            assert int(refused.headers["retry-after"]) > 0
            assert set(refused.json()) == {"error", "detail"}
            assert refused.json()["error"] == "shutting_down"
        said = {"model": "onramp", "messages": [{"role": "user", "content": QUESTION}]}
        refused = kept.post("/v1/chat/completions", json=said)
        assert refused.status_code == 503
        assert int(refused.headers["retry-after"]) > 0
        assert refused.json()["error"]["code"] == "shutting_down"
        assert service.process.poll() is None
        go.set()
        bodies = [answer.result(PATIENCE) for answer in asked]
        assert service.exit_code() == 0
    for body in bodies:
        name, done = last_event(body)
        assert name == "done"
        assert SAID in str(done["answer"])
    ids = {last_event(body)[1]["answer_id"] for body in bodies}
    with closing(sqlite3.connect(settings.data / "onramp.db")) as database:
        assert ids == {row[0] for row in database.execute("select answer_id from answers")}
    assert "Traceback" not in service.text()
    assert '"level": "error"' not in service.text()


def test_what_is_left_after_the_time_ends_with_an_event_that_says_so(
    settings: Settings, model: FakeServer, start: Callable[..., Future[str]]
) -> None:
    model.replies = [hang]
    with served(settings, ONRAMP_GENERATOR="openai", ONRAMP_MODEL_URL=model.url,
                ONRAMP_DRAIN_SECONDS="1") as service:  # fmt: skip
        asked = [start(ask, service), start(ask, service)]
        whole = start(ask_whole, service)
        with httpx2.Client() as client:
            until(lambda: queue(client, service) == 3)
        service.stop()
        for body in [answer.result(PATIENCE) for answer in asked]:
            name, fault = last_event(body)
            assert name == "fault"
            assert fault["error"] == "shutting_down"
            assert "ask again" in str(fault["detail"])
        answer = whole.result(PATIENCE)
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert answer.json()["error"] == "shutting_down"
        assert service.exit_code() == 0
    assert "Traceback" not in service.text()
    assert '"level": "error"' not in service.text()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_the_second_signal_ends_it_at_once(
    settings: Settings, model: FakeServer, start: Callable[..., Future[str]],
    number: signal.Signals, code: int,
) -> None:  # fmt: skip
    model.replies = [hang]
    with served(settings, ONRAMP_GENERATOR="openai", ONRAMP_MODEL_URL=model.url,
                ONRAMP_DRAIN_SECONDS="600") as service:  # fmt: skip
        torn = start(ask, service)
        with httpx2.Client() as client:
            until(lambda: queue(client, service) == 1)
            service.stop(number)
            until(lambda: client.get(f"{service.address}/readyz").status_code == 503)
        assert service.process.poll() is None
        service.stop(number)
        assert service.exit_code() == code
        with pytest.raises(httpx2.TransportError):
            torn.result(PATIENCE)
    assert "Traceback" not in service.text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_with_nothing_under_way_it_ends_without_waiting(
    settings: Settings, number: signal.Signals
) -> None:
    with served(settings, ONRAMP_DRAIN_SECONDS="600") as service, httpx2.Client() as idle:
        idle.get(f"{service.address}/healthz")  # a kept-alive connection holds nothing up
        service.stop(number)
        assert service.exit_code() == 0
    assert "Traceback" not in service.text()


def test_load_balancers_get_a_moment_to_see_it(settings: Settings) -> None:
    with served(settings, ONRAMP_LINGER_SECONDS="6") as service:
        service.stop()
        until(lambda: httpx2.get(f"{service.address}/readyz").status_code == 503)
        for _ in range(3):  # nothing is under way, and yet it listens on
            time.sleep(0.5)
            assert httpx2.get(f"{service.address}/readyz").status_code == 503
        assert service.exit_code() == 0


HALF = (
    b"POST /chat HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b'Content-Length: 900\r\n\r\n{"question": "'
)
LISTENING = (
    b"GET /mcp HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
    b"Mcp-Protocol-Version: 2025-06-18\r\n\r\n"
)


@pytest.mark.parametrize("sent", [HALF, LISTENING], ids=["half a question", "a standing stream"])
def test_whoever_holds_on_is_cut_without_a_traceback(settings: Settings, sent: bytes) -> None:
    with (
        served(settings, ONRAMP_DRAIN_SECONDS="0") as service,
        socket.create_connection(("127.0.0.1", httpx2.URL(service.address).port or 0)) as held,
    ):
        held.sendall(sent)
        until(lambda: is_ready(service.address))  # by then it has been read
        service.stop()
        assert service.exit_code() == 0
    assert "Traceback" not in service.text()
    assert '"level": "error"' not in service.text()


def test_whoever_reads_slowly_is_cut_without_a_traceback(settings: Settings) -> None:
    """Answers stand in the way of more: nobody takes them."""
    with (
        served(settings, ONRAMP_DRAIN_SECONDS="0") as service,
        socket.create_connection(("127.0.0.1", httpx2.URL(service.address).port or 0)) as held,
    ):
        held.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        page = b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
        held.settimeout(1)
        with contextlib.suppress(TimeoutError):
            for _ in range(10_000):
                held.sendall(page)
        service.stop()
        assert service.exit_code() == 0
    assert "Traceback" not in service.text()
    assert '"level": "error"' not in service.text()
