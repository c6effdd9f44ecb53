"""The notes that come nearest to what somebody wrote about their goal. It changes nothing else."""

from __future__ import annotations

from indexer.embedding import Embedder
from indexer.index import Index
from service.answering.retrieve import retrieve
from service.planning.graph.catalogue import Catalogue
from service.planning.rendering.document import GoalNote, Plan
from service.planning.rendering.weeks import cite

_NOTES = 3


def with_goal(
    plan: Plan, text: str, index: Index, embedder: Embedder, catalogue: Catalogue
) -> Plan:
    """The plan with the concepts nearest to the goal, and where in the plan they stand."""
    if not text.strip():
        return plan
    found = retrieve(index, embedder, text).candidates
    slugs = dict.fromkeys(one.passage.note for one in found)
    near = [slug for slug in slugs if slug in catalogue.concepts][:_NOTES]
    last = {item.slug: week.n for week in plan.weeks for item in week.items}
    notes = [
        GoalNote(
            slug=slug,
            title=catalogue.concepts[slug].title,
            week=last.get(slug),
            citation=cite(catalogue.concepts[slug].place),
        )
        for slug in near
    ]
    return plan.model_copy(update={"goal": notes})
