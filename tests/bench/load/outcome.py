"""How a request ended, and the figures over many of them."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["chat", "search"]
End = Literal[
    "answered",  # a done event, or hits
    "refused",  # the notes don't cover it
    "fault",  # the answer ended with an error event
    "rejected",  # 429 or 503, with Retry-After
    "rejected_without",  # the same without
    "failed",  # any other status
    "lost",  # accepted, and never ended; or a connection that broke
    "left",  # the user was stopped as the test ended
]
_REJECTED = (429, 503)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One request; times in seconds after it was sent, `first` until the first byte of the body.

    `at` is the time at which it ended, on the clock of the users' process.
    """

    kind: Kind
    end: End
    at: float
    total: float
    first: float | None = None
    detail: str = ""

    def append_to(self, file: Path) -> None:
        with file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(asdict(self)) + "\n")


@dataclass(frozen=True, slots=True)
class Figures:
    """Over all requests of a kind; `first` and `total` of those that ended well, in seconds.

    `seconds` is from the first request until the last had ended.
    """

    kind: Kind
    requests: int
    seconds: float
    ends: Counter[str]
    first: tuple[float, float, float]
    total: tuple[float, float, float]
    details: Counter[str]


def end_of_status(status: int, retry_after: str | None) -> End | None:
    """What a status alone says; None for 200, of which the body has to tell."""
    if status == 200:
        return None
    if status not in _REJECTED:
        return "failed"
    return "rejected" if retry_after and retry_after.isdecimal() else "rejected_without"


def read(file: Path) -> list[Outcome]:
    """The outcomes in a file."""
    return [Outcome(**json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]


def figures(outcomes: Iterable[Outcome], kind: Kind) -> Figures:
    """The figures of one kind of request."""
    own = [one for one in outcomes if one.kind == kind]
    well = [one for one in own if one.end in ("answered", "refused")]
    return Figures(
        kind,
        len(own),
        max((one.at for one in own), default=0.0)
        - min((one.at - one.total for one in own), default=0.0),
        Counter(one.end for one in own),
        _percentiles([one.first for one in well if one.first is not None]),
        _percentiles([one.total for one in well]),
        Counter(one.detail for one in own if one.detail),
    )


def _percentiles(values: Sequence[float]) -> tuple[float, float, float]:
    """The 50th, 95th and 99th, by nearest rank; NaN of nothing."""
    if not values:
        return (math.nan,) * 3
    ordered = sorted(values)
    p50, p95, p99 = (ordered[math.ceil(len(ordered) * part) - 1] for part in (0.5, 0.95, 0.99))
    return p50, p95, p99
