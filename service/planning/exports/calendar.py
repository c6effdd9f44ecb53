"""A plan as a calendar: one all-day event a week."""

from __future__ import annotations

from datetime import datetime, timedelta

from icalendar import Calendar, Event

from service.planning.rendering.document import Plan, WeekShown
from service.planning.words import hours_text

_TITLES = 3  # notes named in the title of an event


def to_calendar(plan: Plan, stamp: datetime, base: str = "") -> bytes:
    """An iCalendar file. `stamp` is the time of the request, with its zone; `base` as in Markdown.

    An event keeps its UID when the plan is carried on, and its SEQUENCE grows, so that a calendar
    replaces it.
    """
    calendar = Calendar()
    calendar.add("PRODID", "-//Onramp//Study plan//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    for week in plan.weeks:
        if not week.off and week.items:
            calendar.add_component(_event(plan, week, stamp, base.rstrip("/")))
    return bytes(calendar.to_ical())


def _event(plan: Plan, week: WeekShown, stamp: datetime, base: str) -> Event:
    titles = list(dict.fromkeys(item.title for item in week.items))
    more = f" and {len(titles) - _TITLES} more" if len(titles) > _TITLES else ""
    lines = [
        f"{item.title}, {hours_text(item.hours)}: {base}{item.citation.url}" for item in week.items
    ]
    lines += [
        f"Review {one.title}, {one.minutes} min: {base}{one.citation.url}" for one in week.reviews
    ]
    lines += [f"Deliverable: {week.deliverable}"] if week.deliverable else []
    event = Event()
    event.add("UID", f"{plan.plan_id}-week-{week.n}")
    event.add("DTSTAMP", stamp)
    event.add("SEQUENCE", plan.revision)
    event.add("DTSTART", week.start)
    event.add("DTEND", week.end + timedelta(days=1))
    event.add("SUMMARY", f"Week {week.n}: {', '.join(titles[:_TITLES])}{more}")
    event.add("DESCRIPTION", "\n".join(lines))
    event.add("TRANSP", "TRANSPARENT")
    return event
