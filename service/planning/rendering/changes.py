"""What a new plan changes against the one that was posted back."""

from __future__ import annotations

from collections.abc import Sequence

from service.planning.learner.previous import PreviousPlan
from service.planning.rendering.document import Changes, Dropped, Moved, WeekShown
from service.planning.schedule.draft import Draft


def compare(previous: PreviousPlan, weeks: Sequence[WeekShown], draft: Draft) -> Changes:
    """Which notes moved to another week (that in which they end), came or went, and the end."""
    before: dict[str, int] = {}
    gone: dict[str, str] = {}
    for week in previous.weeks:
        for item in week.items:
            slug = draft.catalogue.resolve(item.slug)
            if slug is None:
                gone[item.slug] = "The notes no longer hold it."
            else:
                before[slug] = week.n
    after = {item.slug: week.n for week in weeks for item in week.items}
    moved = [
        Moved(slug=slug, from_week=before[slug], to_week=n)
        for slug, n in after.items()
        if slug in before and before[slug] != n
    ]
    gone |= {slug: _why(slug, draft) for slug in before if slug not in after}
    end = weeks[-1].end if weeks else draft.background.start
    return Changes(
        moved=moved,
        added=[slug for slug in after if slug not in before],
        dropped=[Dropped(slug=slug, why=why) for slug, why in gone.items()],
        end_date_before=previous.totals.end_date,
        end_date=end,
    )


def _why(slug: str, draft: Draft) -> str:
    if slug in draft.selection.excluded:
        return "It is left out at your wish, or needs what is."
    if draft.transfer.known(slug):
        mastery = draft.transfer.levels[slug]
        return {"done": "It is done.", "skipped": "You skip it."}.get(
            mastery.source, "It is known."
        )
    if slug in draft.fit.cut:
        return "There is no time left for it."
    return "What needed it is no longer in the plan."
