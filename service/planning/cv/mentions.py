"""Where a text names technologies."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from service.planning.cv.gazetteer import Alias, aliases
from service.planning.cv.titles import find_title

_START = re.compile(r"(?<![\w@.+#&-])(?<!\w-)[\w.]")
_ADDRESSES = re.compile(
    r"\S{1,100}@\S{1,100}|(?:https?://|www\.)\S{1,200}|\b\w{1,60}\.(?:com|org|net|io|dev|de|fr|es)/\S{1,100}"
)
_COMPANY = re.compile(
    r"\b(?:languages?|skills?|technolog\w{2,4}|stack|tools?|programming|sprachen|kenntnisse|"
    r"technologien|langages|compétences|lenguajes|tecnologías|habilidades)\b",
    re.IGNORECASE,
)
_IN = re.compile(r"\b(?:in|with|using|mit|en|avec|con)\s+$", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?:\b(?:of|and|und|et|y|de|from|to|or|oder|ou|o|know|knew|use[ds]?|little|some|basic|wrote)|[^\w\s])"
    r"\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*(?:[^\w\s'’&-]|$|\n|(?:developer|engineer|programm|service|microservice|backend|code|language|"
    r"experience|entwickler|erfahrung|and\b|und\b|et\b|y\b|\())",
    re.IGNORECASE,
)
_YEARS = re.compile(r"\s{0,2}[(:–-]?\s{0,2}\d{1,2}\+?\s(?:years?|jahre|ans|años)\b", re.IGNORECASE)
_NAME = re.compile(r"\s*(?:[^\W\d_][\w'’.-]*\s+){1,3}[^\W\d_][\w'’.-]*\s*")
_MOST = 1500  # in a text: a CV has a few hundred at most


@dataclass(frozen=True, slots=True)
class Mention:
    """A technology in a text, from `start` up to `end`."""

    alias: Alias
    start: int
    end: int


def plain(text: str) -> str:
    """In small letters without accents, as long as before; addresses are blanked out."""
    text = _ADDRESSES.sub(lambda found: " " * len(found[0]), text)
    return "".join(_plain_letter(sign) for sign in text)


@lru_cache(maxsize=4096)
def _plain_letter(sign: str) -> str:
    small = unicodedata.normalize("NFD", sign)[0].lower()
    return small if len(small) == 1 else sign


def find_mentions(text: str) -> list[Mention]:
    """All technologies in the order of the text, the longest name at each place.

    Names that are words of everyday language count in their own spelling and in the company of a
    list, of another technology or of a word such as "developer".
    """
    small = plain(text)
    sure: list[Mention] = []
    doubtful: list[Mention] = []
    end = 0
    for found in _START.finditer(small):
        at = found.start()
        if at < end:
            continue
        name = _longest(small, at, _by_prefix())
        if name:
            sure.append(Mention(_names()[name], at, at + len(name)))
            end = at + len(name)
            continue
        exact = _longest(text, at, _exact_by_prefix())
        if exact and small[at] != " ":
            mention = Mention(_cased()[exact], at, at + len(exact))
            (doubtful if mention.alias.wary else sure).append(mention)
            end = at + len(exact)
    sure += _in_company(text, doubtful, sure)
    first = _name_line(text)
    kept = (mention for mention in sure if mention.start >= first)
    return sorted(kept, key=lambda mention: mention.start)[:_MOST]


def _name_line(text: str) -> int:
    """Where the line of the person's name ends that a CV begins with; 0 if there is none."""
    start = len(text) - len(text.lstrip())
    _, end = _line(text, start)
    words = text[start:end].split()
    named = _NAME.fullmatch(text[start:end]) and all(word[0].isupper() for word in words)
    return end if named and end < len(text) and find_title(text[start:end]) is None else 0


def _in_company(text: str, doubtful: list[Mention], sure: list[Mention]) -> Iterator[Mention]:
    lines = Counter(_line(text, mention.start) for mention in (*sure, *doubtful))
    for mention in doubtful:
        ahead = text[max(0, mention.start - 20) : mention.start]
        before = _BEFORE.search(ahead)
        after = _AFTER.match(text, mention.end)
        start, end = _line(text, mention.start)
        line = text[start:end]
        listed = lines[start, end] > 1 or _COMPANY.search(line[:400]) is not None
        word = before is not None and before[0].strip().isalpha()
        between = before and after and (listed or word)
        opening = after and listed and not text[start : mention.start].strip()
        telling = after and after[0].strip().isalpha() and len(after[0].strip()) > 3
        if _IN.search(ahead) or between or opening or telling or _YEARS.match(text, mention.end):
            yield mention


def _line(text: str, at: int) -> tuple[int, int]:
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return start, len(text) if end < 0 else end


def _longest(text: str, at: int, names: Mapping[str, tuple[str, ...]]) -> str | None:
    """The longest of the names that stands at a place and ends with a word."""
    for size in (2, 1):
        for name in names.get(text[at : at + size], ()) if len(text) >= at + size else ():
            after = text[at + len(name) : at + len(name) + 1]
            if text.startswith(name, at) and not (after.isalnum() or after in ("+", "#", "_", "&")):
                return name
    return None


@cache
def _names() -> Mapping[str, Alias]:
    return {plain(alias.name): alias for alias in aliases() if not alias.cased}


@cache
def _cased() -> Mapping[str, Alias]:
    """In their own spelling, and in capitals for documents that shout."""
    cased = [alias for alias in aliases() if alias.cased]
    return {alias.name.upper(): alias for alias in cased} | {alias.name: alias for alias in cased}


@cache
def _by_prefix() -> Mapping[str, tuple[str, ...]]:
    return _grouped(_names())


@cache
def _exact_by_prefix() -> Mapping[str, tuple[str, ...]]:
    return _grouped(_cased())


def _grouped(names: Mapping[str, Alias]) -> Mapping[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(name[:2], []).append(name)
    return {prefix: tuple(sorted(group, key=len, reverse=True)) for prefix, group in groups.items()}
