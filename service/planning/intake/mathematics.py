"""Levels of mathematics, from subjects of study, courses and what is said outright."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from service.planning.intake.document import Document, Line
from service.planning.intake.phrases import Phrases
from service.planning.intake.proposal import Draft
from service.planning.intake.quotes import quote
from service.planning.intake.statements import Statement
from service.planning.intake.titles import titles_in
from service.planning.intake.vocabulary import vocabulary

FIELDS = ("linear_algebra", "calculus", "probability", "statistics")
_FILE = Path(__file__).with_name("maths.toml")
_LONGEST = 60  # tokens of a line that tells of a degree
_PLACES = frozenset(
    "faculty department dept institute institut fakultat school faculte facultad departamento "
    "departement fachbereich museum".split()
)
_MINORS = frozenset("minor nebenfach mineure".split())
_SCHOOL = 1


@dataclass(frozen=True, slots=True)
class Studied:
    """A subject of study and what it stands for, in the order of FIELDS."""

    levels: Sequence[int]
    quote: str


@dataclass(frozen=True, slots=True)
class _Tables:
    subjects: Phrases[tuple[int, ...]]
    degrees: Phrases[bool]
    school: Phrases[bool]
    short: Phrases[bool]


def read_studies(document: Document) -> Iterator[Studied]:
    """The subjects of a document's degrees."""
    for line in document.lines:
        if line.start == line.end or line.end - line.start > _LONGEST:
            continue
        if _has(document, line, _tables().short):
            continue
        if line.section == "education" or (
            (_has(document, line, _tables().degrees) or _has(document, line, _tables().school))
            and not (line.section == "job" and titles_in(document.tokens, line.start, line.end))
        ):
            yield from _subjects(document, line)


def put_maths(
    draft: Draft, studies: Iterable[Studied], statements: Iterable[Statement], source: str
) -> None:
    """Proposes `maths`: what is said of a field outweighs what a degree stands for."""
    said: dict[str, Statement] = {}
    for statement in statements:
        if statement.alias.kind != "maths" or statement.weight in ("use", "wish"):
            continue
        tag = statement.alias.tag
        if tag == "all" and statement.weight == "bare":
            continue  # the name of a degree, of which its subject tells more
        for field in FIELDS if tag == "all" else (tag,):
            known = said.get(field)
            if known is None or (statement.weight != "bare", statement.level) >= (
                known.weight != "bare",
                known.level,
            ):
                said[field] = statement
    studied = list(studies)
    for at, field in enumerate(FIELDS):
        best = max(studied, key=lambda study: study.levels[at], default=None)
        saying = said.get(field)
        path = f"maths.{field}"
        if saying is not None and (
            saying.weight != "bare" or best is None or best.levels[at] < saying.level
        ):
            draft.put(path, saying.level, saying.quote, f"{source}.maths", saying.confidence)
        elif best is not None and best.levels[at] > 0:
            draft.put(path, best.levels[at], best.quote, f"{source}.studies", 0.7)


def _subjects(document: Document, line: Line) -> Iterator[Studied]:
    tokens, tables = document.tokens, _tables()
    school = _has(document, line, tables.school) and not _has(document, line, tables.degrees)
    at = line.start
    while at < line.end:
        match = tables.subjects.match(tokens, at)
        if match is None or match[0] > line.end:
            at += 1
            continue
        before = [token.fold for token in tokens[max(line.start, at - 3) : at]]
        levels = match[1]
        if not _PLACES & set(before) and not (before[-1:] == ["data"] and levels == (2, 2, 2, 2)):
            if school:
                levels = tuple(min(_SCHOOL, level) for level in levels)
            elif _MINORS & set(before):
                levels = tuple(min(2, level) for level in levels)
            yield Studied(levels, quote(tokens[at : match[0]]))
        at = match[0]


def _has(document: Document, line: Line, phrases: Phrases[bool]) -> bool:
    tokens = document.tokens
    for at in range(line.start, line.end):
        match = phrases.match(tokens, at)
        if match is not None and match[0] <= line.end:
            scrum = at > line.start and tokens[at - 1].fold == "scrum"
            if not scrum and vocabulary().months.get(tokens[at].fold) is None:
                return True
    return False


@cache
def _tables() -> _Tables:
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return _Tables(
        subjects=Phrases(
            (name, tuple(entry["of"]))
            for entry in tables["subjects"]["levels"]
            for name in entry["names"]
        ),
        degrees=Phrases((name, True) for name in tables["degrees"]["names"]),
        short=Phrases((name, True) for name in tables["short"]["names"]),
        school=Phrases((name, True) for name in tables["school"]["names"]),
    )
