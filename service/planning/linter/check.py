"""Anybody's plan, held against the graph: order, budget and coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import BaseModel

from service.planning.graph.catalogue import Catalogue
from service.planning.graph.concept import QUANTUM
from service.planning.learner.background import Background, settle
from service.planning.learner.transfer import Transfer
from service.planning.linter.meaning import Find
from service.planning.linter.submission import Submitted
from service.planning.linter.topics import Topic, match
from service.planning.schedule.selection import select
from service.planning.schedule.timeline import Pace
from service.planning.words import hours_text, weeks_text

Code = Literal[
    "order",
    "missing_prerequisite",
    "week_budget",
    "week_off",
    "too_late",
    "too_little",
    "already_known",
    "not_covered",
    "unknown_topic",
]
_SHORT = 0.5  # of the hours that the notes reckon with


class PlanFault(BaseModel):
    """Something that is wrong, and what would mend it. `slug` is the concept that it is about."""

    code: Code
    week: int | None
    topic: str
    slug: str | None
    text: str
    fix: str


class Matched(BaseModel):
    """How a topic was understood."""

    topic: str
    slug: str


class Checked(BaseModel):
    """What a check found; nothing, if the plan holds."""

    faults: list[PlanFault]
    counts: dict[str, int]
    matched: list[Matched]


def check_plan(submitted: Submitted, catalogue: Catalogue, find: Find | None = None) -> Checked:
    """Faults in the order of the plan, then what is missing from it. Raises BadField.

    `find` is asked for the topics in which no name of a concept stands.
    """
    entries = [(one, match(one.text, catalogue)) for one in submitted.entries()]
    if find:
        open_ = [one.text for one, slug in entries if slug is None]
        found = iter(find(open_))
        entries = [(one, slug or next(found)) for one, slug in entries]
    background = settle(submitted.profile, catalogue)
    faults = list(_Checker(catalogue, background, entries).faults())
    counts: Counter[str] = Counter(fault.code for fault in faults)
    matched = [Matched(topic=one.text, slug=slug) for one, slug in entries if slug]
    return Checked(faults=faults, counts=dict(counts), matched=matched)


class _Checker:
    def __init__(
        self,
        catalogue: Catalogue,
        background: Background,
        entries: Sequence[tuple[Topic, str | None]],
    ) -> None:
        self._catalogue = catalogue
        self._background = background
        self._entries = entries
        self._transfer = Transfer(catalogue, background)
        self._first: dict[str, int] = {}
        self._last: dict[str, int] = {}
        for at, (_, slug) in enumerate(entries):
            if slug:
                self._first.setdefault(slug, at)
                self._last[slug] = at

    def faults(self) -> Iterator[PlanFault]:
        for at, (topic, slug) in enumerate(self._entries):
            if slug is None:
                text = f"“{topic.text}” is none of the concepts here, so it can't be checked."
                yield _fault(
                    "unknown_topic", topic, None, text, "Name the concept that it is about."
                )
            elif self._first[slug] == at:
                yield from self._order(topic, slug, at)
                yield from self._worth(topic, slug)
        yield from self._weeks()
        yield from self._missing()

    def _title(self, slug: str) -> str:
        return f"“{self._catalogue.concepts[slug].title}”"

    def _order(self, topic: Topic, slug: str, at: int) -> Iterator[PlanFault]:
        for before in self._catalogue.concepts[slug].prerequisites:
            if self._transfer.known(before):
                continue
            if before not in self._last:
                text = f"{self._title(slug)} needs {self._title(before)}, which the plan lacks."
                fix = f"Put {self._title(before)} before it, or say that it is known."
                yield _fault("missing_prerequisite", topic, before, text, fix)
            elif self._last[before] >= at:
                text = f"{self._title(slug)} comes before {self._title(before)}, which it needs."
                yield _fault("order", topic, slug, text, f"Move {self._title(before)} before it.")

    def _worth(self, topic: Topic, slug: str) -> Iterator[PlanFault]:
        if self._transfer.known(slug):
            text = f"{self._title(slug)} is known, by the profile."
            yield _fault("already_known", topic, slug, text, "Leave it out, or review it briefly.")
            return
        given = [one.hours for one, other in self._entries if other == slug]
        hours = self._transfer.quanta(self._catalogue.concepts[slug]) * QUANTUM
        spent = sum(one for one in given if one is not None)
        if None not in given and spent < _SHORT * hours:
            text = (
                f"{self._title(slug)} has {hours_text(spent)}; it takes about {hours_text(hours)}."
            )
            yield _fault("too_little", topic, slug, text, f"Give it {hours_text(hours)}.")

    def _weeks(self) -> Iterator[PlanFault]:
        spent: Counter[int] = Counter()
        for topic, _ in self._entries:
            if topic.week is not None:
                spent[topic.week] += round((topic.hours or 0) / QUANTUM)
        background, pace = self._background, Pace(self._background.pace)
        for week, quanta in sorted(spent.items()):
            topic = Topic(f"week {week}", week, quanta * QUANTUM)
            if week in background.off:
                text, fix = f"Week {week} is off.", "Move its topics to another week."
                yield _fault("week_off", topic, None, text, fix)
            if quanta > pace.learn:
                text = (
                    f"Week {week} holds {hours_text(quanta * QUANTUM)} of learning; "
                    f"{hours_text(background.hours)} a week leave {hours_text(pace.learn * QUANTUM)} "
                    "beside reviews and buffer."
                )
                fix = "Move what is over to the next week, or plan more hours."
                yield _fault("week_budget", topic, None, text, fix)
            if background.horizon is not None and week > background.horizon:
                text = (
                    f"Week {week} comes after the end: there are {weeks_text(background.horizon)}."
                )
                fix = "Cut what is least important, or take more weeks."
                yield _fault("too_late", topic, None, text, fix)

    def _missing(self) -> Iterator[PlanFault]:
        selection = select(self._catalogue, self._background, self._transfer)
        for slug in sorted(selection.goal, key=self._catalogue.position.__getitem__):
            core = selection.needs[slug] == 1 and slug not in selection.excluded
            if core and slug not in self._first and not self._transfer.known(slug):
                text = f"{self._title(slug)} is core for the role and is not in the plan."
                fix = "Add it, or say in known_concepts that it is known."
                yield _fault("not_covered", Topic("", None, None), slug, text, fix)


def _fault(code: Code, topic: Topic, slug: str | None, text: str, fix: str) -> PlanFault:
    return PlanFault(code=code, week=topic.week, topic=topic.text, slug=slug, text=text, fix=fix)
