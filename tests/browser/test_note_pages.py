"""The notes as pages: their surroundings, the roadmap and the search, with and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.models, pytest.mark.slow]


def test_a_note_says_what_it_needs_and_opens(page: Page) -> None:
    page.goto("/notes/training-loop")
    expect(page.locator(".facts")).to_have_text("Month 2 · 3 hours · core")
    before = page.get_by_role("region", name="Read before this note")
    expect(before.get_by_role("link", name="Neural network basics")).to_be_visible()
    expect(before.locator(".why").first).not_to_be_empty()
    page.get_by_role("region", name="What it opens").get_by_role("link").first.click()
    assert "/notes/training-loop" not in page.url


def test_the_roadmap_is_walked_from_note_to_note(page: Page) -> None:
    page.goto("/notes/swe-head-start")
    expect(page.locator("a[rel=prev]")).to_have_count(0)
    visited = []
    for _ in range(5):
        visited.append(page.url)
        page.locator("a[rel=next]").click()
    page.locator("a[rel=prev]").click()
    assert page.url == visited[-1]
    assert len(set(visited)) == 5


def test_notes_are_listed_by_month_and_searched_without_scripts(
    browser: Browser, server: str
) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/notes")
    expect(page.get_by_role("heading", name="Month 2")).to_be_visible()
    page.get_by_label("Search the notes").fill("the four beats of the training loop")
    page.keyboard.press("Enter")
    expect(page.locator(".hits a").first).to_contain_text("The training loop")
    page.locator(".hits > li > h3 a").first.click()
    expect(page.locator(":target")).to_be_visible()
    context.close()


def test_a_search_with_markup_stays_text(page: Page) -> None:
    page.goto("/notes?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E")
    expect(page.get_by_label("Search the notes")).to_have_value("<img src=x onerror=alert(1)>")
    assert page.locator("main img").count() == 0


def test_a_search_that_fits_nothing_says_so_and_quotes_the_beginning(page: Page) -> None:
    page.goto("/notes?q=" + "zxqv+wombat+" * 20)
    title = page.locator("#hits-title")
    expect(title).to_contain_text("Nothing fits “zxqv wombat")
    assert len(title.inner_text()) < 100
    page.goto("/notes?q=the+four+beats+of+the+training+loop")
    expect(title).to_contain_text("Passages nearest to")
