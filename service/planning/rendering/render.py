"""A decided plan, put into the words and numbers that are given out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from service.planning.graph.concept import QUANTUM
from service.planning.learner.profile import Profile
from service.planning.rendering.changes import compare
from service.planning.rendering.document import (
    CutNote,
    Feasibility,
    PaceShown,
    Plan,
    StretchNote,
    Totals,
    WeekShown,
)
from service.planning.rendering.phases import render_phases
from service.planning.rendering.skips import render_skipped
from service.planning.rendering.summary import summarise
from service.planning.rendering.weeks import render_weeks, shown_question
from service.planning.schedule.draft import Draft

_SLOW = 1.6  # how long things take against what people expect of themselves
_TOLD = 3  # notes with hours in the log, from which the pace is their own
_WORDING = "/plan/wording"
_ORDERS = {
    "blend": "What a first served model needs comes first, then the months of the roadmap.",
    "roadmap": "The months of the roadmap, in their order.",
    "ship-first": "What can be shown soonest comes first, rung after rung.",
}


def render(draft: Draft, profile: Profile, plan_id: str) -> Plan:
    """The plan as it is given out."""
    weeks = render_weeks(draft)
    totals = _totals(draft, weeks)
    changes = compare(profile.plan_ref, weeks, draft) if profile.plan_ref else None
    revision = profile.plan_ref.revision if profile.plan_ref else 0
    pace, told = draft.measured
    background = draft.background
    return Plan(
        plan_id=plan_id,
        revision=revision + (changes is not None and changes.any),
        kb_version=draft.catalogue.version,
        profile=profile.echo(),
        assumptions=list(background.assumptions),
        summary=summarise(draft, totals),
        totals=totals,
        feasibility=_feasibility(draft),
        skipped=render_skipped(draft),
        stretch=_stretch(draft),
        diagnostic=[shown_question(one) for one in draft.diagnostic],
        phases=render_phases(draft),
        weeks=weeks,
        order_rationale=_ORDERS[background.order],
        pace=PaceShown(value=round(pace, 2), items=told, used=told >= _TOLD),
        changes=changes,
        wording=_WORDING if profile.narrative == "model" else None,
        warnings=_warnings(draft),
    )


def _totals(draft: Draft, weeks: Sequence[WeekShown]) -> Totals:
    pace, told = draft.measured
    slow = max(1.0, pace) if told >= _TOLD else _SLOW
    count = len(weeks)
    first = draft.history.first - 1 if draft.history.weeks else 0
    # What is over can't take longer any more.
    high = max(count, -int(-(first + (count - first) * slow) // 1)) if count else 0

    def end(number: int) -> timedelta:
        return timedelta(days=max(0, 7 * number - 1))

    start = draft.background.start
    return Totals(
        learning_h=sum(week.hours.learn for week in weeks),
        review_h=sum(week.hours.review for week in weeks),
        buffer_h=sum(week.hours.buffer for week in weeks),
        weeks=count,
        weeks_high=high,
        end_date=start + end(count),
        end_date_high=start + end(high),
    )


def _feasibility(draft: Draft) -> Feasibility:
    catalogue, priority = draft.catalogue, draft.selection.priority
    first = draft.options[0].text if draft.options else ""
    kinds = {1: "core", 2: "standard", 3: "stretch"}
    cut = [
        CutNote(
            slug=slug,
            title=catalogue.concepts[slug].title,
            priority=priority[slug],
            hours=draft.transfer.quanta(catalogue.concepts[slug]) * QUANTUM,
            reason=f"There is no time left for it: of what is {kinds[priority[slug]]} for the role, "
            "this comes late or builds on what comes late.",
            blocks=[other for other in catalogue.dependents[slug] if other in priority],
            change=first or "Start a plan of its own for it when this one is done.",
        )
        for slug in draft.fit.cut
    ]
    return Feasibility(status=draft.fit.status, cut=cut, options=list(draft.options))


def _stretch(draft: Draft) -> list[StretchNote]:
    """What the role would still have to offer beyond the depth that was asked for."""
    selection, transfer = draft.selection, draft.transfer
    concepts = draft.catalogue.concepts
    left = [
        slug
        for slug in selection.needs
        if slug not in selection.goal
        and slug not in selection.priority
        and slug not in selection.excluded
        and not transfer.known(slug)
    ]
    return [
        StretchNote(
            slug=slug,
            title=concepts[slug].title,
            hours=transfer.quanta(concepts[slug]) * QUANTUM,
        )
        for slug in sorted(left, key=draft.catalogue.position.__getitem__)
    ]


def _warnings(draft: Draft) -> list[str]:
    background, concepts = draft.background, draft.catalogue.concepts
    warnings = list(background.warnings)
    if not draft.pace.review:
        warnings.append(
            "hours_per_week: under 2 h there is no time for reviews, so expect to forget more."
        )
    known = sorted(slug for slug in background.include if draft.transfer.known(slug))
    warnings += [
        f"must_include: “{concepts[slug].title}” is known already, so it is not planned."
        for slug in known
    ]
    lost = sorted(background.include & draft.selection.excluded.keys())
    warnings += [
        f"must_include: “{concepts[slug].title}” can't be planned, since "
        f"“{concepts[draft.selection.excluded[slug]].title}”, which it needs, is in must_exclude."
        for slug in lost
    ]
    return warnings + _constraints(draft)


def _constraints(draft: Draft) -> list[str]:
    """What of the plan meets a constraint."""
    constraints = draft.background.constraints
    concepts = draft.catalogue.concepts
    planned = list(dict.fromkeys(part.slug for week in draft.weeks for part in week.parts))
    warnings = []
    for slug in planned:
        title = concepts[slug].title
        if constraints.no_gpu and "gpu" in slug.split("-"):
            warnings.append(
                f"constraints.no_gpu: “{title}” is about GPUs; its snippet runs on a CPU."
            )
        if constraints.offline and concepts[slug].kind == "course":
            warnings.append(f"constraints.offline: “{title}” is a course that needs a network.")
    return warnings
