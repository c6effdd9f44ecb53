"""Traces against a real collector, and without it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from service.settings import Settings
from tests.hosts.process import free_port
from tests.served import ROOT, until
from tests.service.operations.collector import attributes, collecting
from tests.service.operations.served import QUESTION


def ask(client: TestClient, question: str = QUESTION) -> tuple[str, str]:
    """The status of an answer, and the request's id."""
    answer = client.post("/chat", json={"question": question, "stream": False})
    return answer.json()["status"], answer.headers["x-request-id"]


def test_a_request_is_a_trace_with_its_parts_and_without_what_was_asked(
    client_of: Callable[..., TestClient],
) -> None:
    with collecting() as collector:
        client = client_of(otel_endpoint=collector.url)
        status, request_id = ask(client)
        assert status == "answered"
        until(lambda: bool(collector.named("POST /chat")))
        (root,) = collector.named("POST /chat")
        assert attributes(root) == {
            "http.request.method": "POST",
            "http.route": "/chat",
            "http.response.status_code": 200,
            "onramp.request_id": request_id,
        }
        for name in ("retrieval", "deciding", "wording"):
            (part,) = collector.named(name)
            assert part.parent_span_id == root.span_id
            assert part.trace_id == root.trace_id
            assert root.start_time_unix_nano <= part.start_time_unix_nano
            assert part.start_time_unix_nano <= part.end_time_unix_nano
        for secret in (b"bounded", b"refuse"):
            assert secret not in collector.raw


def test_requests_are_traces_of_their_own_and_faults_are_told(
    client_of: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("my colleague Jane")

    with collecting() as collector:
        client = client_of(otel_endpoint=collector.url)
        ask(client)
        monkeypatch.setattr("service.answering.assistant.retrieve", broken)
        answer = client.post("/chat", json={"question": QUESTION})
        assert answer.status_code == 500
        until(lambda: len(collector.named("POST /chat")) == 2)
        first, second = collector.named("POST /chat")
        assert first.trace_id != second.trace_id
        assert attributes(second)["error.type"] == "500"
        failed = collector.named("retrieval")[-1]
        assert attributes(failed) == {"error.type": "RuntimeError"}
        assert b"Jane" not in collector.raw


def test_a_collector_that_hangs_holds_no_answer_up(client_of: Callable[..., TestClient]) -> None:
    with collecting() as collector:
        collector.taking.clear()
        client = client_of(otel_endpoint=collector.url)
        assert ask(client)[0] == "answered"
        assert collector.asked.wait(60)
        assert not collector.spans
        assert [ask(client)[0] for _ in range(20)] == ["answered"] * 20
        assert not collector.spans  # nobody has been let go meanwhile


def test_a_collector_that_is_away_loses_no_answer_and_is_told_of_once(
    client_of: Callable[..., TestClient], caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    client = client_of(otel_endpoint=f"http://127.0.0.1:{port}")
    with caplog.at_level(logging.INFO):
        assert ask(client)[0] == "answered"
        until(lambda: "they are lost" in caplog.text)
        assert [ask(client)[0] for _ in range(5)] == ["answered"] * 5
        with collecting(port) as collector:
            until(lambda: bool(ask(client) and collector.named("POST /chat")))
        until(lambda: "takes traces again" in caplog.text)
    assert caplog.text.count("they are lost") == 1
    assert QUESTION not in caplog.text


def run(code: str, settings: Settings, **environment: str) -> subprocess.CompletedProcess[str]:
    given = {
        "ONRAMP_DATA": str(settings.data),
        "ONRAMP_EMBEDDER": "words",
        "ONRAMP_GENERATOR": "quote",
    }
    return subprocess.run(
        [sys.executable, "-c", code, "serve"],
        cwd=ROOT, env=os.environ | given | environment, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip


def test_without_the_extra_it_does_not_start_and_says_why(settings: Settings) -> None:
    code = (
        "import sys; sys.modules['opentelemetry.exporter'] = None\n"
        "from service.cli import main; main()"
    )
    done = run(code, settings, ONRAMP_OTEL_ENDPOINT="http://127.0.0.1:4318")
    assert done.returncode == 1
    assert "onramp-assistant[otel]" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_without_the_setting_nothing_of_it_is_imported(settings: Settings) -> None:
    code = (
        "import sys, service.cli\n"
        "from service.app import create_app\n"
        "from service.settings import read_settings\n"
        "create_app(read_settings())\n"
        "names = ('opentelemetry.sdk', 'opentelemetry.exporter', 'opentelemetry.proto', 'requests')\n"
        "print(*[name for name in names if name in sys.modules])"
    )
    done = run(code, settings)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
