"""Years of work: spans united, breaks taken out, in halves."""

from __future__ import annotations

import math
from collections.abc import Iterable

from service.planning.intake.dates import Point, Range

MOST = 50.0
_LEAST = 0.5


def interval(span: Range, now: Point | None) -> tuple[float, float]:
    """Begin and end in years. What goes on ends with the document's latest date."""
    start = span.first.start
    last = span.last or now or span.first
    end = last.end
    alone = span.last is None or span.first.month is None
    return start, max(end, start + _LEAST) if alone else max(end, start)


def covered(
    spans: Iterable[tuple[float, float]], without: Iterable[tuple[float, float]] = ()
) -> float:
    """The years that the spans cover together, those of `without` left out."""
    taken = _united(spans)
    total = sum(end - start for start, end in taken)
    for start, end in _united(without):
        total -= sum(max(0.0, min(end, e) - max(start, s)) for s, e in taken)
    return max(0.0, total)


def in_halves(years: float) -> float:
    """Rounded to half years within 0 and 50; what is more than nothing is at least a half."""
    if years <= 0:
        return 0
    rounded = min(MOST, max(_LEAST, math.floor(years * 2 + 0.5) / 2))
    return int(rounded) if rounded == int(rounded) else rounded


def _united(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    united: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], end))
        else:
            united.append((start, end))
    return united
