"""What somebody tries who wants more than their key, or no key at all, gives."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from service.access.api_key import make_key
from tests.service.protocols.conftest import serve  # noqa: F401 - a fixture

PROTECTED = ["/chat", "/search", "/plan", "/notes", "/v1/chat/completions", "/mcp", "/metrics", "/insights",
             "/graph", "/llms.txt", "/conversations/0123456789abcdef"]  # fmt: skip
TRICKS = [
    "/{0}", "{0}/", "{0}//", "//{0}", "/.{0}", "/%2e{0}", "/static/..{0}", "/static/%2e%2e{0}",
    "/static/..%2f{0}", "/healthz/..{0}", "/healthz%2f..{0}", "/sign-in/..{0}", "{0}%0A", "{0}%20", "{0}%00",
    "{0};x", "{0}?x=/healthz", "{0}%3f", "{0}#/healthz", "{0}%23", "/%2f{0}", "{0}/healthz", "{0}%2f",
    "http://localhost{0}", "http://evil.com{0}",
]  # fmt: skip
METHODS = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "get"]


def status(address: str, line: str, *headers: str) -> int:
    """The status of a request whose line is sent as it is, which no client would do."""
    host, port = address.removeprefix("http://").split(":")
    fixed = ["Host: localhost", "Connection: close", "Content-Length: 0"]
    text = "\r\n".join([line, *fixed, *headers, "", ""])
    with socket.create_connection((host, int(port)), timeout=30) as made:
        made.sendall(text.encode("latin-1"))
        got = b""
        while chunk := made.recv(65536):
            got += chunk
    return int(got.split(b" ", 2)[1])


@pytest.fixture
def guarded(serve: Callable[..., str]) -> str:  # noqa: F811
    return serve(access="keys")


def test_no_spelling_of_a_path_gets_in_without_a_key(guarded: str) -> None:
    for path in PROTECTED:
        for trick in ["{0}", "{0}".upper(), *TRICKS]:
            target = trick.format(path)
            for method in ("GET", "POST", "HEAD"):
                found = status(guarded, f"{method} {target} HTTP/1.1")
                # What is below /static/ is for all, and there is nothing of that name.
                shut = (404, 405) if target.startswith("/static/") else (400, 401)
                assert found in shut, (method, target, found)


def test_no_method_gets_in_without_a_key(guarded: str) -> None:
    for path in PROTECTED:
        for method in METHODS:
            found = status(guarded, f"{method} {path} HTTP/1.1")
            assert found == 401, (method, path, found)


def test_no_header_changes_the_method_the_path_or_the_caller(guarded: str) -> None:
    tricks = [
        "X-HTTP-Method-Override: GET", "X-HTTP-Method: OPTIONS", "X-Method-Override: GET",
        "X-Original-URL: /healthz", "X-Rewrite-URL: /healthz", "X-Forwarded-Prefix: /healthz",
        "X-Forwarded-For: 127.0.0.1", "X-Real-IP: 127.0.0.1", "Forwarded: for=127.0.0.1",
        "X-Forwarded-User: admin", "Remote-User: admin", "X-Forwarded-Host: localhost",
        "Authorization: Bearer", "Authorization: Bearer onramp__", "Onramp-Token: frame",
        "Cookie: onramp=0; onramp=1", "Cookie: __Host-onramp=x",
    ]  # fmt: skip
    for trick in tricks:
        for path in PROTECTED:
            assert status(guarded, f"POST {path} HTTP/1.1", trick) == 401, (trick, path)


@pytest.fixture
def keyed(client_of: Callable[..., TestClient]) -> TestClient:
    client = client_of(access="keys")
    client.follow_redirects = False
    return client


def new_key(client: TestClient, *scopes: str) -> str:
    key, text = make_key("test", list(scopes), datetime.now(UTC))  # type: ignore[arg-type]
    client.app.state.onramp.store.keys.add(key)  # type: ignore[attr-defined]
    return text


def test_a_key_in_an_address_opens_nothing(keyed: TestClient) -> None:
    text = new_key(keyed, "chat")
    for name in ("key", "api_key", "token", "access_token", "authorization"):
        assert keyed.get(f"/examples?{name}={text}").status_code == 401
    form = keyed.get(f"/sign-in?key={text}&next=/")
    assert "set-cookie" not in form.headers
    assert text not in form.text


def test_no_key_and_no_cookie_is_written_to_the_log(
    keyed: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    text = new_key(keyed, "chat", "search")
    secret = text.rpartition("_")[2]
    keyed.get(f"/examples?key={text}")
    keyed.get("/examples", headers={"Authorization": f"Bearer {text}"})
    keyed.post("/sign-in", data={"key": text, "next": "/"})
    cookie = keyed.cookies["onramp"]
    keyed.get("/examples")
    keyed.post("/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
    ours = [
        record for record in caplog.records if not record.name.startswith(("httpx2", "httpcore2"))
    ]
    told = " ".join(f"{record.getMessage()} {record.__dict__}" for record in ours)
    assert "request" in told
    assert secret not in told
    assert cookie not in told


def test_a_session_that_was_there_before_signing_in_is_nobodys(keyed: TestClient) -> None:
    """A cookie that somebody plants is replaced, and doesn't become a session by signing in."""
    planted = "planted.value"
    keyed.cookies.set("onramp", planted, domain="localhost.local")
    done = keyed.post("/sign-in", data={"key": new_key(keyed, "chat")})
    assert planted not in done.headers["set-cookie"]
    other = TestClient(keyed.app, "http://localhost", headers={"Cookie": f"onramp={planted}"})
    assert other.get("/examples").status_code == 401


def test_nobody_is_signed_in_or_out_from_another_site(keyed: TestClient) -> None:
    """Signing somebody in with one's own key would show what they ask then."""
    text = new_key(keyed, "chat")
    sites: list[dict[str, str]] = [
        {"Origin": "https://evil.com"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
        {
            "Origin": "http://localhost:1",
            "Sec-Fetch-Site": "same-site",
            "Sec-Fetch-Mode": "navigate",
        },
    ]
    for headers in sites:
        for path in ("/sign-in", "/sign-out"):
            told = keyed.post(path, data={"key": text}, headers=headers)
            assert told.status_code == 403, (path, headers)
            assert "set-cookie" not in told.headers
    assert keyed.get(f"/sign-out?key={text}").status_code == 405


def test_a_session_ends_with_its_key_in_every_protocol(
    keyed: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.access.key_ring._REMEMBERED", 0.0)
    text = new_key(keyed, "chat", "search")
    keyed.post("/sign-in", data={"key": text})
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    rpc = {"Accept": "application/json"}
    assert keyed.post("/mcp", json=call, headers=rpc).status_code == 200
    assert keyed.get("/v1/models").status_code == 200
    keyed.app.state.onramp.store.keys.revoke(text.split("_")[1], datetime.now(UTC))  # type: ignore[attr-defined]
    assert keyed.post("/mcp", json=call, headers=rpc).status_code == 401
    assert keyed.get("/v1/models").status_code == 401
    assert keyed.get("/examples").status_code == 401


def test_the_work_for_a_wrong_secret_does_not_depend_on_how_much_of_it_is_right(
    keyed: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole digests are compared, in constant time, and the store never sees the secret."""
    seen: list[tuple[str, str]] = []
    monkeypatch.setattr(
        "service.access.api_key.hmac.compare_digest", lambda a, b: seen.append((a, b)) or a == b
    )
    text = new_key(keyed, "chat")
    start, secret = text.rpartition("_")[0], text.rpartition("_")[2]
    wrong = [secret[:-1] + ("0" if secret[-1] != "0" else "1"), "0" * 64]
    for one in wrong:
        keyed.get("/examples", headers={"Authorization": f"Bearer {start}_{one}"})
    assert len(seen) == len(wrong)
    assert all(len(given) == len(kept) == 64 for given, kept in seen)
    assert all(secret not in (given, kept) for given, kept in seen)


@pytest.mark.parametrize("path", ["/mcp", "/v1/models"])
def test_a_page_under_another_name_reaches_no_protocol(
    client_of: Callable[..., TestClient], path: str
) -> None:
    """DNS rebinding: the page's own name leads to this machine, so its origin looks like ours."""
    client = client_of()
    for host in ("evil.com", "localhost.evil.com", "127.0.0.1.evil.com", "evil.com:8000", ""):
        headers = {"Host": host, "Origin": f"http://{host}", "Accept": "application/json"}
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        method = "POST" if path == "/mcp" else "GET"
        assert client.request(method, path, json=body, headers=headers).status_code in (403, 421)
