"""Somebody's list of topics, matched to concepts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from service.planning.graph.catalogue import Catalogue

_WEEK = re.compile(r"^\W{0,8}(?:week|wk|w)\s{0,3}(\d{1,3})\b\W{0,4}", re.IGNORECASE)
_HOURS = re.compile(
    r"[\s(\[,:–—-]{0,6}\b(\d{1,3}(?:[.,]\d)?)\s?(?:h|hrs?|hours?)\b[)\]]?", re.IGNORECASE
)
_BULLET = re.compile(r"^\s{0,12}(?:[-*+•]|\d{1,3}[.)])?\s{0,4}(?:\[[ xX]\])?\s{0,4}")
_WORD = re.compile(r"[a-z0-9+#]+")
_COMMON = frozenset(
    "a an and or of for the to in on with your you learn learning study read basics intro "
    "introduction fundamentals advanced part practice overview tutorial course using".split()
)
_ENOUGH = 0.6  # of the words of a name have to stand in the topic


@dataclass(frozen=True, slots=True)
class Topic:
    """A line of a plan. `week` and `hours` are None where the plan does not say them."""

    text: str
    week: int | None
    hours: float | None


def read_topics(text: str) -> list[Topic]:
    """A pasted plan, a topic a line; "Week 3" alone on a line, or before a topic, sets the week."""
    topics, week = [], None
    for line in text.splitlines():
        rest = _BULLET.sub("", line, count=1).strip().strip("#*_ ")
        opening = _WEEK.match(rest)
        if opening:
            week = int(opening[1])
            rest = rest[opening.end() :].strip("*_ ")
        spent = _HOURS.search(rest)
        name = (rest[: spent.start()] + rest[spent.end() :] if spent else rest).strip(" .,:;–—-")
        if name:
            hours = float(spent[1].replace(",", ".")) if spent else None
            topics.append(Topic(name, week, hours))
    return topics


def match(topic: str, catalogue: Catalogue) -> str | None:
    """The concept that a topic is about, None if none is near enough."""
    exact = catalogue.resolve(topic)
    if exact:
        return exact
    said = _words(topic)
    best, best_score = None, 0.0
    for slug, names in _names(catalogue):
        for name in names:
            shared = len(name & said)
            if shared < _ENOUGH * len(name):
                continue
            # A name that stands in the topic whole and covers much of it.
            score = shared / len(name) + shared / max(len(said), 1)
            if score > best_score:
                best, best_score = slug, score
    return best or _first_start(topic, catalogue)


def _first_start(topic: str, catalogue: Catalogue) -> str | None:
    """The first concept whose slug begins with the topic, such as pandas-data-wrangling."""
    opening = "-".join(_WORD.findall(topic.casefold())) + "-"
    return next((slug for slug in catalogue.concepts if slug.startswith(opening)), None)


@lru_cache(maxsize=1)
def _names(catalogue: Catalogue) -> list[tuple[str, list[frozenset[str]]]]:
    named = []
    for slug, concept in catalogue.concepts.items():
        names = [_words(name) for name in (concept.title, slug, *concept.aliases)]
        named.append((slug, [name for name in names if name]))
    return named


def _words(text: str) -> frozenset[str]:
    words = _WORD.findall(text.casefold())
    return frozenset(word.removesuffix("s") if len(word) > 3 else word for word in words) - _COMMON
