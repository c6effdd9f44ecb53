"""The plan page, driven in Debian's Chromium against the real service."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, Route, expect

pytestmark = [pytest.mark.browser, pytest.mark.models, pytest.mark.slow]


def made(page: Page, **fields: str) -> None:
    """The plan of the form as it stands, but for some fields."""
    page.goto("/plan")
    for label, value in fields.items():
        page.get_by_label(label.replace("_", " ")).fill(value)
    page.get_by_role("button", name="Make my plan").click()
    expect(page.locator("article.plan")).to_be_visible()


def test_a_click_makes_a_plan_whose_weeks_stand_under_their_phases(quick: Page) -> None:
    made(quick)
    expect(quick.locator("article.plan > header h2, article.plan h2").first).to_contain_text(
        "Study plan,"
    )
    phases = quick.locator("section.phase")
    assert phases.count() >= 3
    for n in range(phases.count()):
        said = phases.nth(n).locator(".facts").first.inner_text()
        first, last = (re.findall(r"\d+", said)[1:] * 2)[:2]
        weeks = phases.nth(n).locator("details.week summary").all_inner_texts()
        assert len(weeks) <= int(last) - int(first) + 1
    assert quick.locator("details.week").count() == quick.locator(".bars li").count()
    link = quick.locator(".item-title").first.get_attribute("href") or ""
    quick.goto(link)
    expect(quick.locator("main h1")).to_be_visible()


def test_what_is_ticked_moves_the_plan_and_outlives_a_reload(quick: Page) -> None:
    made(quick)
    before = quick.locator("article.plan dl, .totals").first.inner_text()
    for n in range(2):
        quick.locator("input.tick").nth(n).check()
    quick.get_by_role("combobox", name=re.compile("^State of")).nth(2).select_option("failed_check")
    expect(quick.get_by_text(re.compile(r"^2 of \d+ notes done"))).to_be_visible()
    quick.reload()
    expect(quick.locator("input.tick").nth(1)).to_be_checked()
    quick.get_by_role("button", name="Re-plan from here").click()
    dialog = quick.get_by_role("dialog", name="What would change")
    expect(dialog.locator(".end")).to_contain_text("The plan")
    dialog.get_by_role("button", name="Use the new plan").click()
    expect(quick.get_by_text("Re-planned.")).to_be_visible()
    quick.get_by_role("button", name="Undo").click()
    expect(quick.get_by_text("The former plan is back.")).to_be_visible()
    assert quick.locator("article.plan dl, .totals").first.inner_text() == before


def test_a_plan_goes_into_a_calendar_and_a_file(quick: Page, tmp_path: Path) -> None:
    made(quick)
    with quick.expect_download() as download:
        quick.get_by_role("button", name="Calendar").click()
    assert download.value.suggested_filename == "study-plan.ics"
    download.value.save_as(tmp_path / "plan.ics")
    events = Calendar.from_ical((tmp_path / "plan.ics").read_bytes()).walk("VEVENT")
    assert len(events) >= quick.locator("details.week").count() - 1
    with quick.expect_download() as download:
        quick.get_by_role("button", name="Markdown").click()
    download.value.save_as(tmp_path / "plan.md")
    text = (tmp_path / "plan.md").read_text(encoding="utf-8")
    assert text.count("- [ ]") >= quick.locator("li.item").count()


def test_a_way_out_is_one_click(quick: Page) -> None:
    made(quick, Number_of_weeks="6")
    expect(quick.get_by_role("heading", name=re.compile("fit"))).to_be_visible()
    quick.get_by_text("What is cut, and why").click()
    expect(quick.locator(".fit .notes li").first).to_be_visible()
    cut = quick.locator(".fit .notes li").count()
    option = quick.locator("button.option").first
    said = option.inner_text()
    option.click()
    expect(quick.get_by_role("button", name="Undo")).to_be_visible()
    assert quick.locator(".fit .notes li").count() < cut
    quick.get_by_role("button", name="Undo").click()
    expect(quick.locator("button.option").first).to_have_text(said)


def test_the_model_words_it_and_may_be_told_not_to(page: Page) -> None:
    with page.expect_response("**/plan/wording") as wording:
        made(page)
    assert wording.value.status == 200
    expect(page.get_by_text("The model is wording the plan.")).to_be_hidden(timeout=180_000)
    box = page.get_by_label("Let the model word the summary and the phases")
    box.uncheck()
    expect(page.locator(".by-model")).to_have_count(0)
    page.reload()
    expect(box).not_to_be_checked()


def test_starting_over_can_be_taken_back(quick: Page) -> None:
    made(quick)
    quick.get_by_role("button", name="Start over").click()
    expect(quick.locator("article.plan")).to_have_count(0)
    quick.get_by_role("button", name="Undo").click()
    expect(quick.locator("article.plan")).to_be_visible()
    quick.get_by_role("button", name="Start over").click()
    quick.reload()
    expect(quick.locator("article.plan")).to_have_count(0)


def test_the_keyboard_is_enough(quick: Page) -> None:
    quick.goto("/plan")
    quick.get_by_label("Hours a week").focus()
    quick.keyboard.press("Enter")
    expect(quick.locator("article.plan h2").first).to_be_focused()
    quick.locator(".bars a[tabindex='0']").focus()
    quick.keyboard.press("ArrowRight")
    quick.keyboard.press("ArrowRight")
    quick.keyboard.press("Enter")
    expect(quick.locator("details.week").nth(2).locator("summary")).to_be_focused()


def test_it_prints_with_every_week_open(quick: Page) -> None:
    made(quick)
    quick.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    quick.emulate_media(media="print")
    assert quick.locator("details.week:not([open])").count() == 0
    expect(quick.get_by_role("button", name="Re-plan from here")).to_be_hidden()


def test_the_models_words_replace_the_templates_and_outlive_a_reload(page: Page) -> None:
    events = [
        ("begun", {"plan_id": "", "texts": 2, "model": "tiny", "queue": 0}),
        ("text", {"part": "summary", "text": "A plan in new words.", "source": "model"}),
        ("text", {"part": "phase-1", "text": "The template's.", "source": "template"}),
        ("done", {"by_model": 1}),
    ]
    body = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)
    asked = []

    def word(route: Route) -> None:
        asked.append(route.request.post_data_json)
        route.fulfill(body=body, content_type="text/event-stream")

    page.route("**/plan/wording", word)
    made(page)
    expect(page.locator(".summary")).to_have_text("A plan in new words. worded by the model")
    expect(page.locator(".by-model")).to_have_count(1)
    page.reload()
    expect(page.locator(".summary")).to_contain_text("A plan in new words.")
    assert len(asked) == 1
    page.get_by_label("Let the model word").uncheck()
    expect(page.locator(".summary")).to_contain_text("Things take longer than people expect")


def test_what_is_left_out_comes_back_and_what_lies_beyond_comes_in(quick: Page) -> None:
    quick.goto("/plan")
    quick.get_by_label("Language", exact=True).fill("Python")
    quick.get_by_role("button", name="Make my plan").click()
    planned = quick.locator(".item[data-slug=python-for-swe]")
    expect(planned).to_have_count(0)
    quick.get_by_text("Left out: ").click()
    quick.locator(".left-out [data-slug=python-for-swe] button").click()
    expect(planned.first).to_be_attached()
    quick.get_by_text("Beyond this plan: ").click()
    beyond = quick.locator(".stretch li").first
    slug = beyond.get_attribute("data-slug")
    beyond.get_by_role("button").click()
    expect(quick.locator(f".item[data-slug={slug}]").first).to_be_attached()
    expect(quick.get_by_role("button", name="Undo")).to_be_visible()


def test_notes_that_changed_meanwhile_are_told(quick: Page) -> None:
    made(quick)
    kept = "JSON.parse(localStorage.getItem('onramp.plan'))"
    quick.evaluate(f"""() => {{
      const kept = {kept};
      kept.plan.kb_version = "of other notes";
      localStorage.setItem("onramp.plan", JSON.stringify(kept));
    }}""")
    quick.reload()
    expect(quick.get_by_text("The notes have changed since this plan was made.")).to_be_visible()
    quick.get_by_role("button", name="Re-plan", exact=True).click()
    quick.get_by_role("button", name="Use the new plan").click()
    assert quick.evaluate(f"{kept}.plan.kb_version") != "of other notes"


def test_a_plan_that_nobody_began_can_begin_anew(quick: Page) -> None:
    made(quick, First_day="2026-01-05")
    quick.reload()
    quick.get_by_role("button", name="Begin on Monday instead").click()
    expect(quick.get_by_text("It begins on Monday.")).to_be_visible()
    assert quick.get_by_label("First day").input_value() > "2026-01-05"
    assert quick.evaluate("JSON.parse(localStorage.getItem('onramp.plan')).plan.changes") is None


def test_a_plan_of_two_years_fits_a_narrow_window(quick: Page) -> None:
    quick.set_viewport_size({"width": 320, "height": 700})
    made(quick, Hours_a_week="2")
    quick.get_by_role("button", name="Open all weeks").click()
    assert quick.evaluate("document.documentElement.scrollWidth <= innerWidth")
    quick.locator("input.tick").first.check()
    quick.get_by_role("button", name="Re-plan from here").click()
    expect(quick.get_by_role("dialog")).to_be_visible()
    assert quick.evaluate("document.documentElement.scrollWidth <= innerWidth")
