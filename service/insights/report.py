"""What the service did over some days, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from service.insights.gaps import Gap
from service.store.usage import LIMIT, Asked


@dataclass(frozen=True, slots=True)
class Day:
    """One day, in UTC."""

    date: date
    answered: int
    refused: int

    @property
    def count(self) -> int:
        return self.answered + self.refused


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds: half were quicker than `median`, one in twenty slower than `slow`."""

    name: str
    median: int
    slow: int


@dataclass(frozen=True, slots=True)
class Insights:
    """What the insights page shows. `cut` tells that more was asked than was read."""

    days: list[Day]
    answered: int
    refused: int
    up: int
    down: int
    reasons: dict[str, int]
    latencies: list[Latency]
    gaps: list[Gap]
    unkept: int
    cut: bool

    @property
    def share_answered(self) -> float | None:
        asked = self.answered + self.refused
        return self.answered / asked if asked else None


def insights(asked: Sequence[Asked], gaps: list[Gap], until: datetime, days: int) -> Insights:
    """Counts over the `days` days that end with `until`."""
    by_day = Counter((one.created_at.date(), one.status == "answered") for one in asked)
    dates = [until.date() - timedelta(days=back) for back in reversed(range(days))]
    verdicts = Counter(one.verdict for one in asked)
    reasons = Counter(reason for one in asked for reason in one.reasons)
    answered = sum(one.status == "answered" for one in asked)
    return Insights(
        days=[Day(day, by_day[day, True], by_day[day, False]) for day in dates],
        answered=answered,
        refused=len(asked) - answered,
        up=verdicts["up"],
        down=verdicts["down"],
        reasons=dict(reasons.most_common()),
        latencies=[
            *_latency("first sentence", [one.first_sentence_ms for one in asked]),
            *_latency("whole answer", [one.total_ms for one in asked if one.status == "answered"]),
        ],
        gaps=gaps,
        unkept=sum(one.question is None for one in asked),
        cut=len(asked) == LIMIT,
    )


def _latency(name: str, times: Sequence[int | None]) -> list[Latency]:
    known = [time for time in times if time is not None]
    if not known:
        return []
    median, slow = np.percentile(known, [50, 95])
    return [Latency(name, round(median), round(slow))]
