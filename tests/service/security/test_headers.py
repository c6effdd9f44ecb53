"""Every route and every kind of error: the headers are there, and nothing of the inside leaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from service.api.security import HEADERS
from tests.service.api.test_origin_gate import routes

LEAKS = ("Traceback", 'File "', "site-packages", "sqlite", str(Path(__file__).parents[3]), "/tmp/")


def check(response: Response) -> None:
    for name in HEADERS:
        assert name in response.headers, (name, response.url)
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "server" not in response.headers
    assert "x-powered-by" not in response.headers
    if not response.headers.get("content-type", "").startswith(("text/css", "text/javascript")):
        assert not [leak for leak in LEAKS if leak in response.text], response.url


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_every_route_with_every_method(client: TestClient, method: str) -> None:
    for _, path in routes(client):
        if path == "/embed":
            continue  # it may be framed: tests/service/api/test_origin_gate.py
        response = client.request(method, path, json={} if method == "POST" else None)
        assert response.status_code != 500, (method, path)
        check(response)


def errors() -> Iterator[tuple[int, str, Callable[[TestClient], Response]]]:
    text = {"Content-Type": "application/json"}
    yield 400, "invalid_json", lambda client: client.post("/chat", content="{", headers=text)
    yield 403, "origin_not_allowed", lambda client: client.get("/", headers={"Origin": "http://e"})
    yield 404, "not_found", lambda client: client.get("/nothing")
    yield 404, "not_found", lambda client: client.get("/static/nothing")
    yield 405, "method_not_allowed", lambda client: client.get("/chat")
    yield 405, "method_not_allowed", lambda client: client.post("/static/style.css")
    yield 413, "body_too_large", lambda client: client.post("/chat", content="x" * 100_000)
    yield 421, "unknown_host", lambda client: client.get("/", headers={"Host": "e.com"})
    yield 422, "invalid_field", lambda client: client.post("/chat", json={"question": ""})
    yield 422, "invalid_field", lambda client: client.get("/notes", params={"q": "x" * 2001})
    yield (
        422,
        "unknown_field",
        lambda client: client.post("/search", json={"query": "x", "colour": "red"}),
    )


@pytest.mark.parametrize(("status", "error", "ask"), [*errors()])
def test_every_kind_of_error(
    client: TestClient, status: int, error: str, ask: Callable[[TestClient], Response]
) -> None:
    response = ask(client)
    assert (response.status_code, response.json()["error"]) == (status, error)
    assert set(response.json()) <= {"error", "detail", "field"}
    check(response)


def test_an_unforeseen_error_too(client: TestClient) -> None:
    client.app.state.onramp.current.index.close()  # type: ignore[attr-defined]
    response = client.post("/search", json={"query": "queue"})
    assert response.status_code == 500
    check(response)
