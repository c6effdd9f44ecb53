"""What stands around a note: what comes before it, what it opens, and where it is on the roadmap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import Any, TypeGuard

from indexer.index import Index
from indexer.types import Concept, note_url


@dataclass(frozen=True, slots=True)
class Entry:
    """A note to go to; `why` says what for, where the notes say it."""

    title: str
    url: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Notes under one heading of the list of notes."""

    title: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The notes around one note. `previous` and `next` are its neighbours on the roadmap."""

    facts: list[str]
    before: list[Entry]
    opens: list[Entry]
    related: list[Entry]
    previous: Entry | None
    next: Entry | None


def surroundings(index: Index, slug: str) -> Surroundings:
    """The notes around the note of a slug that the index holds."""
    links = [link for link in index.graph.links if link.kind == "prerequisite"]
    concepts = {concept.slug: concept for concept in index.graph.concepts}
    before = [link.source for link in links if link.target == slug]
    opens = [link.target for link in links if link.source == slug]
    around = sorted(index.neighbours(slug) - {*before, *opens})
    own = concepts.get(slug)
    path = [concept.slug for concept in roadmap(index)]
    at = path.index(slug) if slug in path else None
    return Surroundings(
        facts=_facts(own.fields) if own else [],
        before=[_entry(index, one, _why(own, one)) for one in before],
        opens=[_entry(index, one, _why(concepts.get(one), slug)) for one in opens],
        related=[_entry(index, one) for one in around],
        previous=_entry(index, path[at - 1]) if at else None,
        next=_entry(index, path[at + 1]) if at is not None and at + 1 < len(path) else None,
    )


@lru_cache(maxsize=2)
def roadmap(index: Index) -> list[Concept]:
    """The concepts that have a month, in the order of the roadmap."""
    placed = [concept for concept in index.graph.concepts if _month(concept) is not None]
    return sorted(placed, key=lambda concept: (_month(concept), _rank(concept), concept.title))


@lru_cache(maxsize=2)
def groups(index: Index) -> list[Group]:
    """All notes: the roadmap's by month, the others under their folder."""
    found: dict[str, list[Entry]] = {}
    for concept in roadmap(index):
        entry = _entry(index, concept.slug, concept.summary)
        found.setdefault(month_title(_month(concept) or 0), []).append(entry)
    placed = {concept.slug for concept in roadmap(index)}
    for slug, title in sorted(index.titles.items(), key=lambda pair: pair[1].casefold()):
        if slug not in placed:
            folder = index.paths[slug].rpartition("/")[0]
            heading = folder.replace("/", " › ").replace("-", " ").capitalize() or "Overview"
            found.setdefault(heading, []).append(Entry(title, note_url(slug)))
    return [Group(title, entries) for title, entries in found.items()]


def month_title(month: float) -> str:
    """What a month of the roadmap is called."""
    return f"Month {month:g}" if month else "Before the first month"


def _entry(index: Index, slug: str, why: str = "") -> Entry:
    return Entry(index.titles[slug], note_url(slug), why)


def _facts(fields: Mapping[str, Any]) -> list[str]:
    """Where a concept stands, in a few words each."""
    month, hours, level = (fields.get(key) for key in ("month", "hours", "level"))
    facts = [month_title(month)] if _is_number(month) else []
    facts += [f"{hours:g} hours" if hours != 1 else "1 hour"] if _is_number(hours) else []
    return [*facts, level] if isinstance(level, str) else facts


def _why(concept: Concept | None, needed: str) -> str:
    """Why a concept needs another one, as its front matter says."""
    edges = concept.fields.get("prerequisites") if concept else None
    for edge in edges if isinstance(edges, list) else []:
        if isinstance(edge, Mapping) and edge.get("slug") == needed:
            return str(edge.get("why") or "")
    return ""


def _month(concept: Concept) -> float | None:
    month = concept.fields.get("month")
    return month if _is_number(month) and 0 <= month <= 99 else None


def _rank(concept: Concept) -> float:
    rank = concept.fields.get("rank")
    return rank if _is_number(rank) else inf


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
