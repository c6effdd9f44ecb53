"""A JSON Resume to a proposed profile. Name, contact, place and references are never read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from service.planning.cv.gazetteer import find_alias
from service.planning.cv.mentions import find_mentions
from service.planning.cv.periods import Period, find_periods, latest_year, months_of
from service.planning.cv.proposal import Findings, Proposal, in_halves
from service.planning.cv.schooling import (
    read_certificates,
    read_exposure,
    read_framework,
    read_studies,
)
from service.planning.cv.statements import WORD, YEARS, read_statement
from service.planning.cv.titles import GENERAL, LEARNING, find_title

_MOST = 300  # entries of a section
_LONG = 4000  # characters of a text
_LONGEST = 1_000_000  # characters of a resume
_LEVELS = tuple(
    (level, re.compile(rf"\b(?:{words})", re.IGNORECASE))
    for level, words in (
        (
            3,
            "advanced|master|expert|fluent|senior|proficient|fortgeschritten|sehr gut|avancé|confirmé|avanzad",
        ),
        (
            1,
            "beginner|basic|novice|elementary|junior|grundkenntnis|anfänger|débutant|notions|básic|principiante",
        ),
        (
            2,
            r"intermediate|competent|professional|medium|gut\b|mittel|intermédiaire|medio\b|intermedio",
        ),
    )
)


def propose_from_resume(resume: Mapping[str, Any]) -> Proposal:
    """Reads a JSON Resume. What is not of the expected shape is passed over."""
    findings = Findings()
    told = {name: resume[name] for name in resume if name not in ("basics", "references")}
    newest = latest_year(json.dumps(told, default=str)[:_LONGEST])
    _read_work(resume, newest, findings)
    _read_skills(resume, findings)
    for entry in _entries(resume, "certificates", findings):
        name = _text(entry, "name")
        read_certificates(name, findings, "resume.certificate")
        read_exposure(name, findings, "resume.certificate")
    for entry in _entries(resume, "education", findings):
        courses = [text for text in _list(entry.get("courses")) if isinstance(text, str)]
        read_studies(_text(entry, "area"), findings, "resume.education")
        read_exposure("\n".join(courses), findings, "resume.course")
    for entry in _entries(resume, "projects", findings):
        _read_text(_text(entry, "description"), findings, "resume.project")
        for name in _list(entry.get("keywords"))[:_MOST]:
            _read_name(name, 2, WORD, 0.5, "resume.project", findings)
    return findings.proposal()


def _read_work(resume: Mapping[str, Any], newest: int | None, findings: Findings) -> None:
    by_domain: dict[str, list[Period]] = {}
    titles: dict[str, str] = {}
    for entry in _entries(resume, "work", findings):
        texts = [text for text in _list(entry.get("highlights")) if isinstance(text, str)]
        text = "\n".join([_text(entry, "summary"), *texts])
        _read_text(text, findings, "resume.work")
        title = find_title(_text(entry, "position"))
        if title is None:
            continue
        if title.domain == LEARNING:
            findings.add("ml_exposure", "production", title.quote, "resume.position", 0.7)
        period = _period(entry, newest)
        if period is None:
            continue
        domain = title.domain if title.domain != GENERAL else _domain_of(text)
        by_domain.setdefault(domain, []).append(period)
        titles.setdefault(domain, title.quote)
        if period.open:
            findings.warn(f"What goes on today was counted up to {newest}: check the years.")
    for domain, periods in by_domain.items():
        years = in_halves(len(months_of(periods)))
        if domain != LEARNING:
            quote = f"{titles[domain]} … {periods[0].quote}"
            findings.add(f"domains.{domain}", years, quote, "resume.work-dates", 0.8)
    whole = [period for periods in by_domain.values() for period in periods]
    if whole:
        years = in_halves(len(months_of(whole)))
        findings.add("years_experience", years, whole[0].quote, "resume.work-dates", 0.8)


def _period(entry: Mapping[str, Any], newest: int | None) -> Period | None:
    start, end = (_text(entry, name)[:7] for name in ("startDate", "endDate"))
    text = f"{start} - {end}" if end else f"{start} - present"
    padded = f"{text}\n{newest}" if newest else text  # what "present" is taken for
    return next(iter(find_periods(padded)), None)


def _domain_of(text: str) -> str:
    hints = [mention.alias.domain for mention in find_mentions(text) if mention.alias.domain]
    if "frontend" in hints and "backend" in hints:
        return "fullstack"
    return max(sorted(set(hints)), key=hints.count, default="backend")


def _read_skills(resume: Mapping[str, Any], findings: Findings) -> None:
    for entry in _entries(resume, "skills", findings):
        said = _text(entry, "level")
        level = next((level for level, words in _LEVELS if words.search(said)), None)
        names = [_text(entry, "name"), *_list(entry.get("keywords"))]
        for name in names[:_MOST]:
            sure, weight = (0.5, WORD) if level is None else (0.8, YEARS)
            tag = _read_name(name, level or 2, weight, sure, "resume.skill", findings)
            if tag and level is None:
                findings.warn(f"No level was given for {tag}: 2 is assumed.")


def _read_name(
    name: Any, level: int, weight: int, sure: float, rule: str, findings: Findings
) -> str | None:
    """A technology that stands by itself in a list; its tag, if it is known."""
    alias = find_alias(name) if isinstance(name, str) and len(name) <= 80 else None
    if alias is None:
        return None
    group = "languages" if alias.kind == "language" else "skills"
    findings.add(f"{group}.{alias.tag}", level, name.strip(), rule, sure, weight)
    read_framework(alias.tag, level, findings, name.strip(), rule)
    return alias.tag


def _read_text(text: str, findings: Findings, rule: str) -> None:
    """Technologies that a description names."""
    text = text[:_LONG]
    for mention in find_mentions(text):
        group = "languages" if mention.alias.kind == "language" else "skills"
        said = read_statement(text, mention)
        field = f"{group}.{mention.alias.tag}"
        findings.add(field, said.level, said.quote, rule, said.confidence, said.weight)
        read_framework(mention.alias.tag, said.level, findings, said.quote, rule)
    read_exposure(text, findings, rule)


def _entries(
    resume: Mapping[str, Any], name: str, findings: Findings
) -> Iterator[Mapping[str, Any]]:
    section = resume.get(name)
    entries = _list(section)
    good = [entry for entry in entries[:_MOST] if isinstance(entry, Mapping)]
    if len(good) < len(entries) or (section is not None and not isinstance(section, list)):
        findings.warn(f"A part of '{name}' is not as in a JSON Resume and was passed over.")
    yield from good


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return value[:_LONG] if isinstance(value, str) else ""
