"""Notes into weeks: parts of half an hour and more, week after week, none in a week off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from typing import Literal

Status = Literal["open", "done", "partial", "failed"]


@dataclass(frozen=True, slots=True)
class Pace:
    """Half hours of one week: `learn` for new notes, `review` at most for reviews, of `whole`.

    A quarter goes to reviews and buffer. It is rounded down once, together: two rounded shares would
    make learning time drop where hours a week rise.
    """

    whole: int

    @property
    def learn(self) -> int:
        return self.whole - self.whole // 4

    @property
    def review(self) -> int:
        return -(-3 * (self.whole // 4) // 5)


@dataclass(frozen=True, slots=True)
class Part:
    """Some half hours of a note in one week."""

    slug: str
    quanta: int
    status: Status = "open"


@dataclass(slots=True)
class Week:
    """Seven days; `n` counts from 1."""

    n: int
    off: bool
    parts: list[Part] = field(default_factory=list)

    @property
    def learnt(self) -> int:
        """Half hours of learning."""
        return sum(part.quanta for part in self.parts)


@dataclass(frozen=True, slots=True)
class History:
    """What has been done of an earlier plan: its weeks, and from which week on there is time."""

    weeks: tuple[Week, ...] = ()
    first: int = 1

    @property
    def used(self) -> int:
        """Half hours of the first open week that are spent already."""
        return sum(week.learnt for week in self.weeks if week.n == self.first)


def room(pace: Pace, history: History, off: Set[int], horizon: int) -> int:
    """Half hours of learning from the first open week up to and with the week `horizon`."""
    weeks = range(history.first, horizon + 1)
    usable = sum(n not in off for n in weeks)
    spent = min(history.used, pace.learn) if history.first in weeks else 0
    return max(0, usable * pace.learn - spent)


def weeks_for(quanta: int, pace: Pace, history: History, off: Set[int]) -> int:
    """The last week that is needed to learn so many half hours."""
    horizon, left = history.first - 1, quanta
    spent = min(history.used, pace.learn)
    while left > 0:
        horizon += 1
        if horizon not in off:
            left -= pace.learn - spent
        spent = 0
    return horizon


def fill(
    notes: Iterable[tuple[str, int]], pace: Pace, history: History, off: Set[int]
) -> list[Week]:
    """All weeks up to the last in which there is something to learn, those done already first."""
    done = {week.n: week for week in history.weeks}
    weeks: list[Week] = [
        Week(n, n in off, list(done[n].parts) if n in done else []) for n in range(1, history.first)
    ]
    for slug, quanta in notes:
        left = quanta
        while left:
            week = weeks[-1] if weeks and weeks[-1].n >= history.first else None
            free = 0 if week is None or week.off else pace.learn - week.learnt
            if week is None or free <= 0:
                n = len(weeks) + 1
                weeks.append(Week(n, n in off, list(done[n].parts) if n in done else []))
                continue
            taken = min(left, free)
            week.parts.append(Part(slug, taken))
            left -= taken
    if history.first in done and len(weeks) < history.first:
        weeks.append(done[history.first])
    return _trimmed(weeks)


def last_weeks(weeks: Sequence[Week]) -> dict[str, int]:
    """By slug, the week in which a note is finished."""
    return {part.slug: week.n for week in weeks for part in week.parts}


def _trimmed(weeks: list[Week]) -> list[Week]:
    """Without the empty weeks at the end."""
    while weeks and not weeks[-1].parts:
        weeks.pop()
    return weeks
