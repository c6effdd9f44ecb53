"""The two or three sentences that open a plan."""

from __future__ import annotations

from service.planning.graph.ladder import title_of
from service.planning.rendering.document import Summary, Totals
from service.planning.rendering.weeks import cite
from service.planning.schedule.draft import Draft
from service.planning.words import date_text, hours_text, joined, weeks_text


def summarise(draft: Draft, totals: Totals) -> Summary:
    """What the plan amounts to; every number in it stands elsewhere in the plan too."""
    concepts = draft.catalogue.concepts
    milestones = [concepts[phase.milestone] for phase in draft.phases]
    if not totals.weeks:
        return Summary(text=_nothing(draft), citations=[])
    open_role = draft.background.role == "undecided"
    role = (
        "while the role is open" if open_role else f"for the role {title_of(draft.background.role)}"
    )
    notes = len({part.slug for week in draft.weeks for part in week.parts})
    span = (
        f"{weeks_text(totals.weeks)} at {hours_text(draft.background.hours)} a week "
        f"{role}: {notes} notes and {hours_text(totals.learning_h)} of learning, "
        f"from {date_text(draft.background.start)} to {date_text(totals.end_date)}."
    )
    high = (
        f"Things take longer than people expect: reckon with up to {weeks_text(totals.weeks_high)}, "
        f"until {date_text(totals.end_date_high)}."
        if totals.weeks_high > totals.weeks
        else ""
    )
    cut = len(draft.fit.cut)
    left = f"{cut} notes do not fit; the ways out are listed." if cut else ""
    return Summary(
        text=joined((span, high, left)),
        citations=[cite(concept.place) for concept in milestones],
    )


def _nothing(draft: Draft) -> str:
    if draft.fit.cut:
        return "There is no time for a single note in these weeks; the ways out are listed."
    if draft.selection.excluded:
        return "Nothing is left to plan: what is not known is left out at your wish."
    concepts = draft.catalogue.concepts
    projects = [
        f"“{concepts[slug].title}”"
        for slug in sorted(draft.selection.goal, key=draft.catalogue.position.__getitem__)
        if concepts[slug].kind in ("project", "career")
    ]
    return (
        "Nothing is left to learn for this role. Show what you know with projects, and prepare for "
        f"interviews: {', '.join(projects)}."
    )
