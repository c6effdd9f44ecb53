"""axe-core over every page and state, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.hosts.host import HOSTILE, port_of
from tests.hosts.hostile import hostile_site

pytestmark = [pytest.mark.browser, pytest.mark.models, pytest.mark.slow]
LOOKS = [("light", 1280), ("dark", 1280), ("light", 375), ("dark", 375)]
ASKED = "Why is a good training loss not enough?"


def _ended(page: Page, question: str, state: str) -> None:
    page.goto("/")
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".turn").last).to_have_attribute("data-state", state, timeout=120_000)


def empty(page: Page) -> None:
    page.goto("/")
    expect(page.locator(".example").first).to_be_visible()


def answer(page: Page) -> None:
    _ended(page, ASKED, "answered")
    page.locator("button.mark").first.click()
    page.get_by_role("button", name="Not helpful").click()


def refusal(page: Page) -> None:
    _ended(page, "Who won the 2018 World Cup?", "refused")


def failure(page: Page) -> None:
    page.route("**/chat", lambda route: route.abort())
    _ended(page, ASKED, "failed")
    page.unroute("**/chat")


def history(page: Page) -> None:
    refusal(page)
    page.get_by_role("button", name="History").click()
    expect(page.locator(".history-open").first).to_be_visible()


def note(page: Page) -> None:
    page.goto("/notes/training-loop#in-code")


def notes(page: Page) -> None:
    page.goto("/notes")


def found(page: Page) -> None:
    page.goto("/notes?q=gradients+explode")


def insights(page: Page) -> None:
    refusal(page)
    page.goto("/insights")
    expect(page.locator(".gaps li").first).to_be_visible()


def nothing_here(page: Page) -> None:
    page.goto("/notes?q=%E2%80%AE")


def guide(page: Page) -> None:
    page.goto("/embed-guide")
    page.get_by_role("button", name="Try it here").click()
    page.get_by_role("button", name="Ask the notes").click()
    expect(page.locator("onramp-widget .example").first).to_be_visible()


def framed(page: Page) -> None:
    page.goto("/embed")
    expect(page.locator(".example").first).to_be_visible()


def plan_form(page: Page) -> None:
    page.goto("/plan")
    page.get_by_text("Start from a CV").click()
    page.get_by_label("Text of your CV").fill("Backend Engineer, 2018 - 2025. Python, Docker.")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("button", name="Use this")).to_be_visible()
    page.get_by_label("Hours a week").fill("200")
    page.get_by_role("button", name="Make my plan").click()
    expect(page.get_by_label("Hours a week")).to_have_attribute("aria-invalid", "true")


def _planned(page: Page) -> None:
    page.route("**/plan/wording", lambda route: route.abort())
    page.goto("/plan")
    page.get_by_label("Number of weeks").fill("12")
    page.get_by_role("button", name="Make my plan").click()
    expect(page.locator("article.plan")).to_be_visible()


def plan(page: Page) -> None:
    _planned(page)
    page.get_by_role("button", name="Open all weeks").click()
    for fold in page.locator("article.plan > details, .fit details").all():
        fold.locator("summary").click()
    page.locator("input.tick").first.check()


def plan_changes(page: Page) -> None:
    _planned(page)
    page.locator("input.tick").nth(3).check()
    page.get_by_role("button", name="Re-plan from here").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def concept_map(page: Page) -> None:
    page.goto("/map#training-loop")
    expect(page.locator(".box").first).to_be_visible()


def concept_list(page: Page) -> None:
    _planned(page)
    page.goto("/map")
    page.get_by_role("button", name="List", exact=True).click()
    page.get_by_label("Role").select_option("mlops")


STATES = [
    *(
        empty,
        answer,
        refusal,
        failure,
        history,
        note,
        notes,
        found,
        insights,
        nothing_here,
        guide,
        framed,
    ),
    *(plan_form, plan, plan_changes, concept_map, concept_list),
]


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_no_violation(
    browser: Browser, server: str, state: Callable[[Page], None], scheme: str, width: int
) -> None:
    context = browser.new_context(
        base_url=server,
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    page = context.new_page()
    state(page)
    found = violations(page)
    sideways = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    context.close()
    assert found == []
    assert not sideways


@pytest.mark.parametrize("path", ["/plain", "/inline"])
def test_the_widget_in_a_host_has_no_violation_of_its_own(
    browser: Browser, server: str, path: str
) -> None:
    with hostile_site(server, port=port_of(HOSTILE)) as host:
        page = browser.new_page(reduced_motion="reduce")
        page.goto(host + path)
        if path == "/plain":
            page.locator("onramp-widget .launcher").click()
        page.locator("onramp-widget .question-field").fill(ASKED)
        page.keyboard.press("Enter")
        turn = page.locator("onramp-widget .turn")
        expect(turn).to_have_attribute("data-state", "answered", timeout=120_000)
        found = violations(page, within="onramp-widget")
        page.close()
    assert found == []


@pytest.mark.parametrize(
    "path", ["/", "/plan", "/map", "/notes", "/notes/training-loop", "/embed-guide"]
)
def test_no_page_scrolls_sideways_at_320(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
