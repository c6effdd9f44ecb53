"""A CV's text to a proposed profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from service.planning.intake.certificates import read_certificates
from service.planning.intake.dates import Point, latest, points
from service.planning.intake.document import Document, read_document
from service.planning.intake.experience import Spell, hints_of, put_years, read_claims
from service.planning.intake.exposure import put_exposure, read_signs, signs_of_statements
from service.planning.intake.jobs import Career, Job, read_career
from service.planning.intake.levels import Rated, rate, warnings_of
from service.planning.intake.mathematics import put_maths, read_studies
from service.planning.intake.proposal import Draft, Proposal
from service.planning.intake.quotes import quote
from service.planning.intake.statements import Statement, read_statements
from service.planning.intake.tenure import interval

_SOURCE = "cv"
GROUPS: Mapping[str, str] = {"language": "languages", "skill": "skills"}


def propose_from_text(text: str) -> Proposal:
    """What a CV supports. Any text will do; one without a word of work gives an empty profile.

    The text is bounded by the caller. The same text always gives the same proposal.
    """
    document = read_document(text)
    now = latest(
        point for tokens in (document.tokens, document.aside) for point, _ in points(tokens)
    )
    career = read_career(document)
    statements = read_statements(document, career.jobs, now, _SOURCE)
    statements += read_certificates(document, _SOURCE)
    draft = Draft()
    breaks = [interval(span, now) for span in career.breaks]
    spells = _spells(document, career, statements, now)
    everywhere = hints_of(hinting(statements))
    put_years(draft, spells, breaks, read_claims(document), everywhere, _SOURCE)
    rated = rate(statements, now.year if now else None)
    put_levels(draft, rated)
    put_maths(draft, read_studies(document), statements, _SOURCE)
    put_exposure(draft, [*read_signs(document), *signs_of_statements(statements)], _SOURCE)
    draft.warnings += open_ended(career.jobs, now)
    draft.warnings += warnings_of(rated)
    return draft.finish()


def put_levels(draft: Draft, rated: Iterable[Rated]) -> None:
    """Proposes `languages` and `skills`."""
    for entry in rated:
        if entry.kind in GROUPS:
            by = entry.by
            path = f"{GROUPS[entry.kind]}.{entry.tag}"
            draft.put(path, entry.level, by.quote, by.rule, by.confidence)


def open_ended(jobs: Sequence[Job], now: Point | None) -> list[str]:
    """A warning if a job goes on and nothing in the document is later than its begin."""
    alone = [job for job in jobs if job.span.last is None and now and job.span.first >= now]
    if not alone or now is None:
        return []
    return [f"No date after {now.year} was found: work that goes on is counted until then."]


def _spells(
    document: Document, career: Career, statements: Sequence[Statement], now: Point | None
) -> list[Spell]:
    lines: dict[int, list[Statement]] = {}
    for statement in statements:
        lines.setdefault(statement.line, []).append(statement)
    spells = []
    for job in career.jobs:
        start, end = interval(job.span, now)
        within = [s for line in range(job.top, job.bottom) for s in lines.get(line, ())]
        dates = quote(document.tokens[job.span.start : job.span.end])
        spells.append(
            Spell(
                start,
                end,
                job.title,
                dates,
                hints_of(hinting(within)),
                bool(within) or job.sentence is not None,
            )
        )
    return spells


def hinting(statements: Iterable[Statement]) -> Iterable[str | None]:
    """The domains hinted at, each technology once."""
    tags = {s.alias.tag: s.alias.domain for s in statements if s.weight not in ("never", "wish")}
    return tags.values()
