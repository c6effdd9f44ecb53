"""Lengths of time - 5 years, seven Jahre, 18 mois - and which technologies they are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from service.planning.intake.dates import Point, Range, point_at, ranges
from service.planning.intake.document import Document
from service.planning.intake.meaning import Mention
from service.planning.intake.quotes import quote
from service.planning.intake.tokens import Token
from service.planning.intake.vocabulary import vocabulary

_BEHIND = 3  # tokens from a range to its length
_JOINED = frozenset(",/&")
_LEADS = frozenset("(:-,|=") | frozenset(
    "for seit since depuis pendant durante desde hace over uber".split()
)


class Duration(NamedTuple):
    """Tokens `start` to `end` are a length of time."""

    years: float
    start: int
    end: int


class Used(NamedTuple):
    """How long a technology was used, if that is said, and in which year last."""

    years: float | None
    last: int | None
    quote: str


def durations(tokens: Sequence[Token]) -> list[Duration]:
    """All of them, in order; nobody's age is among them."""
    found = []
    at = 0
    while at < len(tokens):
        duration = _duration_at(tokens, at)
        if duration is not None:
            found.append(duration)
        at = duration.end if duration is not None else at + 1
    return found


def told_ranges(tokens: Sequence[Token]) -> Iterator[Range]:
    """The ranges; one that goes on ends after the time that stands right behind it.

    "Jan 2023 - Present (2 years 3 months)": that is more exact than the latest date of the document.
    """
    lengths = {length.start: length for length in durations(tokens)}
    for span in ranges(tokens):
        behind = range(span.end, span.end + _BEHIND)
        length = next((lengths[at] for at in behind if at in lengths), None)
        if span.last is None and length is not None:
            rest = lengths.get(length.end)  # the months behind the years
            years = length.years + (rest.years if rest else 0)
            months = round((span.first.start + years) * 12)
            yield span._replace(last=Point((months - 1) // 12, (months - 1) % 12 + 1))
        else:
            yield span


def used_for(
    document: Document,
    mentions: Sequence[Mention],
    found: Sequence[Duration],
    now: Point | None,
) -> Mapping[int, Used]:
    """By the place of a mention in `mentions`: the time that stands beside it."""
    tokens = document.tokens
    starts = {mention.start: at for at, mention in enumerate(mentions)}
    ends = {mention.end: at for at, mention in enumerate(mentions)}
    used: dict[int, Used] = {}
    for duration in found:
        before = _mention_before(tokens, ends, duration.start)
        ahead = _mention_ahead(document, starts, duration.end)
        if before is not None and (ahead is None or _closer(document, mentions, before, duration)):
            words = (
                f"{_name(tokens, mentions[before])} {quote(tokens[duration.start : duration.end])}"
            )
            used.setdefault(before, Used(duration.years, None, quote(words)))
        elif ahead is not None:
            _fill_list(document, mentions, duration, ahead, used)
    for at, mention in enumerate(mentions):
        dated = _dated(document, mention, now, starts)
        if dated is not None:
            used.setdefault(at, dated)
    return used


def _duration_at(tokens: Sequence[Token], at: int) -> Duration | None:
    years = vocabulary().dates["years"]
    start = at
    number, at = _number(tokens, at)
    if number is None:
        return None
    while at < len(tokens) and at < start + 6 and tokens[at].text in "+~-'":
        at += 1
    if at >= len(tokens):
        return None
    unit = years.match(tokens, at)
    months = None if unit else vocabulary().dates["months_long"].match(tokens, at)
    end = unit[0] if unit else months[0] if months else 0
    if not end or number > (600 if months else 50):
        return None
    if end < len(tokens) and tokens[end].text == "'":
        end += 1
    old = vocabulary().dates["old"]
    near = (start - 1, start - 2, end)
    if any(0 <= n < len(tokens) and old.match(tokens, n) for n in near):
        return None
    return Duration(number / 12 if months else number, start, end)


def _number(tokens: Sequence[Token], at: int) -> tuple[float | None, int]:
    token = tokens[at]
    word = vocabulary().numbers.get(token.fold)
    if word is not None and token.is_word:
        return float(word), at + 1
    if not token.is_number or len(token.text) > 3 or not token.text.isdecimal():
        return None, at
    if at and not token.glue and tokens[at - 1].text in ".,+" and tokens[at - 1].line == token.line:
        return None, at
    number, end = float(token.text), at + 1
    if end + 1 < len(tokens) and tokens[end].text in ".," and not tokens[end].glue:
        after = tokens[end + 1]
        if after.is_number and not after.glue and len(after.text) == 1 and after.text.isdecimal():
            return number + int(after.text) / 10, end + 2
    if end + 1 < len(tokens) and tokens[end].text == "-" and tokens[end + 1].is_number:
        return number, end + 2
    return number, end


def _mention_before(tokens: Sequence[Token], ends: Mapping[int, int], start: int) -> int | None:
    for at in range(start, max(start - 4, -1), -1):
        if at in ends:
            return ends[at]
        if at and tokens[at - 1].fold not in _LEADS:
            return None
    return None


def _mention_ahead(document: Document, starts: Mapping[int, int], end: int) -> int | None:
    joints, tokens = vocabulary().words["joints"], document.tokens
    for at in range(end, min(end + 9, len(tokens))):
        if document.sentences[at] != document.sentences[end - 1]:
            return None
        if at in starts:
            return starts[at]
        if tokens[at].fold not in joints and tokens[at].text not in "-'":
            return None
    return None


def _closer(
    document: Document, mentions: Sequence[Mention], before: int, duration: Duration
) -> bool:
    """Whether the time belongs to what stands before it: 'Go (5 years), Java', 'Go 5 years Java'."""
    tokens, mention = document.tokens, mentions[before]
    gap = tokens[mention.end : duration.start]
    if any(token.text in "(:=" or token.is_word for token in gap):
        return True
    if any(token.text in ",|" for token in gap):
        return False
    return mention.start <= document.line_of(mention.start).start + 1


def _fill_list(
    document: Document,
    mentions: Sequence[Mention],
    duration: Duration,
    first: int,
    used: dict[int, Used],
) -> None:
    tokens, ands = document.tokens, vocabulary().words["and"]
    at, end = first, duration.end
    while at < len(mentions):
        gap = tokens[end : mentions[at].start]
        if at > first and not (
            0 < len(gap) <= 2
            and all(
                t.text in _JOINED or (t.fold in ands and t.fold not in ("with", "mit")) for t in gap
            )
            and document.sentences[mentions[at].start] == document.sentences[duration.start]
        ):
            return
        lead = quote(tokens[duration.start : mentions[first].start])
        words = quote(f"{lead} {_name(tokens, mentions[at])}")
        used.setdefault(at, Used(duration.years, None, words))
        end, at = mentions[at].end, at + 1


def _dated(
    document: Document, mention: Mention, now: Point | None, starts: Mapping[int, int]
) -> Used | None:
    """Python (2010 - 2014), Java since 2012, Perl, last used 2009."""
    tokens, dates = document.tokens, vocabulary().dates
    line = document.line_of(mention.start)
    end = min(mention.end + 9, line.end)
    end = next((at for at in range(mention.end, end) if at in starts), end)
    ahead = tokens[mention.end : end]
    name = _name(tokens, mention)
    for at, token in enumerate(ahead[:6]):
        if token.text in ";|" or (token.text == ")" and at):
            break
        phrase = dates["used_last"].match(ahead, at)
        point = point_at(ahead, phrase[0]) if phrase and phrase[0] < len(ahead) else None
        if phrase is not None and point is not None:
            words = f"{name} {quote(ahead[at : point[1]])}"
            return Used(None, point[0].year, quote(words))
    if not ahead:
        return None
    opened = ahead[0].text == "("
    spans = ranges(ahead[1:] if opened else ahead[:7])
    if not spans or spans[0].start > 0 or not (opened or spans[0].last is None):
        return None
    span = spans[0]
    shown = ahead[1:] if opened else ahead
    last = span.last or now or span.first
    words = quote(f"{name} {quote(shown[: span.end])}")
    return Used(max(0.0, last.end - span.first.start), last.year, words)


def _name(tokens: Sequence[Token], mention: Mention) -> str:
    return quote(tokens[mention.start : mention.end])
