"""What nobody foresaw: answered in the one shape with every header, and told in the log alone."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from starlette.types import Receive, Scope, Send

from service.api.security import HEADERS

WIKI = "https://wiki.example.com"


@pytest.fixture
def broken(client_of: Callable[..., TestClient]) -> TestClient:
    """A service whose index went away while it runs, which no handler knows of."""
    client = client_of(embed_origins=(WIKI,))
    client.app.state.onramp.current.index.close()  # type: ignore[attr-defined]
    return client


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/notes/queues", None),
        ("POST", "/search", {"query": "queue"}),
        ("POST", "/chat", {"question": "What does a bounded queue refuse?"}),
    ],
)
def test_an_unforeseen_error_has_every_header_and_its_traceback_is_in_the_log(
    broken: TestClient, caplog: pytest.LogCaptureFixture, method: str, path: str, body: object
) -> None:
    response = broken.request(method, path, json=body)
    assert response.status_code == 500
    assert set(response.json()) == {"error", "detail"}
    assert "sqlite" not in response.text.lower()
    for name, value in HEADERS.items():
        assert response.headers[name] == value
    [told] = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert told.exc_info


def test_a_page_of_a_listed_origin_can_read_that_it_failed(broken: TestClient) -> None:
    token = broken.post("/embed/token", headers={"Origin": WIKI}).json()["token"]
    headers = {"Origin": WIKI, "Onramp-Token": token}
    response = broken.post("/chat", json={"question": "What is a queue?"}, headers=headers)
    assert response.status_code == 500
    assert response.headers["access-control-allow-origin"] == WIKI


def test_an_error_of_a_middleware_has_the_headers_too(client: TestClient) -> None:
    class Broken:
        def __init__(self, app: object) -> None: ...

        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            raise RuntimeError("/somewhere/secret")

    client.app.middleware_stack = None  # type: ignore[attr-defined]  # it is made anew
    client.app.add_middleware(Broken)  # type: ignore[attr-defined]
    response = client.get("/healthz")
    assert response.status_code == 500
    assert "secret" not in response.text
    for name, value in HEADERS.items():
        assert response.headers[name] == value
