"""The plan that a browser keeps: two tabs, an undo, and what other hands have made of it."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = [pytest.mark.browser, pytest.mark.models, pytest.mark.slow]
KEPT = "JSON.parse(localStorage.getItem('onramp.plan'))"


def made(page: Page) -> None:
    page.goto("/plan")
    page.get_by_role("button", name="Make my plan").click()
    expect(page.locator("article.plan")).to_be_visible()


def replanned(page: Page) -> None:
    page.get_by_role("button", name="Re-plan from here").click()
    page.get_by_role("button", name="Use the new plan").click()
    expect(page.get_by_text("Re-planned.")).to_be_visible()


def test_an_undo_keeps_what_was_ticked_since(quick: Page) -> None:
    made(quick)
    quick.locator("input.tick").nth(0).check()
    replanned(quick)
    quick.locator("input.tick").nth(1).check()
    quick.get_by_role("button", name="Undo").click()
    expect(quick.get_by_text("The former plan is back.")).to_be_visible()
    for _ in range(2):
        expect(quick.locator("input.tick").nth(0)).to_be_checked()
        expect(quick.locator("input.tick").nth(1)).to_be_checked()
        quick.reload()


def test_two_tabs_keep_each_others_ticks_and_plans(quick: Page) -> None:
    made(quick)
    other = quick.context.new_page()
    other.goto("/plan")
    quick.locator("input.tick").nth(0).check()
    expect(other.locator("input.tick").nth(0)).to_be_checked()
    other.locator("input.tick").nth(1).check()
    expect(quick.locator("input.tick").nth(1)).to_be_checked()
    assert len(quick.evaluate(f"{KEPT}.progress")) == 2
    replanned(other)
    expect(quick.get_by_text("This is the plan as another tab has it.")).to_be_visible()
    other.get_by_role("button", name="Start over").click()
    expect(quick.locator("article.plan")).to_have_count(0)


@pytest.mark.parametrize(
    "damage",
    [
        '\'{"plan": {"schema_ver\'',
        "JSON.stringify({ ...kept, plan: { ...kept.plan, schema_version: '2' } })",
        "JSON.stringify({ ...kept, plan: { ...kept.plan, weeks: 3 } })",
        "JSON.stringify({ ...kept, progress: [{ slug: 'x', status: 'eaten' }] })",
        'JSON.stringify(kept).replaceAll(\'"url":"/\', \'"url":"javascript:/\')',
    ],
)
def test_a_damaged_plan_is_set_aside_and_told_once(quick: Page, damage: str) -> None:
    made(quick)
    text = quick.evaluate(f"""() => {{
      const kept = {KEPT};
      const text = {damage};
      localStorage.setItem("onramp.plan", text);
      return text;
    }}""")
    quick.goto("/map")
    expect(quick.locator(".map-body")).to_be_visible()
    quick.goto("/plan")
    expect(quick.get_by_text("was damaged and couldn't be read")).to_be_visible()
    assert quick.evaluate("localStorage.getItem('onramp.plan.damaged')") == text
    quick.reload()
    expect(quick.get_by_role("button", name="Make my plan")).to_be_visible()
    expect(quick.get_by_text("was damaged")).to_have_count(0)


def test_a_double_click_asks_once(quick: Page) -> None:
    made(quick)
    quick.locator("input.tick").first.check()
    posted = []
    quick.on("request", lambda one: posted.append(one.url) if one.method == "POST" else None)
    button = quick.get_by_role("button", name="Re-plan from here")
    button.evaluate("one => { one.click(); one.click(); }")
    expect(quick.get_by_role("dialog")).to_have_count(1)
    quick.get_by_role("button", name="Keep the plan as it is").click()
    expect(quick.get_by_role("dialog")).to_have_count(0)
    assert len(posted) == 1


def test_a_model_that_was_refused_is_asked_again_only_on_demand(page: Page) -> None:
    events = [("begun", {"model": "tiny"}), ("done", {"by_model": 0})]
    body = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)
    asked = []

    def word(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=body, content_type="text/event-stream")

    page.route("**/plan/wording", word)
    made(page)
    expect(page.get_by_text(re.compile("went beyond the plan"))).to_be_visible()
    page.reload()
    again = page.get_by_role("button", name="Ask the model again")
    expect(again).to_be_visible()
    assert len(asked) == 1
    with page.expect_request("**/plan/wording"):
        again.click()
    expect(page.get_by_text(re.compile("went beyond the plan"))).to_be_visible()
