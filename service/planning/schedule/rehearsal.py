"""What keeps notes from being forgotten: reviews after 1, 3 and 7 weeks, and questions every week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.planning.graph.catalogue import Catalogue
from service.planning.graph.concept import Checkpoint
from service.planning.schedule.timeline import Pace, Week, last_weeks

_AFTER = (1, 3, 7)  # weeks
A_QUANTUM = 3  # reviews of ten minutes
MINUTES = 10
_ASKED = 2  # questions a review
_CHECKPOINTS = 3  # questions a week
_DIAGNOSTIC = 20  # questions


@dataclass(frozen=True, slots=True)
class Review:
    """Ten minutes with the questions of a note."""

    slug: str
    questions: tuple[Checkpoint, ...]


@dataclass(slots=True)
class _Due:
    slug: str
    week: int
    turn: int
    urgent: bool = False


def plan_reviews(
    weeks: Sequence[Week],
    catalogue: Catalogue,
    pace: Pace,
    priority: Mapping[str, int],
    relearn: Mapping[str, int],
) -> dict[int, list[Review]]:
    """By week, which notes to review; what does not fit comes later, core notes first.

    A review is dropped in a week in which something that builds on the note is studied. `relearn`
    holds notes to review at once, by the week, because something built on them was not understood:
    these come first and are not dropped.
    """
    coming: dict[int, list[_Due]] = {}
    for slug, at in relearn.items():
        coming.setdefault(at, []).append(_Due(slug, at, 0, urgent=True))
    for slug, last in last_weeks(weeks).items():
        for turn, after in enumerate(_AFTER):
            coming.setdefault(last + after, []).append(_Due(slug, last + after, turn))
    due: list[_Due] = []
    planned: dict[int, list[Review]] = {}
    for week in weeks:
        due += coming.get(week.n, [])
        if week.off:
            continue
        studied = {part.slug for part in week.parts}
        now: dict[str, _Due] = {}
        for one in due:
            if one.urgent or studied.isdisjoint(catalogue.dependents[one.slug]):
                now[one.slug] = max(
                    one, now.get(one.slug, one), key=lambda two: (two.urgent, two.turn)
                )
        queue = sorted(now.values(), key=lambda one: _turn(one, priority, catalogue))
        fitting = pace.review * A_QUANTUM
        if queue[:fitting]:
            planned[week.n] = [_review(one, catalogue) for one in queue[:fitting]]
        due = queue[fitting:]
    return planned


def _turn(one: _Due, priority: Mapping[str, int], catalogue: Catalogue) -> tuple[int, int, int]:
    need = 0 if one.urgent else priority.get(one.slug, 3)
    return need, one.week, catalogue.position[one.slug]


def checkpoints(finished: Sequence[str], catalogue: Catalogue) -> list[Checkpoint]:
    """Questions about the notes that were finished in a week, from as many of them as can be."""
    return _round_robin(finished, catalogue, _CHECKPOINTS)


def diagnostic(slugs: Sequence[str], catalogue: Catalogue) -> list[Checkpoint]:
    """Questions about what somebody is taken to know, to be answered in the first week."""
    return _round_robin(slugs, catalogue, _DIAGNOSTIC)


def _review(due: _Due, catalogue: Catalogue) -> Review:
    questions = catalogue.concepts[due.slug].checkpoints
    count = len(questions)
    turned = [questions[(due.turn + at) % count] for at in range(min(_ASKED, count))]
    return Review(due.slug, tuple(turned))


def _round_robin(slugs: Iterable[str], catalogue: Catalogue, count: int) -> list[Checkpoint]:
    asked = [catalogue.concepts[slug].checkpoints for slug in slugs]
    longest = max(map(len, asked), default=0)
    turns = [one[turn] for turn in range(longest) for one in asked if turn < len(one)]
    return turns[:count]
