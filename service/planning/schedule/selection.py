"""Which notes a plan is about: the goal, what it needs, what is left out, and in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.planning.graph.catalogue import Catalogue
from service.planning.graph.concept import Concept
from service.planning.graph.ladder import Ladder, ladder_of
from service.planning.learner.background import Background
from service.planning.learner.transfer import Transfer

_SEED_ROLES = ("mlops", "platform", "applied")


@dataclass(frozen=True, slots=True)
class Selection:
    """`needs` are the role's own priorities; `priority` is that of the notes to learn.

    `excluded` holds by slug what it needs that was left out (itself, if it was named). `relevant`
    are the goal and all that it needs, known or not.
    """

    needs: Mapping[str, int]
    goal: frozenset[str]
    relevant: frozenset[str]
    priority: Mapping[str, int]
    excluded: Mapping[str, str]
    ladder: Ladder

    def importance(self, slug: str, catalogue: Catalogue) -> tuple[int, int, int]:
        """Sorts what has to stay longest first."""
        return self.priority[slug], self.ladder.stages[slug], catalogue.position[slug]


def select(catalogue: Catalogue, background: Background, transfer: Transfer) -> Selection:
    """The notes that a background has to learn for its role, at the depth that it asks for."""
    needs = needs_of(catalogue, background)
    goal = frozenset(slug for slug, need in needs.items() if need <= background.depth)
    excluded = _excluded(catalogue, background, transfer, goal)
    wanted = [slug for slug in goal if slug not in excluded]
    learnt = catalogue.needed(wanted, transfer.known)
    return Selection(
        needs=needs,
        goal=goal,
        relevant=goal.union(*(catalogue.closure(slug) for slug in goal)),
        priority=_priorities(catalogue, needs, learnt),
        excluded=excluded,
        ladder=ladder_of(catalogue, background.role, background.interest),
    )


def needs_of(catalogue: Catalogue, background: Background) -> dict[str, int]:
    """How much a role needs each note: 1 core, 2 standard, 3 stretch; others are not in it."""
    needs = {}
    for slug, concept in catalogue.concepts.items():
        need = 1 if slug in background.include else _need(concept, background)
        if need:
            needs[slug] = need
    return needs


def ordered(
    slugs: Mapping[str, int], selection: Selection, catalogue: Catalogue, order: str
) -> list[str]:
    """In the order of learning: every note after what it needs."""
    stages = selection.ladder.stages

    def key(slug: str) -> tuple[int, int]:
        stage = stages[slug]
        if order == "blend":
            stage = min(stage, 2)
        return (0 if order == "roadmap" else stage), catalogue.position[slug]

    return sorted(slugs, key=key)


def _need(concept: Concept, background: Background) -> int | None:
    if concept.domains:
        if background.interest not in concept.domains:
            return None
        return 1 if background.role == "applied" else 2
    if background.role == "undecided":
        needs = sorted(concept.needs[role] for role in _SEED_ROLES if role in concept.needs)
        return needs[1] if len(needs) > 1 else None
    return concept.needs.get(background.role)


def _excluded(
    catalogue: Catalogue, background: Background, transfer: Transfer, goal: frozenset[str]
) -> dict[str, str]:
    """What was left out, and what can't be learnt without it."""
    out = {slug: slug for slug in sorted(background.exclude) if not transfer.known(slug)}
    if not out:
        return {}
    needed = catalogue.needed(goal, transfer.known)
    for slug, concept in catalogue.concepts.items():
        if slug in needed and slug not in out:
            lost = [before for before in concept.prerequisites if before in out]
            if lost:
                out[slug] = out[lost[0]]
    return {slug: via for slug, via in out.items() if slug in needed}


def _priorities(catalogue: Catalogue, needs: Mapping[str, int], learnt: set[str]) -> dict[str, int]:
    """A note is as important as the most important one that needs it, so it is never cut before."""
    priority: dict[str, int] = {}
    for slug in sorted(learnt, key=catalogue.position.__getitem__, reverse=True):
        after = [priority[other] for other in catalogue.dependents[slug] if other in priority]
        priority[slug] = min([needs.get(slug, 3), *after])
    return priority
