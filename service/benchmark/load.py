"""Many users at once: how many answers a minute, and is none lost."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import httpx2

from service.benchmark.figures import Load, Spread

_PATIENCE = 300.0  # seconds without a word after which an answer counts as lost
_PAUSE = 2.0  # seconds at most before the next question of a user whose last was refused
_COMPLETE = ("done", "refusal")


@dataclass(frozen=True, slots=True)
class Asked:
    """How a question ended; `passages_ms` after it was sent, `ended` on the clock."""

    outcome: Literal["answered", "busy", "lost"]
    ended: float
    passages_ms: float | None = None


def put_load(address: str, questions: Sequence[str], users: int, each: int) -> Load:
    """Lets `users` ask `each` questions one after another, all users at once.

    A question that the full queue refuses is not asked again. The minute is counted until the last
    answer came. At any time the users are at different questions, as far as there are enough.
    """
    began = time.perf_counter()
    with ThreadPoolExecutor(users) as threads:
        runs = [
            threads.submit(_ask_all, address, [questions[(user + at) % len(questions)] for at in range(each)])
            for user in range(users)
        ]  # fmt: skip
    asked = [one for run in runs for one in run.result()]
    answered = [one for one in asked if one.outcome == "answered"]
    minutes = (max((one.ended for one in answered), default=began) - began) / 60
    return Load(
        users=users,
        asked=len(asked),
        answered=len(answered),
        busy=sum(one.outcome == "busy" for one in asked),
        lost=sum(one.outcome == "lost" for one in asked),
        answers_per_minute=len(answered) / minutes if answered else 0.0,
        passages_ms=Spread.of(one.passages_ms for one in asked if one.passages_ms is not None),
    )


def _ask_all(address: str, questions: Sequence[str]) -> list[Asked]:
    with httpx2.Client(base_url=address, timeout=_PATIENCE, trust_env=False) as client:
        return [_ask(client, question) for question in questions]


def _ask(client: httpx2.Client, question: str) -> Asked:
    began, passages, last = time.perf_counter(), None, ""
    try:
        with client.stream("POST", "/chat", json={"question": question}) as response:
            if response.status_code == 503:
                wait = float(response.headers.get("retry-after", _PAUSE))
                time.sleep(min(wait, _PAUSE))
                return Asked("busy", time.perf_counter())
            for line in response.iter_lines():
                if line.startswith("event:"):
                    last = line.removeprefix("event:").strip()
                    if last == "passages":
                        passages = 1000 * (time.perf_counter() - began)
    except httpx2.HTTPError:
        return Asked("lost", time.perf_counter(), passages)
    return Asked("answered" if last in _COMPLETE else "lost", time.perf_counter(), passages)
