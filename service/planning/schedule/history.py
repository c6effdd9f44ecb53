"""A plan that is under way: what of it is done, and from which week on the rest can be planned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from service.planning.graph.catalogue import Catalogue
from service.planning.graph.concept import QUANTUM
from service.planning.learner.background import Background
from service.planning.learner.previous import PreviousPlan, PreviousWeek
from service.planning.learner.profile import Progress
from service.planning.learner.transfer import has_failed
from service.planning.schedule.timeline import History, Part, Status, Week


def read_history(
    previous: PreviousPlan | None, background: Background, catalogue: Catalogue
) -> History:
    """The weeks of an earlier plan as they went.

    Weeks that are over stay as they were, without what was missed. The current week is that of the
    latest date in the log (without dates: the first that is not finished); if all up to it is done,
    the next week is open. There is no clock.
    """
    if previous is None or not background.log:
        return History()
    weeks, finished = [], []
    spent: dict[str, int] = {}
    for week in previous.weeks:
        parts, complete = _done(week, spent, background.log, catalogue)
        weeks.append(Week(week.n, week.n in background.off, parts))
        finished.append(complete)
    through = next((at for at, complete in enumerate(finished) if not complete), len(finished))
    dates = [entry.date for entry in background.log.values() if entry.date]
    current = (max(dates) - background.start) // timedelta(weeks=1) + 1 if dates else through
    current = max(current, min(1, through))
    first = current + 1 if current <= through else current
    kept = tuple(week for week in weeks if week.n <= first and week.parts)
    return History(kept, first)


def pace_of(background: Background, planned: Mapping[str, int]) -> tuple[float, int]:
    """How long notes take against what was planned, 0.7 to 1.6, and from how many of them."""
    hours: dict[str, float] = {slug: quanta * QUANTUM for slug, quanta in planned.items()}
    logged = [
        (entry.hours, hours[slug])
        for slug, entry in background.log.items()
        if entry.status == "done" and entry.hours is not None and slug in hours
    ]
    actual, expected = (sum(column) for column in zip(*logged, strict=True)) if logged else (0, 0)
    return min(1.6, max(0.7, (actual + 6) / (expected + 6))), len(logged)


def _done(
    week: PreviousWeek, spent: dict[str, int], log: Mapping[str, Progress], catalogue: Catalogue
) -> tuple[list[Part], bool]:
    """What of a week was done, and whether all of it was. `spent` counts on, by note."""
    parts, complete = [], True
    for item in week.items:
        slug = catalogue.resolve(item.slug)
        entry = log.get(slug) if slug else None
        if slug is None or (entry and entry.status == "skipped"):
            continue
        quanta = round(item.hours / QUANTUM)
        before = spent.get(slug, 0)
        spent[slug] = before + quanta
        did = quanta
        if entry is None:
            did = 0
        elif entry.status == "partial":
            did = min(quanta, max(0, int((entry.hours or 0) // QUANTUM) - before))
        complete = complete and did == quanta
        if did and entry:
            parts.append(Part(slug, did, _status(entry)))
    return parts, complete


def _status(entry: Progress) -> Status:
    if has_failed(entry):
        return "failed"
    return "partial" if entry.status == "partial" else "done"
