"""The chat page and a note page, driven in Debian's Chromium against the real service."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.models, pytest.mark.slow]
QUESTION = "What should I learn in month 3?"


def ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")


def test_a_question_is_answered_with_marks_that_open_their_passage(page: Page, server: str) -> None:
    page.goto("/")
    ask(page, QUESTION)
    turn = page.locator(".turn").last
    expect(turn.locator(".passage .evidence").first).to_be_visible(timeout=60_000)
    expect(turn).to_have_attribute("data-state", "answered", timeout=120_000)
    expect(turn.locator(".sentences")).to_contain_text("Fine-tune a pretrained model")
    turn.locator("button.mark").first.click()
    expect(turn.locator(".passage .evidence").first).to_be_visible()
    link = turn.locator(".passage-link a").first.get_attribute("href") or ""
    page.goto(link)
    expect(page.locator("h2:target, h3:target")).to_be_visible()


def test_an_example_and_a_follow_up_are_one_click(page: Page) -> None:
    page.goto("/")
    page.locator(".example").first.click()
    expect(page.locator(".turn").last).to_have_attribute("data-state", "answered", timeout=120_000)
    page.locator(".follow-up").first.click()
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".turn").last).to_have_attribute("data-state", "answered", timeout=120_000)


def test_a_refusal_names_the_nearest_topics(page: Page) -> None:
    page.goto("/")
    ask(page, "Who won the 2018 World Cup?")
    expect(page.locator(".turn").last).to_have_attribute("data-state", "refused", timeout=60_000)
    assert page.locator(".nearest a").count() > 0


def test_small_talk(page: Page) -> None:
    page.goto("/")
    ask(page, "hi")
    expect(page.locator(".turn").last).to_have_attribute("data-state", "smalltalk", timeout=60_000)


def test_escape_stops_an_answer(page: Page) -> None:
    page.goto("/")
    ask(page, "Which of my backend skills transfer to machine learning?")
    expect(page.locator(".turn .passage").first).to_be_visible(timeout=60_000)
    page.keyboard.press("Escape")
    expect(page.locator(".turn").last).to_have_attribute("data-state", "stopped", timeout=10_000)


def test_a_server_that_is_gone_is_said_so(page: Page) -> None:
    page.goto("/")
    page.route("**/chat", lambda route: route.abort())
    ask(page, QUESTION)
    expect(page.locator(".trouble[data-kind=unreachable]")).to_be_visible(timeout=20_000)
    page.unroute("**/chat")
    page.locator(".trouble .retry").click()
    expect(page.locator(".turn").last).to_have_attribute("data-state", "answered", timeout=120_000)


@pytest.mark.parametrize("width", [320, 375, 1280])
@pytest.mark.parametrize("path", ["/", "/notes/training-loop"])
def test_no_page_scrolls_sideways(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
