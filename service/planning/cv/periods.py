"""The stretches of time that a text names, in months."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

_MONTHS = (
    ("jan", "jän", "ene", "janv"),
    ("feb", "fév", "fev"),
    ("mar", "mär", "mrz"),
    ("apr", "avr", "abr"),
    ("may", "mai", "mayo"),
    ("jun", "juin"),
    ("jul", "juil"),
    ("aug", "aoû", "aou", "ago"),
    ("sep", "set"),
    ("oct", "okt"),
    ("nov",),
    ("dec", "dez", "déc", "dic"),
)
_NAME = "|".join(sorted((name for names in _MONTHS for name in names), key=len, reverse=True))
_YEAR = r"(?:19[6-9]\d|20[0-9]\d)"
_MOMENT = (
    rf"(?:(?:ende|mitte|anfang|end of|late|mid|early|fin|début|finales de|principios de)\s{{{{1,2}}}})?"
    rf"(?:(?P<{{0}}name>{_NAME})[a-zéûäç]{{{{0,7}}}}\.?\s{{{{0,2}}}}(?:de\s)?"
    rf"|(?P<{{0}}number>0?[1-9]|1[0-2])\s?[./-]\s?)?"
    rf"(?P<{{0}}year>{_YEAR})(?:-(?P<{{0}}iso>0[1-9]|1[0-2])\b)?"
)
_NOW = (
    r"present|now|today|current(?:ly)?|ongoing|heute|aktuell|jetzt|présent|aujourd['’]hui|"
    r"maintenant|actual(?:idad|mente)?|presente|hoy|en cours|laufend"
)
_RANGE = re.compile(
    rf"(?<![\w/]){_MOMENT.format('a')}\s{{0,3}}(?:-|–|—|−|→|->|\||to\b|until\b|till\b|bis\b|à\b|au\b|a\b|al\b|"
    rf"hasta\b)\s{{0,3}}(?:{_MOMENT.format('b')}|(?P<now>{_NOW}))(?!\d)",
    re.IGNORECASE,
)
_SINCE = re.compile(
    rf"\b(?:since|seit|depuis|desde|from|ab)\s+{_MOMENT.format('a')}(?!\d)(?!\s{{0,3}}[-–—])",
    re.IGNORECASE,
)
_LONE_YEAR = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
_LONGEST = 50 * 12
_MOST = 200  # periods of a kind


@dataclass(frozen=True, slots=True)
class Period:
    """Months from `first` up to `last`, counted from year 0. `open` if it has not ended."""

    first: int
    last: int
    open: bool
    start: int
    end: int
    quote: str

    @property
    def months(self) -> range:
        return range(self.first, min(self.last, self.first + _LONGEST))


def latest_year(text: str) -> int | None:
    """The last year that a text names: what "present" is taken for, since there is no clock."""
    return max((int(found[0]) for found in _LONE_YEAR.finditer(text)), default=None)


def find_periods(text: str) -> list[Period]:
    """Every "2016 - 2020", "03/2016 to present", "since 2018", in the order of the text."""
    newest = latest_year(text)
    found = [_period(match, newest) for match in islice(_RANGE.finditer(text), _MOST)]
    taken = {one.start for one in found if one}
    found += [
        _period(match, newest)
        for match in islice(_SINCE.finditer(text), _MOST)
        if taken.isdisjoint(range(match.start(), match.end()))
    ]
    return sorted(filter(None, found), key=lambda one: one.start)


def months_of(periods: Iterable[Period]) -> set[int]:
    """All their months, each once, however many jobs it held."""
    return {month for period in periods for month in period.months}


def _period(match: re.Match[str], newest: int | None) -> Period | None:
    parts = match.groupdict()
    first = _month(parts, "a", 1)
    running = not parts.get("byear")
    if running:
        last = max(first + 12 * ((newest or 0) - int(parts["ayear"] or 0)), first + 6)
    else:
        exact = parts.get("bname") or parts.get("bnumber") or parts.get("biso")
        last = _month(parts, "b", 1) + (1 if exact else 0)
        last = max(last, first + 6) if last >= first else last
    if last <= first:
        return None
    quote = " ".join(match[0].split())
    return Period(first, last, running, match.start(), match.end(), quote)


def _month(parts: dict[str, str | None], side: str, default: int) -> int:
    name, number = parts.get(f"{side}name"), parts.get(f"{side}number") or parts.get(f"{side}iso")
    month = int(number) if number else default
    if name:
        month = next(at for at, names in enumerate(_MONTHS, 1) if name.lower() in names)
    return 12 * int(parts[f"{side}year"] or 0) + month - 1
