"""Points in time and ranges of them, as job dates are written in four languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from service.planning.intake.tokens import Token
from service.planning.intake.vocabulary import vocabulary

_EARLIEST, _LATEST = 1950, 2049
_JOINTS = frozenset("/.-")
_OPENERS = frozenset("-→>~")
_PARTS = frozenset(
    "ende anfang mitte end start beginning mid early late fin debut finales principios mediados of de".split()
)


class Point(NamedTuple):
    """A year, and a month if one is named."""

    year: int
    month: int | None = None

    @property
    def start(self) -> float:
        """In years: a year alone counts from its beginning, so that 2016 to 2020 are four."""
        return self.year + ((self.month or 1) - 1) / 12

    @property
    def end(self) -> float:
        """In years, with the month named."""
        return self.year + (self.month or 0) / 12


class Range(NamedTuple):
    """Tokens `start` to `end` say first to last; `last` is None while it goes on."""

    first: Point
    last: Point | None
    start: int
    end: int


def ranges(tokens: Sequence[Token]) -> list[Range]:
    """All ranges in the order of the text, none inside another."""
    found: list[Range] = []
    at = 0
    while at < len(tokens):
        span = _range_at(tokens, at) if _may_begin(tokens, at) else None
        if span is not None and (span.last is None or span.last.end >= span.first.start):
            found.append(span)
            at = span.end
        else:
            at += 1
    return found


def points(tokens: Sequence[Token]) -> Iterator[tuple[Point, int]]:
    """Every point named, and the token it begins at; those that lie ahead are passed over."""
    at = 0
    while at < len(tokens):
        found = point_at(tokens, at) if _may_begin(tokens, at) else None
        if found is None:
            at += 1
            continue
        ahead = any(
            vocabulary().dates["future"].match(tokens, n) for n in range(max(0, at - 3), at)
        )
        if not ahead:
            yield found[0], at
        at = found[1]


def latest(candidates: Iterable[Point]) -> Point | None:
    """The last of the points; a month named outweighs its bare year."""
    return max(candidates, key=lambda point: (point.year, point.month or 0), default=None)


def point_at(tokens: Sequence[Token], at: int) -> tuple[Point, int] | None:
    """The point that begins at a token, and where it ends."""
    token = tokens[at]
    if token.is_word:
        return _month_first(tokens, at)
    if not token.is_number:
        return None
    if len(token.text) == 4:
        return _year_first(tokens, at)
    return _day_or_month_first(tokens, at) if len(token.text) <= 2 else None


def _may_begin(tokens: Sequence[Token], at: int) -> bool:
    """Not inside a number such as a phone's or a version's."""
    if at == 0 or not tokens[at].is_number:
        return True
    last = tokens[at - 1]
    if last.line != tokens[at].line:
        return True
    if last.is_number or (last.text in ".+" and not tokens[at].glue and at > 1):
        return not (last.is_number or tokens[at - 2].is_number or last.text == "+")
    return True


def _month_first(tokens: Sequence[Token], at: int) -> tuple[Point, int] | None:
    month = vocabulary().months.get(tokens[at].fold)
    if month is None:
        return None
    end = at + 1
    while (
        end < len(tokens) and end - at < 3 and tokens[end].fold in (".", ",", "de", "del", "/", "-")
    ):
        end += 1
    if _text(tokens, end) == "'" and len(_text(tokens, end + 1)) == 2:
        short = _short_year(tokens, end + 1)
        return (Point(short, month), end + 2) if short else None
    year = _year(tokens, end)
    return (Point(year, month), end + 1) if year else None


def _year_first(tokens: Sequence[Token], at: int) -> tuple[Point, int] | None:
    year = _year(tokens, at)
    if year is None:
        return None
    if _attached(tokens, at + 1) in _JOINTS and len(_attached(tokens, at + 2)) == 2:
        month = _number(tokens, at + 2)
        if month is not None and 1 <= month <= 12 and _attached(tokens, at + 3) != "/":
            end = at + 3
            if _attached(tokens, end) == "-" and len(_attached(tokens, end + 1)) == 2:
                end += 2
            return Point(year, month), end
    return Point(year), at + 1


def _day_or_month_first(tokens: Sequence[Token], at: int) -> tuple[Point, int] | None:
    first = _number(tokens, at)
    if first is None or not 1 <= first <= 31:
        return None
    # 1 March 2016, 1er mars 2016, 15. März 2016
    for ahead in range(at + 1, min(at + 4, len(tokens))):
        if tokens[ahead].fold in vocabulary().months:
            return _month_first(tokens, ahead)
        if tokens[ahead].fold not in (".", "st", "nd", "rd", "th", "er", "de"):
            break
    if _text(tokens, at + 1) not in _JOINTS:
        return None
    year = _year(tokens, at + 2)
    if year is not None:
        return (Point(year, first), at + 3) if first <= 12 else None
    second = _number(tokens, at + 2)
    year = _year(tokens, at + 4) if _text(tokens, at + 3) in _JOINTS else None
    if second is None or year is None:
        return None
    month = second if 1 <= second <= 12 else first
    return (Point(year, month), at + 5) if month <= 12 else None


def _range_at(tokens: Sequence[Token], at: int) -> Range | None:
    words = vocabulary().dates
    since = words["since"].match(tokens, at)
    if since is not None and since[0] < len(tokens):
        found = point_at(tokens, since[0])
        if found is not None and _last(tokens, found[1], found[0]) is None:
            return Range(found[0], None, at, found[1])
    found = point_at(tokens, at)
    if found is None:
        return _short_months(tokens, at) or _months_of_a_year(tokens, at)
    last = _last(tokens, found[1], found[0])
    return Range(found[0], last[0], at, last[1]) if last else None


def _last(tokens: Sequence[Token], at: int, first: Point) -> tuple[Point | None, int] | None:
    """The end of a range, behind its connector: a point, a word such as 'present', or nothing."""
    end = _connector(tokens, at)
    if end is None:
        return None
    if end >= len(tokens) or tokens[end].line > tokens[at].line + 1:
        return (None, end) if tokens[at].text in _OPENERS else None
    while end < len(tokens) - 1 and tokens[end].fold in _PARTS and end < at + 4:
        end += 1
    found = point_at(tokens, end)
    if found is not None:
        return found
    if tokens[at].text == "|":
        return None
    present = vocabulary().dates["present"].match(tokens, end)
    if present is not None:
        return None, present[0]
    if len(tokens[end].text) == 2 and (short := _short_year(tokens, end)) and short >= first.year:
        return Point(short), end + 1
    opener = tokens[at].text in _OPENERS and tokens[end].line > tokens[at].line
    return (None, end) if opener else None


def _connector(tokens: Sequence[Token], at: int) -> int | None:
    if at >= len(tokens):
        return None
    if tokens[at].glue == "-":
        return at
    if tokens[at].text in _OPENERS or tokens[at].text in "|/":
        end = at + 1
        while end < len(tokens) and end < at + 3 and tokens[end].text in _OPENERS:
            end += 1
        return end
    match = vocabulary().dates["to"].match(tokens, at)
    if match is not None:
        return match[0]
    if tokens[at].fold in ("and", "und", "et", "y") and at >= 2:
        between = vocabulary().dates["between"]
        if any(between.match(tokens, back) for back in range(max(0, at - 4), at)):
            return at + 1
    return None


def _short_months(tokens: Sequence[Token], at: int) -> Range | None:
    """03/19 - 12/21. By itself such a pair may be anything; as a range it is months of years."""
    first = _short_month(tokens, at)
    end = _connector(tokens, first[1]) if first else None
    if first is None or end is None or end >= len(tokens):
        return None
    last = _short_month(tokens, end)
    if last is not None:
        return Range(first[0], last[0], at, last[1])
    present = vocabulary().dates["present"].match(tokens, end)
    return Range(first[0], None, at, present[0]) if present else None


def _short_month(tokens: Sequence[Token], at: int) -> tuple[Point, int] | None:
    month = _number(tokens, at)
    if month is None or not 1 <= month <= 12 or _attached(tokens, at + 1) != "/":
        return None
    short = _short_year(tokens, at + 2) if len(_attached(tokens, at + 2)) == 2 else None
    if short is None or _attached(tokens, at + 3) == "/":
        return None
    return Point(short, month), at + 3


def _months_of_a_year(tokens: Sequence[Token], at: int) -> Range | None:
    """Jan - Mar 2019."""
    month = vocabulary().months.get(tokens[at].fold)
    end = _connector(tokens, at + 1) if month else None
    if month is None or end is None or end >= len(tokens):
        return None
    found = point_at(tokens, end)
    if found is None or found[0].month is None:
        return None
    year = found[0].year - (month > found[0].month)
    return Range(Point(year, month), found[0], at, found[1])


def _text(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if at < len(tokens) else ""


def _attached(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if at < len(tokens) and not tokens[at].glue else ""


def _number(tokens: Sequence[Token], at: int) -> int | None:
    text = _text(tokens, at)
    return int(text) if text[:1].isdigit() and len(text) <= 4 and text.isdecimal() else None


def _year(tokens: Sequence[Token], at: int) -> int | None:
    number = _number(tokens, at)
    return number if number is not None and _EARLIEST <= number <= _LATEST else None


def _short_year(tokens: Sequence[Token], at: int) -> int | None:
    number = _number(tokens, at)
    if number is None or number > 99:
        return None
    return number + (2000 if number < _LATEST - 2000 else 1900)
