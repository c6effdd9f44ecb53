"""Calls of tools over HTTP: what they count as, what they need, and how they are refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from mcp import MCPError
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client

from tests.service.protocols.rpc import QUESTION, call


@pytest.mark.parametrize(
    ("tool", "arguments", "limit", "alike"),
    [
        ("ask", {"question": QUESTION}, "limit_chat", ("/chat", {"question": QUESTION, "stream": False})),
        ("search", {"query": "queue"}, "limit_search", ("/search", {"query": "queue"})),
        ("plan", {"profile": {}}, "limit_plan", ("/plan", {})),
    ],
)  # fmt: skip
def test_a_tool_call_counts_as_what_it_does(
    client_of: Callable[..., TestClient],
    key: Callable[..., dict[str, str]],
    tool: str,
    arguments: dict[str, Any],
    limit: str,
    alike: tuple[str, dict[str, Any]],
) -> None:
    client, headers = client_of(access="keys", **{limit: "2/minute"}), key()
    body = call(tool, **arguments)
    assert client.post("/mcp", json=body, headers=headers).status_code == 200
    path, other = alike
    assert client.post(path, json=other, headers=headers).status_code != 429
    for send in (lambda: client.post("/mcp", json=body, headers=headers),
                 lambda: client.post(path, json=other, headers=headers)):  # fmt: skip
        told = send()
        assert told.status_code == 429
        assert 0 < int(told.headers["retry-after"]) <= 60
    told = client.post("/mcp", json=body, headers=headers).json()
    assert told["error"]["data"]["error"] == "too_many_requests"
    assert "try again in" in told["error"]["message"]
    free = "search" if tool != "search" else "ask"
    free_arguments = {"search": {"query": "queue"}, "ask": {"question": QUESTION}}[free]
    assert (
        client.post("/mcp", json=call(free, **free_arguments), headers=headers).status_code == 200
    )


@pytest.mark.parametrize(
    ("scope", "tools"),
    [("search", {"search", "read_note"}), ("chat", {"ask"}), ("plan", {"plan"}), ("insights", set())],
)  # fmt: skip
def test_a_tool_needs_the_scope_of_what_it_does(
    client_of: Callable[..., TestClient],
    key: Callable[..., dict[str, str]],
    scope: str,
    tools: set[str],
) -> None:
    client, headers = client_of(access="keys"), key(scope)
    calls = {
        "search": {"query": "queue"},
        "read_note": {"slug": "queues"},
        "ask": {"question": QUESTION},
        "plan": {"profile": {}},
    }
    for tool, arguments in calls.items():
        response = client.post("/mcp", json=call(tool, **arguments), headers=headers)
        assert response.status_code == (200 if tool in tools else 403), tool
        if tool not in tools:
            assert response.json()["error"]["data"]["error"] == "scope_missing"


def test_a_message_is_not_read_in_two_ways(
    client_of: Callable[..., TestClient], key: Callable[..., dict[str, str]]
) -> None:
    client = client_of(access="keys")
    headers = key("search") | {"Content-Type": "application/json"}
    ask = json.dumps(call("ask", question=QUESTION))
    twice = ask[:-1] + ', "method": "tools/list"}'
    bodies = {
        "the last method counts": twice,
        "the first does not": '{"method": "tools/list", ' + ask[1:],
        "a batch": f"[{ask}]",
        "no JSON": ask + "}",
        "another encoding": ask.encode("utf-16"),
        "nested too deep": '{"a":' * 100_000,
        "a number too long": ask[:-1] + ', "x": ' + "9" * 5000 + "}",
    }
    for name, body in bodies.items():
        response = client.post("/mcp", content=body, headers=headers)
        assert "holds work" not in response.text, name
        assert response.status_code < 500, name
        assert response.json()["jsonrpc"] == "2.0", name


async def test_the_official_client_is_told_when_to_come_back(
    serve: Callable[..., str], key: Callable[..., dict[str, str]]
) -> None:
    address = serve(access="keys", limit_chat="1/minute")
    async with httpx2.AsyncClient(headers=key()) as http:
        transport = streamable_http_client(f"{address}/mcp", http_client=http)
        async with Client(transport, read_timeout_seconds=60) as client:
            answer = await client.call_tool("ask", {"question": QUESTION})
            assert not answer.is_error
            with pytest.raises(MCPError, match="You ask too often: try again in"):
                await client.call_tool("ask", {"question": QUESTION})


def test_nothing_waits_at_the_address_of_the_tools(client: TestClient) -> None:
    for method in ("GET", "DELETE"):
        told = client.request(method, "/mcp", headers={"Accept": "text/event-stream"})
        assert told.status_code == 405, method
