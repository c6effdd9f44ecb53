"""The phases of a plan with their weeks, milestones and the mistakes that they guard against."""

from __future__ import annotations

from service.planning.rendering.document import Milestone, Phase
from service.planning.schedule.draft import Draft
from service.planning.schedule.phases import Phase as Cut

_DECIDE = " Then decide on a role and plan again with it."


def render_phases(draft: Draft) -> list[Phase]:
    """The phases in their order; two may share a week."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for week in draft.weeks:
        for part in week.parts:
            first.setdefault(part.slug, week.n)
            last[part.slug] = week.n
    shown: list[Phase] = []
    for cut in draft.phases:
        span = min(first[slug] for slug in cut.slugs), max(last[slug] for slug in cut.slugs)
        decide = draft.background.role == "undecided" and not shown
        shown.append(
            Phase(
                id=cut.id,
                title=cut.title,
                weeks=span,
                goal=cut.goal,
                milestone=_milestone(draft, cut, _DECIDE if decide else ""),
                mistakes=_mistakes(draft, cut),
            )
        )
    return shown


def _milestone(draft: Draft, cut: Cut, then: str) -> Milestone:
    concept = draft.catalogue.concepts[cut.milestone]
    questions = [f"You can answer: {one.question}" for one in concept.checkpoints]
    return Milestone(
        slug=concept.slug, deliverable=concept.deliverable + then, acceptance=questions
    )


def _mistakes(draft: Draft, cut: Cut) -> list[str]:
    concepts = draft.catalogue.concepts
    named = [one for slug in cut.slugs for one in (slug, *concepts[slug].mistakes)]
    mistakes = [one for one in named if one in concepts and concepts[one].kind == "mistake"]
    return list(dict.fromkeys(mistakes))
