"""/embed in a frame of another site, with keys on: no cookie, a token of its own."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient
from pydantic import SecretStr

from service.access.tokens import FRAME, Tokens

WIKI = "https://wiki.example.com"
OWN = {"Origin": "http://localhost"}
SECRET = "s" * 32
ASK = {"question": "What does a bounded queue refuse?", "stream": False}


def test_the_frame_asks_with_its_token_and_can_do_no_more(
    client_of: Callable[..., TestClient],
) -> None:
    client = client_of(access="keys", embed_origins=(WIKI,))
    page = client.get("/embed", headers={"Accept": "text/html"}, follow_redirects=False)
    assert page.status_code == 200
    assert f"frame-ancestors 'self' {WIKI}" in page.headers["content-security-policy"]
    assert "set-cookie" not in page.headers
    token = client.post("/embed/token", headers=OWN).json()["token"]
    headers = OWN | {"Onramp-Token": token}
    assert client.post("/chat", json=ASK, headers=headers).json()["status"] == "answered"
    assert client.get("/examples", headers={"Onramp-Token": token}).status_code == 200
    for method, path in (("POST", "/search"), ("GET", "/notes"), ("POST", "/plan"), ("POST", "/mcp"),
                         ("GET", "/metrics"), ("GET", "/insights"), ("POST", "/v1/chat/completions"),
                         ("GET", "/"), ("GET", "/conversations/0123456789abcdef")):  # fmt: skip
        assert client.request(method, path, headers=headers).status_code == 401, path
    assert client.post("/chat", json=ASK, headers=OWN).status_code == 401


def test_its_token_is_no_other_pages_and_another_pages_is_not_its(
    client_of: Callable[..., TestClient],
) -> None:
    client = client_of(access="keys", embed_origins=(WIKI,))
    frames = client.post("/embed/token", headers=OWN).json()["token"]
    wikis = client.post("/embed/token", headers={"Origin": WIKI}).json()["token"]
    for origin, token in ((WIKI, frames), ("http://localhost", wikis)):
        headers = {"Origin": origin, "Onramp-Token": token}
        assert client.post("/chat", json=ASK, headers=headers).status_code == 401
    assert client.post("/embed/token", headers={"Origin": "https://evil.com"}).status_code == 403


def test_where_no_page_may_hold_it_there_is_no_way_around_the_key(
    client_of: Callable[..., TestClient],
) -> None:
    client = client_of(access="keys", embed_secret=SecretStr(SECRET))
    assert client.get("/embed", follow_redirects=False).status_code == 401
    refused = client.post("/embed/token", headers=OWN)
    assert (refused.status_code, refused.json()["error"]) == (401, "token_refused")
    headers = OWN | {"Onramp-Token": Tokens(SECRET).mint(FRAME)}
    assert client.post("/chat", json=ASK, headers=headers).status_code == 401
