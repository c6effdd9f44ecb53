"""Links and prerequisites to a graph of notes, checked when it is made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any

from indexer.errors import NotesError
from indexer.types import Concept, Link, Note

_CONCEPT_FIELDS = ("hours", "level", "month")


@dataclass(frozen=True, slots=True)
class Graph:
    """Concepts, and the links between notes.

    Every link joins notes that exist, and prerequisites form no cycle; NotesError otherwise.
    """

    slugs: frozenset[str]
    concepts: tuple[Concept, ...]
    links: tuple[Link, ...]

    def __post_init__(self) -> None:
        unknown = {slug for link in self.links for slug in (link.source, link.target)} - self.slugs
        if unknown:
            raise NotesError(f"Links to notes that do not exist: {', '.join(sorted(unknown))}.")
        sorter: TopologicalSorter[str] = TopologicalSorter()
        for link in self.links:
            if link.kind == "prerequisite":
                sorter.add(link.target, link.source)
        try:
            sorter.prepare()
        except CycleError as error:
            path = " -> ".join(error.args[1])
            raise NotesError(
                f"Prerequisites form a cycle: {path}. Take one of these prerequisites away."
            ) from None


def build_graph(
    notes: Sequence[Note], targets: dict[str, Iterable[str]]
) -> tuple[Graph, dict[str, list[str]]]:
    """The graph of notes, and by slug the prerequisites that name no note (left out of it).

    `targets` holds by slug what a note's text links to. Only notes with the planner's fields are
    concepts, and only theirs count as prerequisites: other people's front matter may use the word.
    """
    slugs = frozenset(note.slug for note in notes)
    links: dict[Link, None] = {}
    unknown: dict[str, list[str]] = {}
    concepts = []
    for note in notes:
        if all(field in note.fields for field in _CONCEPT_FIELDS):
            concepts.append(Concept(note.slug, note.title, note.summary, note.fields))
            for slug in _prerequisites(note.fields.get("prerequisites")):
                if slug in slugs:
                    links[Link(slug, note.slug, "prerequisite")] = None
                else:
                    unknown.setdefault(note.slug, []).append(slug)
        for slug in targets.get(note.slug, ()):
            links[Link(note.slug, slug, "link")] = None
    ordered = sorted(links, key=lambda link: (link.kind, link.source, link.target))
    return Graph(slugs, tuple(concepts), tuple(ordered)), unknown


def _prerequisites(value: Any) -> list[str]:
    entries = value if isinstance(value, list) else []
    slugs = (entry.get("slug") if isinstance(entry, dict) else entry for entry in entries)
    return [slug for slug in slugs if isinstance(slug, str)]
