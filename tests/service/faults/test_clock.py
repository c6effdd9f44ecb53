"""The wall clock is set forward or back by a year while the service runs."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from service.access.api_key import make_key
from service.access.caller import SCOPES
from service.store.recorder import now
from service.store.retention import forget_daily

YEAR = 365 * 24 * 3600.0
WIKI = "https://wiki.example.com"
Clients = Callable[..., TestClient]
JUMPS = pytest.mark.parametrize("jump", [YEAR, -YEAR], ids=["forward", "back"])


class Wall:
    """The wall clock, as libraries read it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead = 0.0
        real = time.time
        monkeypatch.setattr(time, "time", lambda: real() + self.ahead)


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    return Wall(monkeypatch)


def key(client: TestClient) -> str:
    made, text = make_key("tests", list(SCOPES), now())
    client.app.state.onramp.store.keys.add(made)  # type: ignore[attr-defined]
    return text


def statuses(client: TestClient, count: int, text: str) -> list[int]:
    headers = {"Authorization": f"Bearer {text}"}
    return [
        client.post("/search", json={"query": "queue"}, headers=headers).status_code
        for _ in range(count)
    ]


@JUMPS
def test_rates_count_on_and_lock_nobody_out(client_of: Clients, wall: Wall, jump: float) -> None:
    client = client_of(access="keys", limit_search="3/minute")
    text = key(client)
    assert statuses(client, 4, text) == [200, 200, 200, 429]
    wall.ahead = jump
    assert statuses(client, 4, text) == [200, 200, 200, 429]
    wall.ahead = 0
    assert statuses(client, 4, text) == [200, 200, 200, 429]


@JUMPS
def test_who_signs_in_is_signed_out_and_may_come_back(
    client_of: Clients, wall: Wall, jump: float
) -> None:
    client = client_of(access="keys")
    client.follow_redirects = False
    text = key(client)
    for _ in range(9):
        client.post("/sign-in", data={"key": "wrong"})
    assert client.post("/sign-in", data={"key": text}).status_code == 303
    assert client.get("/examples").status_code == 200
    wall.ahead = jump
    assert client.get("/examples").status_code == 401
    assert statuses(client, 1, text) == [200]  # a key has no clock
    assert client.post("/sign-in", data={"key": text}).status_code == 303
    assert client.get("/examples").status_code == 200


@JUMPS
def test_tokens_of_pages_end_and_new_ones_are_good(
    client_of: Clients, wall: Wall, jump: float
) -> None:
    client = client_of(embed_origins=(WIKI,))

    def token() -> str:
        return str(client.post("/embed/token", headers={"Origin": WIKI}).json()["token"])

    def status(token: str) -> int:
        headers = {"Origin": WIKI, "Onramp-Token": token}
        return client.get("/examples", headers=headers).status_code

    old = token()
    assert status(old) == 200
    wall.ahead = jump
    assert status(old) == 401
    assert status(token()) == 200


@JUMPS
def test_durations_and_ids_know_no_clock(client_of: Clients, wall: Wall, jump: float) -> None:
    client = client_of()
    index = client.app.state.onramp.current.index  # type: ignore[attr-defined]
    real = index.near_chunks

    def jumping(*args: object) -> object:
        wall.ahead += jump
        return real(*args)

    index.near_chunks = jumping
    body = {"question": "What does a bounded queue refuse?", "stream": False}
    told = [client.post("/chat", json=body).json() for _ in range(3)]
    assert wall.ahead != 0
    assert len({one["answer_id"] for one in told}) == 3
    for one in told:
        times = one["timings"]
        assert 0 <= times["retrieval_ms"] <= times["total_ms"] < 600_000
    metrics = client.get("/metrics").text
    sums = re.findall(r"^onramp_\w+_seconds_sum\S* (\S+)$", metrics, re.MULTILINE)
    assert sums
    assert all(0 <= float(total) < 600 for total in sums)


@pytest.mark.parametrize(
    ("steps", "left"),
    [
        ([0, 1, 2], 1),  # time goes by
        ([0, -365, -364], 1),  # set back: nothing is too old
        ([0, 365, 0], 1),  # set forward by mistake, and mended within a day
        ([0, 365, 366], 0),  # it stays so: it is the time
    ],
)
async def test_old_answers_outlive_a_clock_that_was_wrong_for_a_day(
    client_of: Clients, steps: list[int], left: int
) -> None:
    client = client_of()
    store = client.app.state.onramp.store  # type: ignore[attr-defined]
    body = {"question": "What does a bounded queue refuse?", "stream": False}
    answer = client.post("/chat", json=body).json()
    assert client.post("/feedback", json={"answer_id": answer["answer_id"], "verdict": "up"})
    began, days = now(), iter(steps)

    def clock() -> datetime:
        day = next(days, None)
        if day is None:
            raise asyncio.CancelledError
        return began + timedelta(days=day)

    with suppress(asyncio.CancelledError):
        await forget_daily(store.answers, 90, clock, pause=0)
    assert len(store.usage.since(began - timedelta(days=1))) == left
