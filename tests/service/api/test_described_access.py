"""/openapi.json tells what the access gate does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.access.api_key import make_key
from service.access.caller import SCOPES

WIKI = "https://wiki.example.com"


def described(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def test_while_everything_is_open_nothing_is_asked_for(client: TestClient) -> None:
    schema = described(client)
    assert schema["openapi"].startswith("3.1")
    assert "securitySchemes" not in schema["components"]
    assert "security" not in schema
    assert not any(
        "security" in operation for path in schema["paths"].values() for operation in path.values()
    )


def test_with_keys_each_operation_says_which_scope_it_needs(
    client_of: Callable[..., TestClient],
) -> None:
    client = client_of(access="keys")
    schema = described(client)
    schemes = schema["components"]["securitySchemes"]
    assert schemes["key"] | {"type": "http", "scheme": "bearer"} == schemes["key"]
    assert schemes["session"]["in"] == "cookie"
    assert set(schemes) == {"key", "session"}
    assert schema == described(client)  # asked twice, said once

    texts = {}
    for scope in SCOPES:
        key, texts[scope] = make_key("test", [scope], datetime.now(UTC))
        client.app.state.onramp.store.keys.add(key)  # type: ignore[attr-defined]
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            place = path.replace("{slug}", "queues").replace("{conversation_id}", "c" * 16)
            bare = client.request(method, place)
            if operation["security"] == []:
                assert bare.status_code != 401, path
                continue
            assert bare.status_code == 401, path
            [wanted] = operation["security"][0]["key"]
            assert operation["security"] == [{"key": [wanted]}, {"session": [wanted]}]
            for scope, text in texts.items():
                headers = {"Authorization": f"Bearer {text}"}
                status = client.request(method, place, headers=headers).status_code
                assert (status == 403) == (scope != wanted), (path, scope)


@pytest.mark.parametrize("path", ["/chat", "/search"])
def test_the_token_of_the_widget_opens_what_the_widget_needs(
    client_of: Callable[..., TestClient], path: str
) -> None:
    schema = described(client_of(access="keys", embed_origins=(WIKI,)))
    assert schema["components"]["securitySchemes"]["widget"]["name"] == "Onramp-Token"
    ways = schema["paths"][path]["post"]["security"]
    assert ({"widget": []} in ways) == (path == "/chat")


def test_users_of_a_proxy_are_told_of(client_of: Callable[..., TestClient]) -> None:
    client = client_of(user_header="X-Forwarded-User", trusted_proxies=("10.0.0.0/8",))
    schema = described(client)
    assert schema["components"]["securitySchemes"]["user"]["name"] == "X-Forwarded-User"
    assert {"user": ["chat"]} in schema["paths"]["/chat"]["post"]["security"]
