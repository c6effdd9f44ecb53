"""The concept map, driven in Debian's Chromium against the real service."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

pytestmark = [pytest.mark.browser, pytest.mark.models, pytest.mark.slow]


def box(page: Page, slug: str) -> Locator:
    return page.locator(f".box[data-slug='{slug}']")


def test_a_concept_is_chosen_linked_and_left(page: Page) -> None:
    page.goto("/map")
    expect(page.locator(".box")).to_have_count(90)
    box(page, "training-loop").click()
    panel = page.get_by_role("complementary", name="Selected concept")
    expect(panel.get_by_role("heading", name="The training loop")).to_be_focused()
    assert page.url.endswith("/map#training-loop")
    path = panel.locator("ol.path li")
    expect(path.first).to_be_visible()
    assert path.count() == page.locator(".box.on-path").count() - 1
    path.last.locator("button").click()
    expect(panel.get_by_role("heading", name="The training loop")).to_have_count(0)
    page.go_back()
    expect(panel.get_by_role("heading", name="The training loop")).to_be_visible()
    page.reload()
    expect(panel.get_by_role("heading", name="The training loop")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(box(page, "training-loop")).to_be_focused()


def test_it_opens_notes_and_asks_questions(page: Page) -> None:
    page.goto("/map#training-loop")
    page.get_by_role("link", name="Read the note").click()
    expect(page.get_by_role("heading", name="The training loop", level=1)).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Ask about this").click()
    expect(page.locator(".examples h2")).to_contain_text("The training loop")


def test_the_keyboard_goes_everywhere(page: Page) -> None:
    page.goto("/map")
    expect(page.locator(".box[tabindex='0']")).to_have_count(1)
    page.locator(".box[tabindex='0']").focus()
    seen = set()
    for key in ("ArrowDown", "ArrowRight", "End", "ArrowRight", "Home", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
        seen.add(page.evaluate("document.activeElement.dataset.slug"))
    assert len(seen) >= 5
    assert page.locator(".box[tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name="Selected concept")).to_be_visible()


def test_a_plan_shows_in_shapes_and_words(page: Page) -> None:
    profile = {"target_role": "applied", "domains": {"backend": 7}, "languages": {"python": 3}}
    page.goto("/map")
    expect(page.get_by_role("link", name="Make a plan")).to_be_visible()
    plan = page.request.post("/plan", data=profile).json()
    done = plan["weeks"][0]["items"][0]["slug"]
    page.evaluate(
        "kept => localStorage.setItem('onramp.plan', JSON.stringify(kept))",
        {"profile": profile, "plan": plan, "progress": [{"slug": done, "status": "done"}]},
    )
    page.reload()
    later = plan["weeks"][3]["items"][-1]["slug"]
    expect(box(page, done)).to_have_attribute("data-state", "done")
    expect(box(page, later)).to_have_attribute("data-state", "planned")
    expect(box(page, later)).to_contain_text(re.compile(r"planned, week"))
    for skipped in plan["skipped"][:1]:
        expect(box(page, skipped["slug"])).to_have_attribute("data-state", "known")
    expect(page.get_by_role("list", name="States").get_by_role("listitem")).to_have_count(4)


def test_role_and_words_narrow_it_down(page: Page) -> None:
    page.goto("/map")
    page.get_by_label("Role").select_option("mlops")
    expect(page.locator(".found")).to_have_text(re.compile(r"^\d+ of 90 concepts$"))
    assert 20 < page.locator(".box.dimmed").count() < 70
    page.get_by_label("Role").select_option("")
    page.get_by_label("Find").fill("training loop")
    assert page.locator(".box:not(.dimmed)").count() == 2
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary").get_by_role("heading", level=2)).to_be_visible()


def test_the_list_has_the_same_and_phones_begin_with_it(page: Page) -> None:
    page.goto("/map")
    page.get_by_role("button", name="List", exact=True).click()
    expect(page.locator("svg[aria-hidden]")).to_be_hidden()
    expect(box(page, "training-loop")).to_contain_text("3 h")
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto("/map")
    expect(page.get_by_role("button", name="List", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    page.get_by_role("button", name="Map", exact=True).click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_escape_closes_from_anywhere_but_empties_the_search_first(page: Page) -> None:
    page.goto("/map#training-loop")
    panel = page.get_by_role("complementary", name="Selected concept")
    page.get_by_label("Find").fill("loss")
    page.keyboard.press("Escape")
    expect(panel).to_be_visible()
    box(page, "training-loop").focus()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_skipping_to_the_content_keeps_the_selection(page: Page) -> None:
    page.goto("/map#training-loop")
    panel = page.get_by_role("complementary", name="Selected concept")
    expect(panel).to_be_visible()
    page.evaluate("document.querySelector('.skip').click()")
    expect(page).to_have_url(re.compile("#main$"))
    expect(panel).to_be_visible()


def test_pointing_at_a_concept_says_how_long_its_path_is(page: Page) -> None:
    page.goto("/map")
    told = page.locator(".traced")
    expect(told).to_contain_text("Arrow keys")
    box(page, "cross-entropy-loss").hover()
    expect(told).to_have_text(
        re.compile(r"^Cross-entropy loss: 2 concepts, 11\.5 h before it; opens \d+\.$")
    )
    page.mouse.move(1, 1)
    expect(told).to_contain_text("Arrow keys")


def test_the_filtered_list_can_still_be_reached_with_the_keyboard(page: Page) -> None:
    page.goto("/map")
    page.get_by_role("button", name="List", exact=True).click()
    page.get_by_label("Find").fill("domain: t")
    expect(page.locator(".month h2:visible")).to_have_count(1)
    stop = page.locator(".box[tabindex='0']")
    expect(stop).to_be_visible()
    stop.focus()
    page.keyboard.press("ArrowDown")
    expect(box(page, "time-series-deep-dive")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(box(page, "time-series-deep-dive")).to_be_focused()


def test_each_state_has_a_shape_of_its_own(page: Page) -> None:
    page.goto("/map")
    expect(box(page, "training-loop")).to_be_visible()
    looks = page.evaluate(
        """() => ['done', 'known', 'planned', 'open'].map((state) => {
             const box = document.querySelector('.box');
             box.dataset.state = state;
             const { rotate, borderRadius, backgroundImage, backgroundColor } =
               getComputedStyle(box, '::before');
             const filled = backgroundColor !== 'rgba(0, 0, 0, 0)';
             return [rotate, borderRadius, backgroundImage !== 'none', filled].join(); // no colour
           })"""
    )
    assert len(set(looks)) == 4, looks


def test_the_whole_map_fits_a_laptop_and_a_sheet_of_paper(page: Page) -> None:
    page.goto("/map")
    expect(box(page, "training-loop")).to_be_visible()
    board = page.locator(".board")
    assert board.evaluate("box => box.scrollWidth <= box.clientWidth")
    page.set_viewport_size({"width": 718, "height": 1000})
    page.get_by_role("button", name="Map", exact=True).click()
    page.emulate_media(media="print")
    assert board.evaluate("box => box.scrollWidth <= box.clientWidth")
    expect(page.locator(".board svg")).to_be_hidden()


def test_what_goes_wrong_has_a_way_out(page: Page) -> None:
    page.route("**/graph", lambda route: route.abort())
    page.goto("/map")
    expect(page.get_by_text("The map couldn't be read.")).to_be_visible()
    page.unroute("**/graph")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".box").first).to_be_visible()


def test_notes_without_a_roadmap_say_so(page: Page) -> None:
    def bare(route: Route) -> None:
        route.fulfill(json={"nodes": [], "edges": []})

    page.route("**/graph", bare)
    page.goto("/map")
    expect(page.get_by_text("there is no roadmap to draw")).to_be_visible()
    expect(page.get_by_role("link", name="All notes")).to_be_visible()


def test_an_unknown_concept_is_said_to_be_so(page: Page) -> None:
    page.goto("/map#nonsense")
    panel = page.get_by_role("complementary", name="Selected concept")
    expect(panel.get_by_role("status")).to_contain_text("The map has no concept “nonsense”")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


@pytest.mark.parametrize("mode", ["Map", "List"])
@pytest.mark.parametrize("slug", ["", "#training-loop"])
def test_the_months_stay_in_sight(page: Page, mode: str, slug: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(f"/map{slug}")
    page.get_by_role("button", name=mode, exact=True).click()
    page.locator(".month").first.locator(".box:visible").last.scroll_into_view_if_needed()
    expect(page.locator(".month h2").first).to_be_in_viewport(ratio=1)
