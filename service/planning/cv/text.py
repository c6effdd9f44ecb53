"""The text of a CV, in English, German, French or Spanish, to a proposed profile."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from service.planning.cv.jobs import Job, find_jobs
from service.planning.cv.mentions import Mention, find_mentions
from service.planning.cv.periods import find_periods, latest_year, months_of
from service.planning.cv.proposal import Findings, Proposal, in_halves
from service.planning.cv.schooling import (
    read_certificates,
    read_exposure,
    read_framework,
    read_studies,
)
from service.planning.cv.statements import BARE, NUMBER, YEARS, count_of, read_statement
from service.planning.cv.titles import GENERAL, LEARNING, find_title, is_study

_STALE = 5 * 12  # months after which a technology has rusted
_STATED = re.compile(
    rf"\b{NUMBER}(?:[.,]\d)?\s?\+?\s?(?:years?|yrs?|jahren?|jahre|ans|années?|años?)\b"
    r"(?P<rest>[^.\n;]{0,60})",
    re.IGNORECASE,
)
_EXPERIENCE = re.compile(
    r"\b(?:experience|erfahrung|berufserfahrung|expérience|experiencia|professional|in software|"
    r"in the industry|developing|programming)\b",
    re.IGNORECASE,
)

_FURTHER = re.compile(
    r"\b(?:and before|before that|then|after that|davor|puis|antes)\b", re.IGNORECASE
)
_FOR = re.compile(r"\b(?:for|over|seit|depuis|pendant|desde hace|durante)\s{0,3}$", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?;]\s|\n\s*\n|\n\W")
_MOST = 200  # statements of years


def propose_from_text(text: str) -> Proposal:
    """Reads a CV. The same text gives the same proposal; only tags of the gazetteer leave it."""
    findings = Findings()
    mentions = find_mentions(text)
    periods = find_periods(text)
    jobs = find_jobs(text, periods)
    _read_years(text, jobs, mentions, findings)
    _read_technologies(text, mentions, jobs, findings)
    for line in text.splitlines():
        if is_study(line):
            read_studies(line, findings, "cv.studies")
    read_exposure(text, findings, "cv.exposure")
    read_certificates(text, findings, "cv.certificate")
    if any(job.period.open for job in jobs):
        findings.warn(f"What goes on today was counted up to {latest_year(text)}: check the years.")
    return findings.proposal()


def _read_years(
    text: str, jobs: Sequence[Job], mentions: Sequence[Mention], findings: Findings
) -> None:
    by_domain: dict[str, list[Job]] = {}
    for job in jobs:
        if job.title.domain == LEARNING:
            findings.add("ml_exposure", "production", job.title.quote, "cv.job-title", 0.7)
        else:
            by_domain.setdefault(_domain(job, mentions), []).append(job)
    for domain, held in by_domain.items():
        years = in_halves(len(months_of(job.period for job in held)))
        sure = 0.8 if any(job.title.domain == domain for job in held) else 0.4
        quote = f"{held[0].title.quote} … {held[0].period.quote}"
        findings.add(f"domains.{domain}", years, quote, "cv.job-dates", sure)
    whole = in_halves(len(months_of(job.period for job in jobs)))
    if whole:
        findings.add("years_experience", whole, jobs[0].period.quote, "cv.job-dates", 0.7)
    starts = {mention.start for mention in mentions}
    for found in islice(_STATED.finditer(text), _MOST):
        about = starts.isdisjoint(range(found.start(), found.end()))
        _read_stated(text, found, about, findings)


def _read_stated(text: str, found: re.Match[str], whole: bool, findings: Findings) -> None:
    """ "8 years of experience", "7 years as a backend engineer", "an SRE for 6 years".

    `whole`: it is said of no technology, so it may be of the whole career.
    """
    years, rest = min(50, count_of(found[1])), _FURTHER.split(found["rest"], maxsplit=1)[0]
    sentence = text[max(0, found.start() - 80) : found.start()]
    title = find_title(rest)
    experience = _EXPERIENCE.search(rest) is not None
    if title is None and (experience or _FOR.search(sentence)):
        title = find_title(_SENTENCE.split(sentence)[-1].replace("\n", " "))
    if experience and whole:
        findings.add("years_experience", years, f"{found[1]} years", "cv.years-stated", 0.7, YEARS)
    if title is not None and title.domain not in (GENERAL, LEARNING):
        quote = f"{found[1]} years … {title.quote}"
        findings.add(f"domains.{title.domain}", years, quote, "cv.years-stated", 0.7)


def _domain(job: Job, mentions: Sequence[Mention]) -> str:
    """The domain of a job; for a plain software engineer that of the technologies of the job."""
    if job.title.domain != GENERAL:
        return job.title.domain
    hints = Counter(
        mention.alias.domain
        for mention in mentions
        if job.start <= mention.start < job.end and mention.alias.domain
    )
    if hints["frontend"] and hints["backend"]:
        return "fullstack"
    return max(hints, key=lambda domain: (hints[domain], domain), default="backend")


def _read_technologies(
    text: str, mentions: Sequence[Mention], jobs: Sequence[Job], findings: Findings
) -> None:
    newest = max((job.period.last for job in jobs), default=0)
    used: dict[str, list[int]] = {}
    for mention in mentions:
        used.setdefault(mention.alias.tag, []).append(_last_used(mention, jobs, newest))
    for mention in mentions:
        alias, statement = mention.alias, read_statement(text, mention)
        level = statement.level
        if level > 1 and statement.weight == BARE and newest - max(used[alias.tag]) > _STALE:
            level -= 1
        group = "languages" if alias.kind == "language" else "skills"
        findings.add(
            f"{group}.{alias.tag}",
            level,
            statement.quote,
            statement.rule,
            statement.confidence,
            statement.weight,
        )
        read_framework(alias.tag, level, findings, statement.quote, "cv.framework")


def _last_used(mention: Mention, jobs: Sequence[Job], newest: int) -> int:
    """The month in which the job of a mention ended; outside jobs it counts as of today."""
    for job in jobs:
        if job.start <= mention.start < job.end:
            return job.period.last
    return newest
