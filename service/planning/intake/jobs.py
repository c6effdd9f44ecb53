"""Jobs of a CV: the ranges of its dates, each with the title that stands beside it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from service.planning.intake import gazetteer
from service.planning.intake.dates import Point, Range, point_at
from service.planning.intake.document import Document, Line
from service.planning.intake.durations import told_ranges
from service.planning.intake.titles import Title, titles_in
from service.planning.intake.vocabulary import LineKind, vocabulary

_ABOVE, _BELOW = 3, 3  # lines between a date and its title
_MOST = 300  # ranges: nobody had more jobs
_LONG = 20  # tokens of a line from which on dates and titles have to share a sentence
_TITLES = 50  # on a line
_SHORT = 14  # tokens of a line that is a title's and not a sentence's
_NO_JOBS = frozenset({"skill", "certificate", "reference", "interest"})


@dataclass(frozen=True, slots=True)
class Job:
    """A span of work. It takes the lines from `top` up to, not including, `bottom`; in prose a sentence."""

    span: Range
    title: Title | None
    top: int
    bottom: int
    sentence: int | None = None


@dataclass(frozen=True, slots=True)
class Career:
    """What a document's date ranges are about. Those for studying are left out."""

    jobs: tuple[Job, ...]
    breaks: tuple[Range, ...]


def read_career(document: Document) -> Career:
    """The jobs and the breaks between them, in the order of the text."""
    breaks: list[Range] = []
    spans: list[Range] = []
    titles = _titles(document)
    every = _spans(document, titles)
    dated = {document.tokens[span.start].line for span in every}
    for span in every[:_MOST]:
        kind = _kind(document, span, titles, dated)
        if kind == "break":
            breaks.append(span)
        elif kind is None:
            spans.append(span)
    found = _paired(document, spans, titles)
    kept = [
        (span, title)
        for span, title in zip(spans, found, strict=True)
        if _counts(document, span, title)
    ]
    return Career(tuple(_with_lines(document, kept)), tuple(breaks))


def _titles(document: Document) -> list[list[Title]]:
    """The titles that begin on each line. In a sentence they may go on in the next."""
    found: list[list[Title]] = [[] for _ in document.lines]
    for title in titles_in(document.tokens, 0, len(document.tokens)):
        line = found[document.tokens[title.start].line]
        whole = document.sentences[title.start] == document.sentences[title.end - 1]
        if whole and len(line) < _TITLES:
            line.append(title)
    return found


def _spans(document: Document, titles: Sequence[Sequence[Title]]) -> list[Range]:
    """The ranges where work may stand, and bare years beside a title among the jobs."""
    found = [
        span
        for span in told_ranges(document.tokens)
        if document.line_of(span.start).section not in _NO_JOBS
        and (titles[document.tokens[span.start].line] or not _is_of_technology(document, span))
    ]
    dated = {document.tokens[span.start].line for span in found}
    for number, line in enumerate(document.lines):
        if (
            line.section != "job"
            or number in dated
            or not titles[number]
            or line.end - line.start > _SHORT
        ):
            continue
        for at in (line.start, line.end - 1):
            point = point_at(document.tokens, at)
            if point is not None and point[1] <= line.end:
                found.append(Range(point[0], point[0], at, point[1]))
                break
    return sorted(found, key=lambda span: span.start)


def _is_of_technology(document: Document, span: Range) -> bool:
    """Python (2010 - 2015), Java since 2016: the time in which something was used."""
    names, line = gazetteer.phrases(), document.line_of(span.start)
    for at in range(max(line.start, span.start - 4), span.start):
        match = names.match(document.tokens, at)
        if match is not None and span.start - 1 <= match[0] <= span.start:
            return True
    return False


def _kind(
    document: Document, span: Range, titles: Sequence[Sequence[Title]], dated: Container[int]
) -> LineKind | None:
    """Whether a range is for studying or a break; None if it may be for work."""
    here = document.tokens[span.start].line
    line = document.lines[here]
    if line.section == "education":
        return "education"
    own = _line_kind(document, here)
    below = _line_kind(document, here + 1) if here + 1 < len(document.lines) else None
    if own == "training" or (below == "training" and not titles[here]):
        return "education"
    if own == "break" or (own == "education" and not titles[here]):
        return own
    if titles[here]:
        return None
    near = [n for n in (here + 1, here - 1) if 0 <= n < len(document.lines)]
    if any(titles[n] for n in near):
        return None
    kinds = [_line_kind(document, n) for n in near if n not in dated]
    return "break" if "break" in kinds else "education" if "education" in kinds[:1] else None


def _line_kind(document: Document, number: int) -> LineKind | None:
    line = document.lines[number]
    if line.end - line.start > 40:
        return None
    for at in range(line.start, line.end):
        match = vocabulary().lines.match(document.tokens, at)
        if match is not None and match[1] != "contact" and match[0] <= line.end:
            return match[1]
    return None


def _paired(
    document: Document, spans: Sequence[Range], titles: Sequence[Sequence[Title]]
) -> list[Title | None]:
    """The title of each range: on its line, else above or below, as most of the document has it."""
    by_line: dict[int, list[Range]] = {}
    lines = [document.tokens[span.start].line for span in spans]
    for line, span in zip(lines, spans, strict=True):
        by_line.setdefault(line, []).append(span)
    prose = _in_prose(document, spans, titles)
    found = [
        prose.get(span) or _beside(document, span, by_line[line], titles[line])
        for line, span in zip(lines, spans, strict=True)
    ]
    bare = [at for at, title in enumerate(found) if title is None]
    above = {at: _nearby(document, lines[at], by_line, -1, titles) for at in bare}
    below = {at: _nearby(document, lines[at], by_line, 1, titles) for at in bare}

    def distance(side: dict[int, tuple[int, Title] | None]) -> tuple[int, int]:
        near = [entry[0] for entry in side.values() if entry]
        return len(near), -sum(near)

    first, second = (above, below) if distance(above) >= distance(below) else (below, above)
    taken = {entry[1] for entry in first.values() if entry}
    for at in bare:
        choice, other = first[at], second[at]
        if choice is None and other is not None and other[1] not in taken:
            choice = other
        found[at] = choice[1] if choice else None
    return found


def _in_prose(
    document: Document, spans: Sequence[Range], titles: Sequence[Sequence[Title]]
) -> dict[Range, Title | None]:
    """The titles of ranges in sentences that go over several lines, found in their sentence."""
    by_sentence: dict[int, list[Range]] = {}
    named: dict[int, list[Title]] = {}
    for span in spans:
        if _is_wrapped(document, span):
            by_sentence.setdefault(document.sentences[span.start], []).append(span)
    for title in (title for line in titles for title in line):
        named.setdefault(document.sentences[title.start], []).append(title)
    return {
        span: _beside(document, span, here, named.get(sentence, ()))
        for sentence, here in by_sentence.items()
        for span in here
    }


def _is_wrapped(document: Document, span: Range) -> bool:
    """Whether the sentence of a range goes on in another line."""
    line, sentences = document.line_of(span.start), document.sentences
    here = sentences[span.start]
    before = line.start > 0 and sentences[line.start] == here == sentences[line.start - 1]
    behind = line.end < len(sentences) and sentences[line.end - 1] == here == sentences[line.end]
    return before or behind


def _beside(
    document: Document, span: Range, here: Sequence[Range], found: Sequence[Title]
) -> Title | None:
    if not found:
        return None
    if len(here) == 1:
        alike = [t for t in found if document.sentences[t.start] == document.sentences[span.start]]
        line = document.line_of(span.start)
        if line.end - line.start > _LONG and not alike:
            return None
        return min(alike or found, key=lambda title: (title.kind == "neutral", _gap(title, span)))
    # Several jobs on one line: the titles stand all before their dates or all behind them.
    if found[0].start < here[0].start:
        before = [title for title in found if title.start < span.start]
        return before[-1] if before else None
    behind = [title for title in found if title.start >= span.end]
    return behind[0] if behind else None


def _gap(title: Title, span: Range) -> int:
    return title.start - span.end if title.start >= span.end else span.start - title.end


def _nearby(
    document: Document,
    number: int,
    dated: Container[int],
    step: int,
    titles: Sequence[Sequence[Title]],
) -> tuple[int, Title] | None:
    for distance in range(1, (_ABOVE if step < 0 else _BELOW) + 1):
        near = number + step * distance
        if not 0 <= near < len(document.lines) or near in dated:
            return None
        line = document.lines[near]
        if line.heading:
            return None
        if titles[near] and line.end - line.start <= _SHORT:
            firm = [title for title in titles[near] if title.kind != "neutral"]
            return distance, (firm or list(titles[near]))[0]
    return None


def _counts(document: Document, span: Range, title: Title | None) -> bool:
    """Outside a section of jobs only a title makes a range work."""
    section = document.line_of(span.start).section
    if title is None or title.kind == "neutral":
        return section == "job" or (title is not None and title.firm)
    return True


def _with_lines(document: Document, kept: Sequence[tuple[Range, Title | None]]) -> Iterable[Job]:
    tokens, lines = document.tokens, document.lines
    tops = []
    for span, title in kept:
        line = tokens[span.start].line
        tops.append(min(line, tokens[title.start].line) if title else line)
    for at, (span, title) in enumerate(kept):
        here = tokens[span.start].line
        if lines[here].section != "job" and _is_wrapped(document, span):
            yield Job(span, title, here, here, document.sentences[span.start])
            continue
        bottom = tops[at + 1] if at + 1 < len(tops) else len(lines)
        if bottom == len(lines) and lines[here].section != "job":
            # Without headings the last job ends with its paragraph.
            bottom = next((n for n in range(here, bottom) if not _has_words(lines[n])), bottom)
        bottom = next((n for n in range(tops[at] + 1, bottom) if _opens(document, n)), bottom)
        yield Job(span, title, tops[at], max(bottom, here + 1))


def _has_words(line: Line) -> bool:
    return line.end > line.start


def _opens(document: Document, number: int) -> bool:
    """Whether a line opens another section: a heading, or a label."""
    return document.lines[number].heading or document.lines[number].opens


def end_of(job: Job, now: Point | None) -> Point | None:
    """When a job ended, the latest date of the document if it goes on."""
    return job.span.last or now
