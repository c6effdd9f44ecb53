"""A concept as the planner sees it: what a note's front matter says, in whole half hours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from indexer.types import Concept as Node
from indexer.types import RenderedNote, note_url

QUANTUM = 0.5  # hours: what a plan is counted in


@dataclass(frozen=True, slots=True)
class Place:
    """A heading of a note: where a line of a plan is cited to. `anchor` exists in the note."""

    note: str
    heading: str
    anchor: str
    url: str  # made once: a plan cites hundreds of places


def place(note: str, heading: str, anchor: str) -> Place:
    """A heading with its address."""
    return Place(note, heading, anchor, note_url(note, anchor))


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A question with where its answer stands."""

    id: str
    question: str
    answer: str
    place: Place


@dataclass(frozen=True, slots=True)
class Concept:
    """One note to learn. `quanta` are half hours, `discounts` per cent by what they are for."""

    slug: str
    title: str
    kind: str
    month: int
    quanta: int
    prerequisites: tuple[str, ...]
    whys: Mapping[str, str]
    needs: Mapping[str, int]
    domains: tuple[str, ...]
    discounts: Mapping[str, int]
    implied_by: tuple[str, ...]
    rank: float
    aliases: tuple[str, ...]
    checkpoints: tuple[Checkpoint, ...]
    deliverable: str
    mistakes: tuple[str, ...]
    places: Mapping[str, Place]

    @property
    def place(self) -> Place:
        """The heading that the note itself is cited to: its title."""
        return next(iter(self.places.values()))


def read_concept(node: Node, note: RenderedNote, prerequisites: tuple[str, ...]) -> Concept | None:
    """A concept from its front matter; None if its hours or roles are not usable."""
    fields = node.fields
    hours = fields.get("hours")
    if isinstance(hours, bool) or not isinstance(hours, int | float) or not 0 < hours <= 100:
        return None
    headings = [(title, anchor) for _, title, anchor in note.headings] or [(note.title, "")]
    places = {anchor: place(node.slug, title, anchor) for title, anchor in headings}
    month, rank = fields.get("month"), fields.get("rank")
    edges = [edge for edge in _list(fields.get("prerequisites")) if isinstance(edge, Mapping)]
    first = next(iter(places.values()))
    checkpoints = tuple(
        Checkpoint(
            f"{node.slug}:{n}",
            str(entry.get("question", "")),
            str(entry.get("answer", "")),
            places.get(str(entry.get("heading", "")).removeprefix("#"), first),
        )
        for n, entry in enumerate(_list(fields.get("checkpoints")), 1)
        if isinstance(entry, Mapping)
    )
    return Concept(
        slug=node.slug,
        title=node.title,
        kind=str(fields.get("kind", "concept")),
        month=month if isinstance(month, int) else 0,
        quanta=-int(-hours // QUANTUM),
        prerequisites=prerequisites,
        whys={str(edge.get("slug")): str(edge.get("why", "")) for edge in edges},
        needs={
            str(role): need for role, need in _map(fields.get("roles")).items() if need in (1, 2, 3)
        },
        domains=tuple(map(str, _list(fields.get("domains")))),
        discounts={
            str(source): min(70, round(share * 100))
            for source, share in _map(fields.get("discounts")).items()
            if isinstance(share, int | float) and 0 < share <= 1
        },
        implied_by=tuple(map(str, _list(fields.get("implied_by")))),
        rank=rank if isinstance(rank, int | float) else float("inf"),
        aliases=tuple(map(str, _list(fields.get("aliases")))),
        checkpoints=checkpoints,
        deliverable=str(fields.get("deliverable", "")),
        mistakes=tuple(map(str, _list(fields.get("mistakes")))),
        places=places,
    )


def _list(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else ()


def _map(value: Any) -> Mapping[Any, Any]:
    return value if isinstance(value, Mapping) else {}
