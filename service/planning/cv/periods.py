"""The stretches of time that a text names, in months."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

_MONTHS = (
    ("jan", "jän", "ene", "janv", "q1"),
    ("feb", "fév", "fev"),
    ("mar", "mär", "mrz", "spring", "frühjahr", "frühling", "printemps", "primavera"),
    ("apr", "avr", "abr", "q2"),
    ("may", "mai", "mayo"),
    ("jun", "juin", "summer", "sommer"),
    ("jul", "juil", "q3"),
    ("aug", "aoû", "aou", "ago"),
    ("sep", "set", "fall", "autumn", "herbst", "automne", "otoño"),
    ("oct", "okt", "q4"),
    ("nov",),
    ("dec", "dez", "déc", "dic", "winter", "invierno", "hiver"),
)
_NAME = "|".join(sorted((name for names in _MONTHS for name in names), key=len, reverse=True))
_YEAR = r"(?:19[6-9]\d|20[0-9]\d)"
_MOMENT = (
    r"(?:(?:ende|mitte|anfang|end of|late|mid|early|fin|début|finales de|principios de)\s{{1,2}})?"
    rf"(?:(?:\d{{{{1,2}}}}\.?\s{{{{1,2}}}})?(?P<{{0}}name>{_NAME})[a-zéûäç]{{{{0,7}}}}\.?[\s/-]{{{{0,2}}}}(?:de\s)?"
    r"|(?:\d{{1,2}}[./-])?(?P<{0}number>0?[1-9]|1[0-2])\s?[./-]\s?)?"
    rf"(?P<{{0}}year>{_YEAR}|['’]\d\d)(?:[-/.](?P<{{0}}iso>0[1-9]|1[0-2])(?!\d|[./-]\d{{{{1,2}}}}(?!\d)))?"
)
_SHORT_MOMENT = r"(?P<{0}number>0?[1-9]|1[0-2])/(?P<{0}year>\d\d)"
_NOW = (
    r"\(?(?:present|now|today|current(?:ly)?|ongoing|(?:to |till )?date|heute|aktuell|jetzt|dato|présent|"
    r"aujourd['’]hui|maintenant|ce jour|actual(?:idad|mente)?|presente|hoy|en cours|laufend|oggi|heden|"
    r"atual(?:mente)?)"
)
_TO = r"\s{0,3}(?:--|-|–|—|−|→|->|~|\||to\b|until\b|till\b|through\b|bis\b|à\b|au\b|a\b|al\b|hasta\b)\s{0,3}"
_RANGE = re.compile(
    rf"(?<![\w/.]){_MOMENT.format('a')}(?:{_TO}(?:{_MOMENT.format('b')}|(?P<now>{_NOW}))(?!\d)"
    rf"|\s?[–—-]\s?(?P<half>\d\d)(?![\d./-])|\s?[–—-](?P<left>[ \t]*)(?=$|\n|[,|)]))",
    re.IGNORECASE,
)
_SHORT = re.compile(
    rf"(?<![\w/.]){_SHORT_MOMENT.format('a')}{_TO}(?:{_SHORT_MOMENT.format('b')}|(?P<now>{_NOW}))(?![\d/])",
    re.IGNORECASE,
)
_SINCE = re.compile(
    rf"\b(?:since|seit|depuis|desde|from|ab)\s+{_MOMENT.format('a')}(?!\d)(?!\s{{0,3}}[-–—])",
    re.IGNORECASE,
)
_LASTED = re.compile(
    r"\s{0,3}[(·|,]?\s{0,3}(?:(\d{1,2})\s?(?:years?|yrs?|jahre?|ans?|años?)\b)?,?\s{0,3}"
    r"(?:(\d{1,2})\s?(?:months?|mos?|monate?|mois|meses)\b)?",
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
    found = [
        _period(match, newest, text)
        for pattern in (_RANGE, _SHORT)
        for match in islice(pattern.finditer(text), _MOST)
    ]
    taken = {one.start for one in found if one}
    found += [
        _period(match, newest, text)
        for match in islice(_SINCE.finditer(text), _MOST)
        if taken.isdisjoint(range(match.start(), match.end()))
    ]
    return sorted(filter(None, found), key=lambda one: one.start)


def months_of(periods: Iterable[Period]) -> set[int]:
    """All their months, each once, however many jobs it held."""
    return {month for period in periods for month in period.months}


def _period(match: re.Match[str], newest: int | None, text: str) -> Period | None:
    parts = match.groupdict()
    start = _year(parts["ayear"])
    first = _month(parts, "a", start)
    running = not (parts.get("byear") or parts.get("half"))
    if running:
        lasted = _lasted(text, match.end())
        last = first + lasted if lasted else max(first + 12 * ((newest or 0) - start), first + 6)
    elif parts.get("half"):
        last = max(12 * _year(parts["half"]), first + 6)
    else:
        exact = parts.get("bname") or parts.get("bnumber") or parts.get("biso")
        last = _month(parts, "b", _year(parts["byear"])) + (1 if exact else 0)
        last = max(last, first + 6) if last >= first else last
    if last <= first:
        return None
    quote = " ".join(match[0].split())
    return Period(first, last, running, match.start(), match.end(), quote)


def _lasted(text: str, at: int) -> int:
    """Months that stand right behind a range, such as "(2 years 3 months)"; 0 if none do."""
    found = _LASTED.match(text, at)
    return 12 * int(found[1] or 0) + int(found[2] or 0) if found else 0


def _year(digits: str | None) -> int:
    """A year of four digits or two; two are of this century up to 40."""
    number = int((digits or "0").strip("'’"))
    return number if number > 100 else number + (2000 if number <= 40 else 1900)


def _month(parts: dict[str, str | None], side: str, year: int) -> int:
    name, number = parts.get(f"{side}name"), parts.get(f"{side}number") or parts.get(f"{side}iso")
    month = int(number) if number else 1
    if name:
        month = next(at for at, names in enumerate(_MONTHS, 1) if name.lower() in names)
    return 12 * year + month - 1
