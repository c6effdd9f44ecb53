"""Whatever protocol a question comes by: the same turns, counts and places."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from service.answering.events import Event
from service.api.retrievals import Retrievals
from service.api.sse import event_stream
from service.model_queue import ModelQueue
from tests.service.protocols.rpc import QUESTION, call

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
    """Waits until there is a place, or is none.

    Three looks in a row have to find none: the first may meet the place of the look before, which
    is freed a moment after its client has left.
    """
    end, agreeing = time.monotonic() + 60, 0
    while agreeing < (1 if there else 3):
        agreeing = agreeing + 1 if await has_place(http, headers) is there else 0
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
