"""Markdown and calendars: they say what the plan says, and other programs can read them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from markdown_it import MarkdownIt

from service.planning.exports.calendar import to_calendar
from service.planning.exports.markdown import to_markdown
from service.planning.graph.catalogue import Catalogue
from service.planning.learner.profile import Profile
from service.planning.plan import make_plan
from service.planning.rendering.document import Plan
from tests.service.planning.personas import PERSONAS, profile_of

STAMP = datetime(2026, 1, 2, 9, 30, tzinfo=UTC)
BASE = "http://127.0.0.1:8000/"


@pytest.fixture(params=[persona.name for persona in PERSONAS])
def plan(request: pytest.FixtureRequest, catalogue: Catalogue) -> Plan:
    return make_plan(profile_of(request.param, weeks_off=[2]), catalogue)


def test_i17_a_calendar_parses_back(plan: Plan) -> None:
    parsed = Calendar.from_ical(to_calendar(plan, STAMP, BASE))
    events = parsed.walk("VEVENT")
    weeks = [week for week in plan.weeks if week.items]
    assert len(events) == len(weeks)
    assert len({event["UID"] for event in events}) == len(events)
    for event, week in zip(events, weeks, strict=True):
        assert event["DTSTART"].dt == week.start
        assert event["DTEND"].dt == week.end + timedelta(days=1)
        assert event["DTSTAMP"].dt == STAMP
        assert week.items[0].title in event["SUMMARY"]
        assert all(item.title in event["DESCRIPTION"] for item in week.items)


def test_a_calendar_keeps_to_the_format(plan: Plan) -> None:
    raw = to_calendar(plan, STAMP, BASE)
    lines = raw.split(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    raw.decode("utf-8")
    for line in lines:
        line.decode("utf-8")  # no character is cut in two
    assert b"DTSTART;VALUE=DATE:20260105" in lines


def test_carrying_on_replaces_the_events(catalogue: Catalogue) -> None:
    plan = make_plan(profile_of("physicist"), catalogue)
    posted = plan.model_dump(mode="json", by_alias=True)
    log = [{"slug": "bayes-theorem", "status": "failed_check", "date": "2026-01-07"}]
    again = make_plan(
        Profile.model_validate(posted["profile"] | {"plan_ref": posted, "progress": log}), catalogue
    )
    first, second = (
        Calendar.from_ical(to_calendar(one, STAMP)).walk("VEVENT")[0] for one in (plan, again)
    )
    assert first["UID"] == second["UID"]
    assert second["SEQUENCE"] == first["SEQUENCE"] + 1


def test_every_link_of_the_checklist_leads_to_a_heading(plan: Plan, catalogue: Catalogue) -> None:
    urls = {place.url for one in catalogue.concepts.values() for place in one.places.values()}
    html = MarkdownIt().render(to_markdown(plan, BASE))
    links = re.findall(r'href="([^"]+)"', html)
    assert links
    assert all(link.removeprefix(BASE.rstrip("/")) in urls for link in links)


def test_the_checklist_holds_every_item_and_its_hours(plan: Plan) -> None:
    text = to_markdown(plan)
    boxes = [line for line in text.splitlines() if line.startswith("- [ ]")]
    items = [item for week in plan.weeks for item in week.items]
    assert len(boxes) >= len(items)
    assert text.count("### Week ") == plan.totals.weeks
    assert "Off." in text


def test_markup_in_a_text_stays_text(plan: Plan) -> None:
    week = plan.weeks[0]
    hostile = week.items[0].model_copy(update={"title": "a](http://evil) <b>*x*\n# y"})
    changed = week.model_copy(update={"items": [hostile]})
    html = MarkdownIt().render(to_markdown(plan.model_copy(update={"weeks": [changed]})))
    assert "http://evil" not in re.findall(r'href="([^"]+)"', html)
    assert "<b>" not in html


HOSTILE = [
    "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:b",
    "a\rBEGIN:VALARM\nb",
    "a;ALTREP=x,b:c\\n\\",
    'a"; X-EVIL:1',
    "<img src=x onerror=alert(1)> ![x](http://evil) [y](javascript:z) `q`",
    "a\u2028# b\u0085- [x] c",
]


def _titled(plan: Plan, text: str) -> Plan:
    """The plan's first week alone, with a text in every place that comes from a note."""
    week = plan.weeks[0]
    item = week.items[0].model_copy(update={"title": text, "why": text})
    changed = week.model_copy(update={"items": [item], "deliverable": text})
    return plan.model_copy(update={"weeks": [changed]})


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_adds_nothing_to_a_calendar(catalogue: Catalogue, title: str) -> None:
    plan = make_plan(profile_of("physicist"), catalogue)
    parsed = Calendar.from_ical(to_calendar(_titled(plan, title), STAMP, BASE))
    plain = Calendar.from_ical(to_calendar(_titled(plan, "plain"), STAMP, BASE))
    assert [part.name for part in parsed.walk()] == [part.name for part in plain.walk()]
    event, other = parsed.walk("VEVENT")[0], plain.walk("VEVENT")[0]
    assert event.keys() == other.keys()
    assert not event["SUMMARY"].params
    said = re.sub(r"\r\n?", "\n", title)
    assert str(event["SUMMARY"]) == f"Week 1: {said}"


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_adds_no_markup_to_a_checklist(catalogue: Catalogue, title: str) -> None:
    plan = make_plan(profile_of("physicist"), catalogue)

    def tags(text: str) -> list[str]:
        html = MarkdownIt().render(to_markdown(_titled(plan, text), BASE))
        return re.findall(r"</?[a-z0-9]+", html)

    assert tags(title) == tags("plain")
