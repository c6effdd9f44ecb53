"""The jobs that a text tells of: stretches of time with the titles that belong to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.planning.cv.periods import Period
from service.planning.cv.titles import Title, find_title, has_degree, is_study

_TITLE_LINE = 110  # characters of a line that is a title
_OPENING = 50  # characters within which a title begins
_PROSE = 75  # characters of a line from which it is running text
_AHEAD = 150  # characters of running text from a date to its title
_SENTENCE_END = re.compile(r"[a-zà-ÿ]{4,}\.$")
_ABOVE, _BELOW = 3, 2  # lines from a date to its title
# A heading after which a text tells no more of the job above it.
_SECTION = re.compile(
    r"^\W{0,6}(?:(?:technical |core |key |it[- ]|tech )?skills?|education|certific\w{0,8}|interests|"
    r"hobbies|references?|publications|strengths|summary|profile|keywords|objective|"
    r"kenntnisse|fähigkeiten|stärken|ausbildung|bildung|studium|sprachen|zertifikate|it-kenntnisse|"
    r"compétences|points forts|formation|langues|diplômes|"
    r"habilidades|competencias|conocimientos|fortalezas|educación|formación|idiomas)"
    r"\b[^\n]{0,30}?(?::|$)"
    r"|\n[ \t]*\n\W{0,6}(?:technologies|languages?|projects?|tech stack|tools|technologien|projekte|"
    r"langages|projets|lenguajes|tecnologías|proyectos)\b[^\n]{0,30}?(?::|$)",
    re.IGNORECASE | re.MULTILINE,
)
# Headings that say whether what stands below is study or work.
_HEADING = re.compile(
    r"^\W{0,6}(?:(?P<study>(?:academic )?education|studies|academic background|schooling|ausbildung|"
    r"bildung(?:sweg)?|studium|schulbildung|formations?|études|educación|formación|estudios)"
    r"|(?P<work>(?:work|professional|relevant|career|employment)?\s?(?:experience|history|employment)|career|"
    r"positions?|beruf\w{0,14}|arbeitserfahrung|werdegang|expériences?(?: professionnelles?)?|parcours|"
    r"experiencia(?: \w{1,12})?|trayectoria))\W{0,4}$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Job:
    """A stretch of work with the part of the text that tells of it, from `start` up to `end`."""

    period: Period
    title: Title
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str
    dated: bool


def find_jobs(text: str, periods: Sequence[Period]) -> list[Job]:
    """The periods that have a title, in the order of the text.

    A title stands in the line of its period, or above or below it: whichever the document does more
    often. A title belongs to one period only. What stands below a heading of studies is no job.
    """
    lines = _lines(text, periods)
    at_line = [_line_of(lines, period.start) for period in periods]
    own = [
        _told_title(text, period, periods, lines[at]) or _own_title(lines, at)
        for period, at in zip(periods, at_line, strict=True)
    ]
    lone = [at for at, title in zip(at_line, own, strict=True) if title is None]
    above = _stands_above(lines, lone)
    used: set[int] = set()
    jobs: list[Job] = []
    for period, at, title in zip(periods, at_line, own, strict=True):
        start = lines[at].start
        found = None if title else _near_title(lines, at, above, used)
        if found is not None:
            used.add(found)
            start, title = min(start, lines[found].start), find_title(lines[found].text)
        studied = _below_studies(text, period.start) or has_degree(lines[at].text)
        if title is None or studied or (found is not None and is_study(lines[at].text)):
            continue
        if jobs and jobs[-1].end > start:
            jobs[-1] = replace(jobs[-1], end=max(start, jobs[-1].start))
        jobs.append(Job(period, title, start, _end(text, period, periods)))
    return _sharing(text, jobs)


def _end(text: str, period: Period, periods: Sequence[Period]) -> int:
    later = [other.start for other in periods if other.start > period.start]
    end = min(later, default=len(text))
    section = _SECTION.search(text, period.end, end)
    return section.start() if section else end


def _sharing(text: str, jobs: Sequence[Job]) -> list[Job]:
    """Roles that follow one another with no text between share what is told below the last."""
    shared = list(jobs)
    for at in range(len(shared) - 2, -1, -1):
        job, after = shared[at], shared[at + 1]
        if after.start >= job.end and not text[job.period.end : after.start].strip():
            shared[at] = replace(job, end=max(job.end, after.end))
    return shared


def _lines(text: str, periods: Sequence[Period]) -> list[_Line]:
    starts = [period.start for period in periods]
    found, start, at = [], 0, 0
    for line in text.splitlines(keepends=True):
        dated = False
        while at < len(starts) and starts[at] < start + len(line):
            dated, at = True, at + 1
        found.append(_Line(start, line.rstrip(), dated))
        start += len(line)
    return found


def _line_of(lines: Sequence[_Line], position: int) -> int:
    return max((at for at, line in enumerate(lines) if line.start <= position), default=0)


def _told_title(text: str, period: Period, periods: Sequence[Period], line: _Line) -> Title | None:
    """The title that running text gives after a date: "from 2018 to 2022 I was an iOS developer"."""
    if len(line.text) < _PROSE:
        return None
    later = [other.start for other in periods if other.start > period.start]
    end = min(period.end + _AHEAD, *later, len(text))
    told = re.split(r"\n\s*\n", text[period.end : end], maxsplit=1)[0]
    return find_title(told.replace("\n", " "))


def _own_title(lines: Sequence[_Line], at: int) -> Title | None:
    """The title in the line of a period, which may go on in the next line."""
    title = find_title(lines[at].text)
    if title or at + 1 == len(lines) or lines[at + 1].dated:
        return title
    # A title that is broken by the end of the line stands in neither of the two by itself.
    whole = find_title(f"{lines[at].text} {lines[at + 1].text}")
    return whole if whole and find_title(lines[at + 1].text) is None else None


def _is_title(line: _Line) -> bool:
    if line.dated or len(line.text) > _TITLE_LINE or _SENTENCE_END.search(line.text):
        return False
    return find_title(line.text[:_OPENING]) is not None


def _reach(lines: Sequence[_Line], at: int, above: bool) -> list[int]:
    """The lines near a period in which its title may stand, the nearest first."""
    found: list[int] = []
    blank = 0
    step, most = (-1, _ABOVE) if above else (1, _BELOW)
    while 0 <= (at := at + step) < len(lines) and len(found) < most:
        if not lines[at].text.strip():
            blank += 1
            if not above or blank > 1:
                break
        elif lines[at].dated:
            break
        else:
            found.append(at)
    return found


def _near_title(lines: Sequence[_Line], at: int, above: bool, used: set[int]) -> int | None:
    for side in (above, not above):
        for near in _reach(lines, at, side):
            if near not in used and _is_title(lines[near]):
                return near
    return None


def _stands_above(lines: Sequence[_Line], lone: Sequence[int]) -> bool:
    """Whether the document puts titles above their dates."""
    counts = [
        sum(any(_is_title(lines[near]) for near in _reach(lines, at, side)) for at in lone)
        for side in (True, False)
    ]
    if counts[0] != counts[1] or not lone:
        return counts[0] >= counts[1]
    return not _reach(lines, lone[-1], False)  # nothing follows the last date


def _below_studies(text: str, position: int) -> bool:
    last = None
    for last in _HEADING.finditer(text, 0, position):  # noqa: B007 - the last one is wanted
        pass
    return last is not None and last["study"] is not None
