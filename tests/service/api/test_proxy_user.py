"""A reverse proxy that names the user, and others that only pretend to be one."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from service.access.api_key import make_key
from service.api.identity import caller_of
from service.settings import Settings
from service.store.recorder import now
from tests.conftest import running

PROXY = "10.0.0.5"
SETTINGS: dict[str, Any] = {
    "trusted_proxies": ("10.0.0.0/24",),
    "user_header": "X-Forwarded-User",
    "admins": ("ada",),
}


@pytest.fixture
def behind(client_of: Callable[..., TestClient]) -> TestClient:
    return client_of(**SETTINGS)


def from_peer(client: TestClient, address: str) -> TestClient:
    """The same application, asked from another address."""
    return TestClient(client.app, "http://localhost", client=(address, 5000), follow_redirects=False)  # fmt: skip


def test_a_user_whom_the_proxy_names_gets_in(behind: TestClient) -> None:
    proxy = from_peer(behind, PROXY)
    user, admin = {"X-Forwarded-User": "grace"}, {"X-Forwarded-User": "ada"}
    for path in ("/", "/examples", "/plan", "/notes", "/graph"):
        assert proxy.get(path, headers=user).status_code == 200, path
    assert proxy.get("/metrics", headers=user).json()["error"] == "scope_missing"
    assert proxy.get("/metrics", headers=admin).status_code == 200


@pytest.mark.parametrize("peer", ["203.0.113.9", "10.0.1.5", "127.0.0.1", "testclient", "::1"])
def test_a_user_that_somebody_else_names_is_nobody(behind: TestClient, peer: str) -> None:
    client = from_peer(behind, peer)
    for more in (
        {},
        {"X-Forwarded-For": PROXY},
        {"X-Real-IP": PROXY},
        {"Forwarded": f"for={PROXY}"},
    ):
        headers = {"X-Forwarded-User": "ada"} | more
        assert client.get("/examples", headers=headers).status_code == 401
        assert client.get("/metrics", headers=headers).status_code == 401


def test_what_names_no_user_or_two_lets_nobody_in(behind: TestClient) -> None:
    proxy = from_peer(behind, PROXY)
    for names in ([], [""], [" "], ["ada", "ada"], ["eve", "ada"], ["x" * 201]):
        headers = [("X-Forwarded-User", name) for name in names]
        assert proxy.get("/examples", headers=headers).status_code == 401, names


def test_a_person_without_a_user_is_sent_to_the_form(behind: TestClient) -> None:
    response = from_peer(behind, PROXY).get("/", headers={"Accept": "text/html"})
    assert (response.status_code, response.headers["location"]) == (303, "/sign-in?next=/")


def test_a_proxy_on_https_makes_the_cookie_secure(behind: TestClient) -> None:
    key, text = make_key("test", ["chat"], now())
    behind.app.state.onramp.store.keys.add(key)  # type: ignore[attr-defined]
    headers = {"X-Forwarded-Proto": "https"}
    body = {"key": text, "next": "/"}
    cookie = (
        from_peer(behind, PROXY).post("/sign-in", data=body, headers=headers).headers["set-cookie"]
    )
    assert cookie.startswith("__Host-onramp=")
    assert "Secure" in cookie
    cookie = (
        from_peer(behind, "203.0.113.9")
        .post("/sign-in", data=body, headers=headers)
        .headers["set-cookie"]
    )
    assert cookie.startswith("onramp=")


def test_callers_are_told_apart_by_the_address_behind_the_proxy(
    client_of: Callable[..., TestClient],
) -> None:
    client = client_of(trusted_proxies=("10.0.0.0/24",))

    @client.app.get("/plan/who")  # type: ignore[attr-defined,untyped-decorator]
    def who(request: Request) -> list[str]:
        caller = caller_of(request)
        return [caller.kind, caller.name]

    headers = {"X-Forwarded-For": "192.0.2.66, 198.51.100.1"}
    assert from_peer(client, PROXY).get("/plan/who", headers=headers).json() == [
        "address",
        "198.51.100.1",
    ]
    assert from_peer(client, "203.0.113.9").get("/plan/who", headers=headers).json() == [
        "address",
        "203.0.113.9",
    ]


def test_the_server_believes_no_other_proxy_on_its_machine(settings: Settings) -> None:
    """uvicorn would take the peer's address from the header of anybody on loopback."""
    given = {
        "DATA": str(settings.data),
        "EMBEDDER": "words",
        "GENERATOR": "quote",
        "TRUSTED_PROXIES": "10.0.0.0/24",
        "USER_HEADER": "X-Forwarded-User",
    }
    with running(
        os.environ | {f"ONRAMP_{name}": value for name, value in given.items()}
    ) as address:
        headers = {"X-Forwarded-User": "ada", "X-Forwarded-For": PROXY}
        assert httpx2.get(f"{address}/examples", headers=headers).status_code == 401
