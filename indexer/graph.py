"""Links and prerequisites to a graph of notes, checked when it is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
        for cycle in cycles_of(self.links):
            raise NotesError(
                f"Prerequisites form a cycle: {' -> '.join(cycle)}. Take one of these prerequisites "
                "away."
            )


def cycles_of(links: Iterable[Link]) -> Iterator[list[str]]:
    """Cycles of prerequisites, each as a path that ends where it began.

    One link of a cycle is taken away before the next is looked for, so that each fault shows once.
    """
    edges = {(link.source, link.target) for link in links if link.kind == "prerequisite"}
    while True:
        sorter: TopologicalSorter[str] = TopologicalSorter()
        for source, target in sorted(edges):
            sorter.add(target, source)
        try:
            sorter.prepare()
        except CycleError as error:
            path = error.args[1]
            yield path
            edges.discard((path[0], path[1]))
        else:
            return


def build_graph(
    notes: Sequence[Note], targets: Mapping[str, Iterable[str]]
) -> tuple[Graph, dict[str, list[str]]]:
    """The graph of notes, and by slug the prerequisites that name no note (left out of it)."""
    concepts, links, unknown = gather_links(notes, targets)
    return Graph(frozenset(note.slug for note in notes), concepts, links), unknown


def gather_links(
    notes: Sequence[Note], targets: Mapping[str, Iterable[str]]
) -> tuple[tuple[Concept, ...], tuple[Link, ...], dict[str, list[str]]]:
    """Concepts, links, and by slug the prerequisites that name no note.

    `targets` holds by slug what a note's text links to. Only notes with the planner's fields are
    concepts, and only theirs count as prerequisites: other people's front matter may use the word.
    """
    slugs = frozenset(note.slug for note in notes)
    links: dict[Link, None] = {}
    unknown: dict[str, list[str]] = {}
    concepts = []
    for note in notes:
        concept = concept_of(note)
        if concept is not None:
            concepts.append(concept)
            for slug in _prerequisites(note.fields.get("prerequisites")):
                if slug in slugs:
                    links[Link(slug, note.slug, "prerequisite")] = None
                else:
                    unknown.setdefault(note.slug, []).append(slug)
        for slug in targets.get(note.slug, ()):
            links[Link(note.slug, slug, "link")] = None
    ordered = sorted(links, key=lambda link: (link.kind, link.source, link.target))
    return tuple(concepts), tuple(ordered), unknown


def concept_of(note: Note) -> Concept | None:
    """The note as a concept, None if it lacks the planner's fields."""
    if not all(field in note.fields for field in _CONCEPT_FIELDS):
        return None
    return Concept(note.slug, note.title, note.summary, note.fields)


def _prerequisites(value: Any) -> list[str]:
    entries = value if isinstance(value, list) else []
    slugs = (entry.get("slug") if isinstance(entry, dict) else entry for entry in entries)
    return [slug for slug in slugs if isinstance(slug, str)]
