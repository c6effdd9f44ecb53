"""The phases of a plan: months of the roadmap or rungs of the ladder, each closed by its milestone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.planning.graph.catalogue import Catalogue
from service.planning.graph.concept import Concept
from service.planning.schedule.selection import Selection

_MONTHS = {
    1: ("Foundations", "The maths, the tools and the map of machine learning."),
    2: ("Core skills", "Training, honest evaluation and a first pipeline."),
    3: ("Applied work", "A model of your own, from data to endpoint."),
    4: ("Production", "Models that are tracked, delivered, watched and rolled back."),
    5: ("Beyond", "The special skills of the role, and the way into the job."),
}
_FIRST = ("Walking skeleton", "Something served at once, to be filled in week by week.")


@dataclass(frozen=True, slots=True)
class Phase:
    """Notes in the order of learning. The last of them is its milestone."""

    id: str
    title: str
    goal: str
    slugs: tuple[str, ...]

    @property
    def milestone(self) -> str:
        return self.slugs[-1]


def cut_phases(
    order: Sequence[str], catalogue: Catalogue, selection: Selection, kind: str
) -> list[Phase]:
    """The notes of a plan in phases, in their order.

    A phase ends with its last project; what comes behind that belongs to the next one. So every
    phase ends in its milestone: the project, or the deliverable of its last note.
    """
    phases: list[Phase] = []
    tail: list[str] = []
    stages = selection.ladder.stages

    def group_of(slug: str) -> int:
        if kind == "ship-first" or (kind == "blend" and stages[slug] == 1):
            return stages[slug]
        return 100 + max(1, catalogue.concepts[slug].month)

    groups: dict[int, list[str]] = {}
    for slug in order:
        groups.setdefault(group_of(slug), []).append(slug)
    for group, members in groups.items():
        slugs, tail = _at_last_project([*tail, *members], catalogue)
        phases.append(_phase(group, slugs, selection, len(phases) + 1))
    if tail:
        title, goal = _MONTHS[5]
        phases.append(Phase(f"phase-{len(phases) + 1}", f"{title}: career", goal, tuple(tail)))
    return phases


def _at_last_project(slugs: list[str], catalogue: Catalogue) -> tuple[list[str], list[str]]:
    projects = [at for at, slug in enumerate(slugs) if _is_project(catalogue.concepts[slug])]
    end = projects[-1] + 1 if projects else len(slugs)
    return slugs[:end], slugs[end:]


def _is_project(concept: Concept) -> bool:
    return concept.kind == "project"


def _phase(group: int, slugs: list[str], selection: Selection, number: int) -> Phase:
    if group == 1:
        title, goal = _FIRST
    elif group > 100:
        title, goal = _MONTHS.get(group - 100, _MONTHS[5])
    else:
        rungs = selection.ladder.rungs
        shows = rungs[group - 1].shows if group <= len(rungs) else "what rounds the role off"
        title, goal = f"{shows[0].upper()}{shows[1:]}", f"Then you can show {shows}."
    return Phase(f"phase-{number}", title, goal, tuple(slugs))
