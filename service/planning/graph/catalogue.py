"""All concepts of an index with their graph: what every plan is computed from."""

from __future__ import annotations

import heapq
import json
import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import cached_property, lru_cache
from hashlib import sha256

from indexer.index import Index
from service.errors import BadField, NotReady
from service.planning.graph.bridges import Bridge, read_bridges
from service.planning.graph.concept import Concept, read_concept

_NOT_SLUG = re.compile(r"[^a-z0-9]+")


class Catalogue:
    """Concepts in an order in which each comes after what it needs.

    Prerequisites form no cycle and name concepts only. `bridges` hold by slug and background the
    paragraph that leads over from it.
    """

    def __init__(
        self, concepts: Iterable[Concept], bridges: Mapping[str, Mapping[str, Bridge]]
    ) -> None:
        self.concepts = {concept.slug: concept for concept in _ordered(list(concepts))}
        self.position = {slug: at for at, slug in enumerate(self.concepts)}
        self.bridges = bridges
        self._closures: dict[str, frozenset[str]] = {}
        for slug, concept in self.concepts.items():
            parts = (self._closures[before] for before in concept.prerequisites)
            self._closures[slug] = frozenset({slug}).union(*parts)

    @cached_property
    def dependents(self) -> Mapping[str, tuple[str, ...]]:
        """By slug, the concepts that name it as a prerequisite."""
        found: dict[str, list[str]] = {slug: [] for slug in self.concepts}
        for slug, concept in self.concepts.items():
            for before in concept.prerequisites:
                found[before].append(slug)
        return {slug: tuple(after) for slug, after in found.items()}

    @cached_property
    def implies(self) -> Mapping[str, tuple[str, ...]]:
        """By slug, the concepts that whoever knows it is taken to know."""
        found: dict[str, list[str]] = {slug: [] for slug in self.concepts}
        for slug, concept in self.concepts.items():
            for source in concept.implied_by:
                found.get(source, []).append(slug)
        return {slug: tuple(after) for slug, after in found.items()}

    @cached_property
    def version(self) -> str:
        """16 hexadecimal digits that change with anything that a plan may show."""
        shown = [
            [repr(concept), *(f"{key}:{bridge}" for key, bridge in self.bridges[slug].items())]
            for slug, concept in self.concepts.items()
        ]
        return sha256(json.dumps(shown).encode()).hexdigest()[:16]

    def closure(self, slug: str) -> frozenset[str]:
        """A concept with all that it needs, however far back."""
        return self._closures[slug]

    def needed(self, goal: Iterable[str], known: Callable[[str], bool]) -> set[str]:
        """The goal and what it needs, where that is not known; what is known is not looked behind."""
        needed: set[str] = set()
        waiting = [slug for slug in goal if not known(slug)]
        while waiting:
            slug = waiting.pop()
            if slug not in needed:
                needed.add(slug)
                before = self.concepts[slug].prerequisites
                waiting += [other for other in before if not known(other)]
        return needed

    def resolve(self, name: str) -> str | None:
        """The slug that a slug, a title or an alias stands for, None if there is none.

        Slugs of earlier notes live on as aliases, so that a plan made then can be carried on.
        """
        return name if name in self.concepts else self._names.get(_slugged(name))

    def find(self, name: str, field: str) -> str:
        """The slug that a name stands for. Raises BadField, with the likeliest name, if none."""
        slug = self.resolve(name)
        if slug is None:
            near = self.nearest(name)
            hint = f"did you mean '{near[0]}'?" if near else "GET /graph lists the concepts"
            raise BadField(field, f"there is no concept '{name}': {hint}")
        return slug

    def nearest(self, name: str) -> list[str]:
        """Slugs that a mistyped name may have meant, the likeliest first."""
        near = get_close_matches(_slugged(name), self._names, n=3, cutoff=0.6)
        return list(dict.fromkeys(self._names[one] for one in near))

    @cached_property
    def _names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for concept in self.concepts.values():
            names[concept.slug] = concept.slug
        for concept in self.concepts.values():
            for name in (concept.title, *concept.aliases):
                names.setdefault(_slugged(name), concept.slug)
        return names


@lru_cache(maxsize=1)
def read_catalogue(index: Index) -> Catalogue:
    """The concepts of an index. Raises NotReady if its notes carry none of the planner's fields."""
    graph = index.graph
    before: dict[str, list[str]] = {node.slug: [] for node in graph.concepts}
    for link in graph.links:
        if link.kind == "prerequisite" and link.source in before and link.target in before:
            before[link.target].append(link.source)
    concepts, bridges = [], {}
    for node in graph.concepts:
        note = index.note(node.slug)
        concept = note and read_concept(node, note, tuple(before[node.slug]))
        if not concept:
            raise NotReady(
                f"The note '{node.slug}' has no usable hours, so nothing can be planned."
            )
        concepts.append(concept)
        bridges[node.slug] = read_bridges(index.sections(node.slug))
    if not concepts:
        raise NotReady(
            "These notes can't be planned with: no note has the fields hours, level and month in its "
            "front matter (kb/README.md shows them)."
        )
    return Catalogue(concepts, bridges)


def _ordered(concepts: list[Concept]) -> list[Concept]:
    """By rank, but each after what it needs, whatever the ranks say."""
    by_slug = {concept.slug: concept for concept in concepts}
    missing = {concept.slug: len(concept.prerequisites) for concept in concepts}
    after: dict[str, list[str]] = {slug: [] for slug in by_slug}
    for concept in concepts:
        for slug in concept.prerequisites:
            after[slug].append(concept.slug)
    ready = [(by_slug[slug].rank, slug) for slug, count in missing.items() if not count]
    heapq.heapify(ready)
    ordered = []
    while ready:
        concept = by_slug[heapq.heappop(ready)[1]]
        ordered.append(concept)
        for slug in after[concept.slug]:
            missing[slug] -= 1
            if not missing[slug]:
                heapq.heappush(ready, (by_slug[slug].rank, slug))
    return ordered


def _slugged(name: str) -> str:
    return _NOT_SLUG.sub("-", name.casefold()).strip("-")
