"""With keys switched on: every route, with every kind of key."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from starlette.routing import Mount, Route

from service.access.api_key import make_key
from service.access.caller import SCOPES, Scope
from service.api.route_scopes import TOOLS, need
from service.store.keys import Keys

NOW = datetime.now(UTC)
PATHS = {"/notes/{slug:path}": "/notes/queues", "/static/": "/static/style.css"}
WIKI = "https://wiki.example.com"


@pytest.fixture
def keyed(client_of: Callable[..., TestClient]) -> TestClient:
    return client_of(access="keys")


def keys_of(client: TestClient) -> Keys:
    kept: Keys = client.app.state.onramp.store.keys  # type: ignore[attr-defined]
    return kept


def new_key(client: TestClient, *scopes: Scope, expires: datetime | None = None) -> str:
    key, text = make_key("test", list(scopes), NOW, expires)
    keys_of(client).add(key)
    return text


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


def routes(client: TestClient) -> set[tuple[str, str]]:
    """Every route and method of the application, as requests name them."""

    def walk(found: Sequence[Any], before: str) -> Iterator[tuple[str, str]]:
        for route in found:
            inner = getattr(route, "original_router", None)
            if inner is not None:
                yield from walk(inner.routes, before + route.include_context.prefix)
            elif isinstance(route, Mount):
                yield "GET", before + route.path + "/"
            else:
                assert isinstance(route, Route), "a kind of route that the gate doesn't know"
                for method in route.methods or ():
                    yield method, before + route.path

    found = walk(client.app.routes, "")  # type: ignore[attr-defined]
    return {(method, PATHS.get(path, path)) for method, path in found}


def test_each_route_says_what_it_needs(client: TestClient) -> None:
    found = routes(client)
    described = client.app.openapi()["paths"]  # type: ignore[attr-defined]
    assert {path for path in described if "{" not in path} <= {path for _, path in found}
    assert [path for _, path in found if need(path) == "unknown"] == []


def bad_keys(client: TestClient) -> dict[str, dict[str, str]]:
    good, revoked = new_key(client, *SCOPES), new_key(client, *SCOPES)
    keys_of(client).revoke(revoked.split("_")[1], NOW)
    return {
        "none": {},
        "unknown": bearer(make_key("test", list(SCOPES), NOW)[1]),
        "revoked": bearer(revoked),
        "expired": bearer(new_key(client, *SCOPES, expires=NOW - timedelta(seconds=1))),
        "altered": bearer(good[:-1] + ("0" if good[-1] != "0" else "1")),
        "of another kind": bearer("sk-anything"),
        "empty": bearer(""),
        "basic": {"Authorization": "Basic dXNlcjpwYXNz"},
        "cookie": {"Cookie": f"onramp={good.split('_')[1]}"},
    }


def said(response: httpx2.Response) -> tuple[str, str]:
    """Code and words of a refusal, in our shape, in OpenAI's or in JSON-RPC's."""
    body = response.json()
    if "jsonrpc" in body:
        return body["error"]["data"]["error"], body["error"]["message"]
    if isinstance(body["error"], dict):
        return body["error"]["code"], body["error"]["message"]
    return body["error"], body["detail"]


def test_whatever_is_wrong_with_a_key_the_answer_is_the_same(keyed: TestClient) -> None:
    headers_of, told = bad_keys(keyed), set()
    for method, path in routes(keyed):
        for name, headers in headers_of.items():
            response = keyed.request(method, path, headers=headers, follow_redirects=False)
            if need(path) == "public":
                assert (response.status_code == 401) == ((method, path) == ("POST", "/sign-in"))
                continue
            assert response.status_code == 401, (method, path, name)
            assert response.headers["www-authenticate"] == "Bearer"
            told.add(said(response)[1] if method != "HEAD" else "")
    [words] = told - {""}
    assert "onramp keys create" in words


def test_a_key_opens_what_its_scopes_name_and_no_more(keyed: TestClient) -> None:
    for scope in SCOPES:
        headers = bearer(new_key(keyed, scope))
        for method, path in routes(keyed):
            response = keyed.request(method, path, headers=headers, follow_redirects=False)
            wanted = need(path)
            if wanted == "public":
                continue
            assert response.status_code != 401, (method, path, scope)
            opened = TOOLS if wanted == "tools" else {wanted}
            assert (response.status_code == 403) == (scope not in opened), (method, path, scope)
            if response.status_code == 403 and method != "HEAD":
                code, words = said(response)
                assert code == "scope_missing"
                assert all(f"'{one}'" in words for one in opened)


def test_caches_between_keep_no_response_for_others(keyed: TestClient) -> None:
    headers = bearer(new_key(keyed, *SCOPES))
    for method, path in routes(keyed):
        response = keyed.request(method, path, headers=headers, follow_redirects=False)
        if need(path) != "public":
            assert "public" not in response.headers["cache-control"], path
            assert {"authorization", "cookie"} <= set(
                response.headers["vary"].lower().replace(" ", "").split(",")
            )


def test_an_address_that_is_not_in_the_table_is_shut(keyed: TestClient) -> None:
    @keyed.app.get("/forgotten")  # type: ignore[attr-defined,untyped-decorator]
    def forgotten() -> str:
        return "a secret"

    for path in ("/forgotten", "/nowhere", "/chat/", "/chat%0A", "/Chat", "/static", "/chat/x"):
        assert keyed.get(path).status_code == 401, path
        everything = bearer(new_key(keyed, *SCOPES))
        assert keyed.get(path, headers=everything).status_code == 404, path


def test_a_key_answers_a_question_as_openai_clients_send_it(keyed: TestClient) -> None:
    body = {"question": "What does a bounded queue refuse?", "stream": False}
    headers = {"authorization": f"bearer {new_key(keyed, 'chat')}"}
    assert keyed.post("/chat", json=body, headers=headers).json()["status"] == "answered"


def test_without_the_database_nobody_gets_in_and_the_service_is_alive(keyed: TestClient) -> None:
    headers = bearer(new_key(keyed, "chat"))
    with keyed.app.state.onramp.store.database.transaction() as connection:  # type: ignore[attr-defined]
        connection.exec_driver_sql("ALTER TABLE api_keys RENAME TO gone")
    response = keyed.get("/examples", headers=headers)
    assert response.status_code == 503
    assert response.headers["retry-after"]
    assert response.json()["error"] == "busy"
    assert keyed.get("/healthz", headers=headers).status_code == 200


def test_a_probe_without_a_key_learns_that_the_service_is_ready_and_no_more(
    keyed: TestClient,
) -> None:
    assert keyed.get("/readyz").json() == {"ready": True}
    assert keyed.get("/readyz", headers=bearer("sk-anything")).json() == {"ready": True}
    assert keyed.get("/readyz", headers=bearer(new_key(keyed, "chat"))).json()["model"] == "quote"


def test_a_key_that_is_revoked_stops_working(keyed: TestClient) -> None:
    text = new_key(keyed, "chat")
    assert keyed.get("/examples", headers=bearer(text)).status_code == 200
    keys_of(keyed).revoke(text.split("_")[1], NOW)
    until = time.monotonic() + 10
    while keyed.get("/examples", headers=bearer(text)).status_code == 200:
        assert time.monotonic() < until
        time.sleep(0.2)
    assert keyed.get("/examples", headers=bearer(text)).status_code == 401


def test_the_widget_asks_with_its_token_and_can_do_no_more(
    client_of: Callable[..., TestClient],
) -> None:
    client = client_of(access="keys", embed_origins=(WIKI,))
    assert client.get("/widget.js", headers={"Origin": WIKI}).status_code == 200
    token = client.post("/embed/token", headers={"Origin": WIKI}).json()["token"]
    headers = {"Origin": WIKI, "Onramp-Token": token}
    body = {"question": "What does a bounded queue refuse?", "stream": False}
    assert client.post("/chat", json=body, headers=headers).json()["status"] == "answered"
    refused = client.post("/chat", json=body, headers={"Origin": WIKI})
    assert (refused.status_code, refused.json()["error"]) == (401, "token_refused")
    assert client.post("/search", json={}, headers=headers).status_code == 403
    # The token is its page's: without the page's origin it is nothing.
    assert client.post("/chat", json=body, headers={"Onramp-Token": token}).status_code == 401


def test_open_on_loopback_everything_is_for_everybody(client: TestClient) -> None:
    for method, path in routes(client):
        for headers in ({}, bearer("sk-anything")):
            response = client.request(method, path, headers=headers, follow_redirects=False)
            assert response.status_code not in (401, 403) or path == "/sign-in", (method, path)


@pytest.mark.parametrize(
    "changes",
    [
        {"host": "0.0.0.0", "public": True},
        {"hosts": ("localhost", "onramp.example.com")},  # a reverse proxy on this machine
        {"trusted_proxies": ("127.0.0.1",)},
    ],
)
def test_open_to_others_the_figures_are_for_nobody(
    client_of: Callable[..., TestClient], changes: dict[str, Any]
) -> None:
    client = client_of(**changes)
    assert client.get("/examples").status_code == 200
    assert client.get("/notes").status_code == 200
    assert client.get("/metrics%0A").status_code == 404
    refused = client.get("/metrics")
    assert refused.json()["error"] == "scope_missing"
    assert "ONRAMP_ACCESS=keys" in refused.json()["detail"]
