from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.api.retrievals import Retrievals
from service.errors import Busy


def plan_about(text: str) -> dict[str, object]:
    """A plan of somebody's own with many topics that no concept is called by."""
    topics = [{"topic": f"{text[:150]} {n}", "hours": 1} for n in range(100)]
    return {"topics": topics}


async def test_some_run_some_wait_and_the_rest_come_back_later() -> None:
    go = threading.Event()
    retrievals = Retrievals(at_once=2, waiting=3)
    tasks = [asyncio.create_task(retrievals.run(go.wait, 10, caller=name)) for name in "aabcd"]
    await asyncio.sleep(0.05)
    with pytest.raises(Busy) as refused:
        await retrievals.run(go.wait, 10)
    assert refused.value.retry_after > 0
    go.set()
    assert await asyncio.gather(*tasks) == [True] * 5
    assert await retrievals.run(int, "7") == 7


async def test_the_burst_of_one_client_leaves_places_for_others() -> None:
    go = threading.Event()
    retrievals = Retrievals(at_once=1, waiting=4)
    burst = [asyncio.create_task(retrievals.run(go.wait, 10, caller="greedy")) for _ in range(9)]
    await asyncio.sleep(0.05)
    polite = asyncio.create_task(retrievals.run(go.wait, 10, caller="polite"))
    await asyncio.sleep(0.05)
    go.set()
    assert await polite
    ended = await asyncio.gather(*burst, return_exceptions=True)
    assert ended.count(True) == 3
    assert sum(isinstance(end, Busy) for end in ended) == 6


@pytest.mark.parametrize(
    "ask",
    [
        lambda client, text: client.get("/notes", params={"q": text}),
        lambda client, text: client.post("/search", json={"query": text}),
        lambda client, text: client.post("/chat", json={"question": text, "stream": False}),
        lambda client, text: client.post("/plan", json={"goal_text": text}),
        lambda client, text: client.post("/plan/check", json=plan_about(text)),
    ],
)
def test_a_burst_is_answered_or_told_when_to_come_back(
    client_of: Callable[..., TestClient],
    kb_index_directory: Path,
    ask: Callable[[TestClient, str], object],
) -> None:
    client = client_of(queue=1000, index=kb_index_directory)
    client.app.state.onramp.retrievals._waiting = 1  # type: ignore[attr-defined]
    text = "queue bound worker cache entry lock " * 40
    with ThreadPoolExecutor(24) as threads:
        answers = list(threads.map(lambda _: ask(client, text), range(48)))
    states = {answer.status_code for answer in answers}  # type: ignore[attr-defined]
    assert states == {200, 503}
    late = [answer for answer in answers if answer.status_code == 503]  # type: ignore[attr-defined]
    assert all(int(answer.headers["retry-after"]) > 0 for answer in late)
    assert ask(client, "queue").status_code == 200  # type: ignore[attr-defined]
