from __future__ import annotations

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize(
    "path",
    ["/", "/plan", "/map", "/notes", "/notes/queues", "/embed", "/embed-guide", "/widget.js",
     "/healthz", "/readyz", "/graph", "/static/style.css", "/notes/none"],
)  # fmt: skip
def test_head_is_get_without_the_body(client: TestClient, path: str) -> None:
    plain = {"Accept-Encoding": "identity"}
    whole, head = client.get(path, headers=plain), client.head(path, headers=plain)
    assert head.status_code == whole.status_code
    assert head.content == b""
    for name in ("content-type", "content-length", "content-security-policy"):
        assert head.headers[name] == whole.headers[name]


def test_what_takes_no_get_takes_no_head(client: TestClient) -> None:
    assert client.head("/chat").status_code == 405
