"""A JSON Resume to a proposed profile. Name, contact, place, profiles and references stay unread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from service.planning.intake.certificates import read_certificates
from service.planning.intake.cv import hinting, put_levels
from service.planning.intake.dates import Point, Range, latest, point_at, points
from service.planning.intake.document import Document, read_document
from service.planning.intake.experience import Claim, Spell, hints_of, put_years, read_claims
from service.planning.intake.exposure import Sign, put_exposure, read_signs, signs_of_statements
from service.planning.intake.levels import rate, warnings_of
from service.planning.intake.mathematics import Studied, put_maths, read_studies
from service.planning.intake.proposal import Draft, Proposal
from service.planning.intake.shapes import Shapes
from service.planning.intake.skill_entries import named_statements, skill_statements
from service.planning.intake.statements import Statement, read_statements
from service.planning.intake.tenure import interval
from service.planning.intake.titles import Title, titles_in
from service.planning.intake.tokens import clean, tokenise
from service.planning.intake.vocabulary import Section

_SOURCE = "resume"
_DATED: Mapping[str, tuple[str, ...]] = {
    "work": ("startDate", "endDate"),
    "education": ("startDate", "endDate"),
    "projects": ("startDate", "endDate"),
    "volunteer": ("startDate", "endDate"),
    "certificates": ("date",),
    "awards": ("date",),
    "publications": ("releaseDate",),
}


@dataclass(slots=True)
class _Found:
    statements: list[Statement]
    spells: list[Spell]
    signs: list[Sign]
    claims: list[Claim]
    studies: list[Studied]


def propose_from_resume(resume: Mapping[str, Any]) -> Proposal:
    """What a JSON Resume supports. What has another shape than expected is passed over.

    `languages` are spoken ones and never become programming languages. The same resume always
    gives the same proposal.
    """
    shapes = Shapes(resume if isinstance(resume, Mapping) else {})
    now = latest(_dates(shapes))
    found = _Found([], [], [], [], [])
    draft = Draft()
    _read_basics(shapes, found)
    _read_work(shapes, now, found, draft)
    _read_projects(shapes, now, found)
    _read_studies(shapes, found)
    found.statements += skill_statements(shapes, _SOURCE)
    for entry in shapes.entries("certificates"):
        document = read_document(shapes.text(entry, "name"), "certificate")
        found.statements += read_certificates(document, _SOURCE)
        found.signs += read_signs(document)
    put_years(draft, found.spells, (), found.claims, hints_of(hinting(found.statements)), _SOURCE)
    rated = rate(found.statements, now.year if now else None)
    put_levels(draft, rated)
    put_maths(draft, found.studies, found.statements, _SOURCE)
    put_exposure(draft, [*found.signs, *signs_of_statements(found.statements)], _SOURCE)
    draft.warnings += warnings_of(rated) + list(dict.fromkeys(shapes.warnings))
    return draft.finish()


def _dates(shapes: Shapes) -> Iterator[Point]:
    """Every date of the sections; the warnings about their shapes are given when they are read."""
    quiet = Shapes(shapes.resume)
    for section, keys in _DATED.items():
        for entry in quiet.entries(section):
            for key in keys:
                point = _point(quiet, entry, key)
                if point is not None:
                    yield point
            for text in (quiet.text(entry, "summary"), *quiet.words(entry, "highlights")):
                yield from (point for point, _ in points(tokenise([clean(text)])))


def _point(shapes: Shapes, entry: Mapping[str, Any], key: str) -> Point | None:
    value = entry.get(key)
    text = str(value) if type(value) is int and 1000 <= value <= 9999 else shapes.text(entry, key)
    tokens = tokenise([clean(text[:40])])
    found = point_at(tokens, 0) if tokens else None
    whole = found is not None and (found[1] == len(tokens) or tokens[found[1]].fold == "t")
    return found[0] if found and whole else None


def _read_basics(shapes: Shapes, found: _Found) -> None:
    basics = shapes.part("basics")
    _read_text(shapes, basics, ("summary",), (), "summary", found)
    label = read_document(shapes.text(basics, "label"), "summary")
    found.claims += read_claims(label)
    found.signs += read_signs(label)


def _read_work(shapes: Shapes, now: Point | None, found: _Found, draft: Draft) -> None:
    open_ended = False
    for entry in shapes.entries("work"):
        first, last = _point(shapes, entry, "startDate"), _point(shapes, entry, "endDate")
        end = last or now
        title = _title(shapes.text(entry, "position"))
        document = _join(
            shapes, entry, ("position", "summary", "description"), ("highlights",), "job"
        )
        statements = _take(document, end, found)
        if first is None or (last is not None and last.end < first.start):
            continue
        start, finish = interval(Range(first, last, 0, 0), now)
        dates = f"{_shown(first)} - {_shown(last) if last else 'present'}"
        hints = hints_of(hinting(statements))
        found.spells.append(Spell(start, finish, title, dates, hints, bool(statements)))
        open_ended = open_ended or (last is None and now is not None and first >= now)
    if open_ended and now is not None:
        draft.warnings.append(
            f"No date after {now.year} was found: work that goes on is counted until then."
        )


def _read_projects(shapes: Shapes, now: Point | None, found: _Found) -> None:
    for entry in shapes.entries("projects"):
        end = _point(shapes, entry, "endDate") or now
        document = _join(shapes, entry, ("name", "description"), ("highlights",), "project")
        _take(document, end, found)
        for word in shapes.words(entry, "keywords"):
            found.statements += (
                replace(
                    one, weight="use", rule=f"{_SOURCE}.keyword", last=end.year if end else None
                )
                for one in named_statements(word, None, _SOURCE)
                if one.weight == "bare"
            )


def _read_studies(shapes: Shapes, found: _Found) -> None:
    for entry in shapes.entries("education"):
        degree = _join(shapes, entry, ("area", "studyType"), (), "education")
        found.studies += read_studies(degree)
        courses = _join(shapes, entry, (), ("courses",), "education")
        found.signs += read_signs(courses)
        found.signs += read_signs(degree)
        found.statements += (
            statement
            for statement in read_statements(courses, source=_SOURCE)
            if statement.alias.kind == "maths"
        )


def _read_text(
    shapes: Shapes,
    entry: Mapping[str, Any],
    texts: Sequence[str],
    lists: Sequence[str],
    section: Section,
    found: _Found,
) -> None:
    document = _join(shapes, entry, texts, lists, section)
    _take(document, None, found)
    found.claims += read_claims(document)


def _take(document: Document, end: Point | None, found: _Found) -> list[Statement]:
    statements = read_statements(document, now=end, source=_SOURCE, year=end.year if end else None)
    found.statements += statements
    found.signs += read_signs(document)
    return statements


def _join(
    shapes: Shapes,
    entry: Mapping[str, Any],
    texts: Sequence[str],
    lists: Sequence[str],
    section: Section,
) -> Document:
    """The texts as lines, so that what is said in one does not reach into the next."""
    lines = [shapes.text(entry, key) for key in texts]
    lines += [word for key in lists for word in shapes.words(entry, key)]
    name = shapes.text(shapes.part("basics"), "name")
    return read_document("\n\n".join(filter(None, lines)), section, name)


def _title(position: str) -> Title | None:
    tokens = tokenise([clean(position[:200]).replace("\n", " ")])
    found = titles_in(tokens, 0, len(tokens))
    firm = [title for title in found if title.kind != "neutral"]
    return next(iter(firm or found), None)


def _shown(point: Point) -> str:
    return f"{point.year}-{point.month:02}" if point.month else str(point.year)
