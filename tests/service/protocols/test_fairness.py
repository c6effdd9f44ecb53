"""Whatever protocol a question comes by: the same turns, counts and places."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from mcp import MCPError
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client

from service.access.api_key import make_key
from service.answering.events import Event
from service.api.retrievals import Retrievals
from service.api.sse import event_stream
from service.model_queue import ModelQueue
from service.settings import Settings
from service.store.recorder import now
from service.store.store import Store

QUESTION = "What is a queue?"
RPC = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}


def call(tool: str, **arguments: Any) -> dict[str, Any]:
    params = {"name": tool, "arguments": arguments}
    return {"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": params}


ASKS: dict[str, tuple[str, dict[str, Any]]] = {
    "chat": ("/chat", {"question": QUESTION}),
    "chat in one piece": ("/chat", {"question": QUESTION, "stream": False}),
    "openai": (
        "/v1/chat/completions",
        {"messages": [{"role": "user", "content": QUESTION}], "stream": True},
    ),
    "openai in one piece": (
        "/v1/chat/completions",
        {"messages": [{"role": "user", "content": QUESTION}]},
    ),
    "wording": ("/plan/wording", {"weeks": 12}),
    "mcp": ("/mcp", call("ask", question=QUESTION)),
}


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Answers are worded when this is set, and not before."""
    go = threading.Event()

    def waiting(*_: object) -> Iterator[Event]:
        go.wait(60)
        yield from ()

    monkeypatch.setattr("service.answering.assistant.word", waiting)
    yield go
    go.set()


@pytest.fixture
def key(settings: Settings) -> Callable[..., dict[str, str]]:
    """Makes keys of the service over `settings`; gives the headers that show one."""

    def make(*scopes: str) -> dict[str, str]:
        made, text = make_key("tests", list(scopes) or ["chat", "plan", "search"], now())  # type: ignore[arg-type]
        store = Store.open(settings.database)
        store.keys.add(made)
        store.close()
        return {"Authorization": f"Bearer {text}"} | RPC

    return make


@asynccontextmanager
async def under_way(
    http: httpx2.AsyncClient, name: str, headers: dict[str, str]
) -> AsyncIterator[None]:
    """An answer that has been asked for and is waited for, until the client leaves."""
    path, body = ASKS[name]

    async def ask() -> None:
        while "under way" in (await http.post(path, json=body, headers=headers)).text:
            await asyncio.sleep(0.02)  # one of those that look whether there is a place has it

    asked = asyncio.create_task(ask())
    try:
        yield
    finally:
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)


async def has_place(http: httpx2.AsyncClient, headers: dict[str, str]) -> bool:
    """Whether a question is let in; the client leaves then."""
    path, body = ASKS["chat"]
    async with http.stream("POST", path, json=body, headers=headers) as response:
        return response.status_code == 200


async def until_place(http: httpx2.AsyncClient, headers: dict[str, str], there: bool) -> None:
    """Waits until there is a place, or is none."""
    end = time.monotonic() + 60
    while await has_place(http, headers) is not there:
        assert time.monotonic() < end
        await asyncio.sleep(0.3)


@pytest.mark.parametrize("name", ASKS)
async def test_a_caller_has_so_many_answers_under_way_over_all_protocols(
    serve: Callable[..., str],
    kb_index_directory: Path,
    held: threading.Event,
    key: Callable[..., dict[str, str]],
    name: str,
) -> None:
    address = serve(access="keys", index=kb_index_directory, streams=2)
    greedy, polite = key(), key()
    async with httpx2.AsyncClient(base_url=address, timeout=60) as http, AsyncExitStack() as stack:
        await stack.enter_async_context(under_way(http, "chat", greedy))
        async with under_way(http, name, greedy):
            await until_place(http, greedy, there=False)
            for other, (path, body) in ASKS.items():
                told = await http.post(path, json=body, headers=greedy)
                assert told.status_code == 429, other
                assert int(told.headers["retry-after"]) > 0
                assert "too_many_answers" in told.text
                assert "2 answers under way" in told.text
            assert await has_place(http, polite)
        # The client that left has freed its place, though nothing was worded.
        await until_place(http, greedy, there=True)


async def test_an_answer_that_has_ended_frees_its_place(
    serve: Callable[..., str], key: Callable[..., dict[str, str]]
) -> None:
    address = serve(access="keys", streams=1)
    headers = key()
    async with httpx2.AsyncClient(base_url=address, timeout=60) as http:
        for name in [*ASKS, *ASKS]:
            path, body = ASKS[name]
            response = await http.post(path, json=body, headers=headers)
            assert response.status_code != 429, name  # of these notes no plan can be made


def test_who_is_on_this_machine_without_a_key_is_not_counted(
    client_of: Callable[..., TestClient],
) -> None:
    client = client_of(streams=1)
    state = client.app.state.onramp  # type: ignore[attr-defined]
    caller = "address testclient "
    state.places.take(caller)
    body = {"question": QUESTION, "stream": False}
    assert client.post("/chat", json=body).status_code == 200


def test_readers_of_one_wiki_are_told_apart_by_their_addresses(
    client_of: Callable[..., TestClient],
) -> None:
    wiki = "https://wiki.example.com"
    client = client_of(access="keys", embed_origins=(wiki,), streams=1)
    token = client.post("/embed/token", headers={"Origin": wiki}).json()["token"]
    headers = {"Origin": wiki, "Onramp-Token": token}
    body = {"question": QUESTION, "stream": False}
    client.app.state.onramp.places.take(f"token {wiki} 192.0.2.1")  # type: ignore[attr-defined]
    first = TestClient(client.app, "http://localhost", client=("192.0.2.1", 1))
    assert first.post("/chat", json=body, headers=headers).status_code == 429
    other = TestClient(client.app, "http://localhost", client=("192.0.2.2", 1))
    assert other.post("/chat", json=body, headers=headers).status_code == 200


@pytest.mark.parametrize("name", ["openai", "openai in one piece", "mcp", "chat"])
def test_callers_take_turns_at_retrieval_and_model_whatever_they_speak(
    client_of: Callable[..., TestClient],
    key: Callable[..., dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    seen: list[str] = []
    run, submit = Retrievals.run, ModelQueue.submit

    async def run_seen(self: Retrievals, *args: Any, caller: str = "") -> Any:
        seen.append(caller)
        return await run(self, *args, caller=caller)

    def submit_seen(self: ModelQueue, *args: Any) -> int:
        seen.append(args[3])
        return submit(self, *args)

    monkeypatch.setattr(Retrievals, "run", run_seen)
    monkeypatch.setattr(ModelQueue, "submit", submit_seen)
    client, headers = client_of(access="keys"), key()
    path, body = ASKS[name]
    assert client.post(path, json=body, headers=headers).status_code == 200
    key_id = headers["Authorization"].split("_")[1]
    assert seen == [f"key {key_id}"] * 2


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


async def test_a_client_that_left_before_its_answer_began_frees_its_place() -> None:
    async def never() -> AsyncGenerator[Event]:
        raise AssertionError("nobody listens")
        yield

    async def gone() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def send(_: object) -> None:
        await asyncio.sleep(0)

    ended: list[bool] = []
    response = event_stream(never(), lambda: ended.append(True))
    await response({"type": "http"}, gone, send)
    assert ended == [True]
