"""One statement for each time that a technology is named: a level, and how much it weighs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from service.planning.intake.dates import Point
from service.planning.intake.document import Document
from service.planning.intake.durations import Used, durations, used_for
from service.planning.intake.gazetteer import Alias
from service.planning.intake.jobs import Job, end_of
from service.planning.intake.meaning import Mention
from service.planning.intake.mentions import find_mentions
from service.planning.intake.quotes import quote
from service.planning.intake.ratings import rating_behind
from service.planning.intake.sayings import Said, sayings

Weight = Literal["bare", "wish", "use", "weak", "never", "explicit"]
WEIGHTS: Mapping[Weight, int] = {
    "bare": 0, "wish": 1, "use": 2, "weak": 3, "never": 4, "explicit": 5,
}  # fmt: skip
ASSUMED = 2  # the level of what is only named


@dataclass(frozen=True, slots=True)
class Statement:
    """What one place says of a technology. `last` is the year of its last use, if that is known."""

    alias: Alias
    weight: Weight
    level: int
    quote: str
    rule: str
    confidence: float
    last: int | None = None
    line: int = -1


def read_statements(
    document: Document,
    jobs: Sequence[Job] = (),
    now: Point | None = None,
    source: str = "cv",
    year: int | None = None,
) -> list[Statement]:
    """All statements of a document, in its order. `source` begins the ids of the rules.

    `year` is when the technologies were last used, where no job of the document says it.
    """
    mentions = find_mentions(document)
    said = sayings(document, mentions)
    used = used_for(document, mentions, durations(document.tokens), now)
    years, told = _years_of_lines(jobs, now), _years_of_sentences(jobs, now)
    found = []
    for at, mention in enumerate(mentions):
        line = document.tokens[mention.start].line
        ended = told.get(document.sentences[mention.start], years.get(line, year))
        statement = _statement(
            document, mention, said.get(at), used.get(at), source, at_work=ended is not None
        )
        last = used[at].last if at in used and used[at].last is not None else ended
        if statement.weight in ("never", "wish"):
            last = None
        found.append(replace(statement, last=last, line=line))
    return found


def level_of_years(years: float) -> int:
    """3 from three years on, 2 from one."""
    return 3 if years >= 3 else 2 if years >= 1 else 1


def _statement(
    document: Document,
    mention: Mention,
    said: Said | None,
    used: Used | None,
    source: str,
    *,
    at_work: bool,
) -> Statement:
    alias = mention.alias
    if said is not None:
        rule = {"never": "negation", "wish": "wish"}.get(said.saying, "level-word")
        weights: Mapping[str, tuple[Weight, float]] = {
            "never": ("never", 0.85), "wish": ("wish", 0.7), "weak": ("weak", 0.75),
        }  # fmt: skip
        weight, confidence = weights.get(said.saying, ("explicit", 0.8))
        return Statement(alias, weight, said.level, said.quote, f"{source}.{rule}", confidence)
    if used is not None and used.years is not None:
        level = level_of_years(used.years)
        return Statement(alias, "explicit", level, used.quote, f"{source}.years-of", 0.85)
    rated = rating_behind(document, mention)
    name = quote(document.tokens[mention.start : mention.end])
    if rated is not None:
        words = quote(f"{name} {rated[1]}")
        return Statement(alias, "explicit", rated[0], words, f"{source}.rating", 0.7)
    if at_work or document.line_of(mention.start).section in ("job", "project"):
        return Statement(alias, "use", ASSUMED, name, f"{source}.used-in-work", 0.6)
    return Statement(alias, "bare", ASSUMED, name, f"{source}.named", 0.5)


def _years_of_sentences(jobs: Iterable[Job], now: Point | None) -> dict[int, int]:
    ends = ((job.sentence, end_of(job, now)) for job in jobs)
    return {sentence: end.year for sentence, end in ends if sentence is not None and end}


def _years_of_lines(jobs: Iterable[Job], now: Point | None) -> dict[int, int]:
    years: dict[int, int] = {}
    for job in jobs:
        end = end_of(job, now)
        if end is not None:
            for line in range(job.top, job.bottom):
                years[line] = max(end.year, years.get(line, 0))
    return years
