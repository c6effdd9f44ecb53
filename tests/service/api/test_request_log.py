from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from service.logs import configure_logs

SECRET = "What does my colleague Jane Doe earn?"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the service logs, as it would be on standard error."""
    root = logging.getLogger()
    before, level, text = root.handlers[:], root.level, io.StringIO()
    monkeypatch.setattr("sys.stderr", text)
    configure_logs()
    logging.getLogger("httpx2").setLevel(logging.WARNING)  # the test's own client
    yield text
    logging.getLogger("httpx2").setLevel(logging.NOTSET)
    root.handlers[:] = before
    root.setLevel(level)


def requests(lines: io.StringIO) -> list[dict[str, Any]]:
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    return [line for line in told if line["event"] == "request"]


def test_a_request_is_one_line_without_what_was_said(
    lines: io.StringIO, client: TestClient
) -> None:
    answer = client.post(
        "/chat?x=Jane", json={"question": SECRET}, headers={"X-Request-ID": "from-the-proxy-1"}
    )
    assert answer.headers["x-request-id"] == "from-the-proxy-1"
    (line,) = requests(lines)
    assert line["request_id"] == "from-the-proxy-1"
    assert (line["method"], line["route"], line["status"]) == ("POST", "/chat", 200)
    assert line["bytes"] > 100
    assert line["complete"] is True
    assert "Jane" not in lines.getvalue()


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "in jected\\n", "{}[]<>'\"''''"])
def test_an_id_that_is_not_sane_is_replaced(client: TestClient, given: str) -> None:
    answer = client.get("/healthz", headers={"X-Request-ID": given})
    assert len(answer.headers["x-request-id"]) == 32


def test_routes_are_told_by_their_template(lines: io.StringIO, client: TestClient) -> None:
    for address in ("/notes/deep/locks", "/static/base.css", "/somebody@mail.example"):
        client.get(address)
    told = [(line["route"], line["status"]) for line in requests(lines)]
    assert told == [("/notes/{slug:path}", 200), ("/static", 200), ("other", 404)]


def test_every_line_of_a_request_has_its_id(
    lines: io.StringIO, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a fault that nobody foresaw")

    monkeypatch.setattr(client.app.state.onramp.assistant, "answer", broken)  # type: ignore[attr-defined]
    answer = client.post("/chat", json={"question": SECRET})
    assert answer.status_code == 500
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    ids = {line.get("request_id") for line in told if line["level"] == "error"}
    assert ids == {answer.headers["x-request-id"]}
    assert any("nobody foresaw" in line.get("exception", "") for line in told)


def test_requests_and_the_age_of_the_index_are_metrics(client: TestClient) -> None:
    client.post("/search", json={"query": "queue"})
    client.get("/nowhere")
    families = text_string_to_metric_families(client.get("/metrics").text)
    samples = [sample for family in families for sample in family.samples]
    counted = {
        (sample.labels["route"], sample.labels["status"]): sample.value
        for sample in samples
        if sample.name == "onramp_request_seconds_count"
    }
    assert counted[("/search", "200")] == 1
    assert counted[("other", "404")] == 1
    age = next(s.value for s in samples if s.name == "onramp_index_age_seconds")
    assert 0 <= age < 3600


def test_a_tool_call_is_told_by_its_address_and_not_by_its_words(
    lines: io.StringIO, client: TestClient
) -> None:
    params = {"name": "read_note", "arguments": {"slug": SECRET}}
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    told = client.post("/mcp", json=call, headers={"Accept": "application/json"})
    assert "Jane Doe" in told.text  # to whoever asked
    assert [line["route"] for line in requests(lines)] == ["/mcp"]
    assert "Jane" not in lines.getvalue()
