"""What a job title says of somebody's domain."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "titles.toml"
_LONGEST = 300  # characters of a line that are looked at
GENERAL, LEARNING = "general", "learning"
_WISH = re.compile(
    r"\b(?:become|becoming|aspiring|future|(?:move|moving|switch\w*|transition\w*|change) (?:in)?to|"
    r"towards?|role as|position as|work as|goal:|objective:|werden|angehende[rn]?|ziel:|devenir|futur|"
    r"poste d[e'’]|convertirme en|llegar a ser|puesto de|ser)\s+(?:an?|ein\w{0,2}|une?|una?)?\s{0,2}"
    r"(?:\w+\s){0,2}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Title:
    """A domain, or GENERAL for software at large, or LEARNING for a job in machine learning."""

    domain: str
    quote: str


def find_title(line: str) -> Title | None:
    """The title that a line begins with, or holds first; a special one before a general one.

    What somebody wants to become is not what they are.
    """
    line = line[:_LONGEST]
    titles = [
        (domain == GENERAL, match.start(), domain, match[0])
        for domain, pattern in _patterns().items()
        for match in pattern.finditer(line)
        if not _WISH.search(line[: match.start()])
    ]
    if not titles:
        return None
    _, _, domain, quote = min(titles, key=lambda title: title[:2])
    return Title(domain, quote.strip())


def is_study(line: str) -> bool:
    """Whether a line is about studying."""
    return has_degree(line) or _study("places").search(line[:_LONGEST]) is not None


def has_degree(line: str) -> bool:
    """Whether a line names a degree or a course; a place of study alone may be an employer."""
    return _study("degrees").search(line[:_LONGEST]) is not None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table = _table()
    patterns = {LEARNING: _pattern(table["learning"]["names"])}
    patterns |= {domain: _pattern(names) for domain, names in table["domains"].items()}
    return patterns | {GENERAL: _pattern(table["general"]["names"])}


@cache
def _study(kind: str) -> re.Pattern[str]:
    return _pattern(_table()["study"][kind])


def _table() -> dict[str, dict[str, list[str]]]:
    table: dict[str, dict[str, list[str]]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return table


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Whole words in any case; "*" is any ending, or "·in", "/-in" and the like."""
    words = [
        re.escape(name).replace(r"\*", r"[\w·:/-]{0,14}").replace(r"\ ", r"[\s-]{1,3}")
        for name in names
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
