"""The form of the plan page: filled by hand or from a CV, and what is said when it won't do."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = [pytest.mark.browser, pytest.mark.models, pytest.mark.slow]
CV = """Jo Doe, Berlin
Senior Backend Engineer, 2017 - 2025. Python, PostgreSQL, Docker and Kubernetes in production.
"""
RESUME = {
    "basics": {"name": "Jo Doe", "email": "jo@example.com"},
    "work": [{"position": "Data Engineer", "startDate": "2019-01-01", "endDate": "2025-01-01"}],
    "skills": [{"name": "SQL", "level": "Expert"}],
}


def test_a_cv_is_confirmed_before_it_fills_the_form(quick: Page) -> None:
    quick.goto("/plan")
    quick.get_by_text("Start from a CV").click()
    quick.get_by_label("Text of your CV").fill(CV)
    quick.get_by_role("button", name="Read it").click()
    expect(quick.get_by_role("heading", name="This is what was read")).to_be_visible()
    expect(quick.locator(".entry q").first).not_to_be_empty()
    quick.get_by_role("button", name="Remove Docker").click()
    quick.get_by_role("button", name="Use this").click()
    with quick.expect_request("**/plan") as request:
        quick.get_by_role("button", name="Make my plan").click()
    profile = request.value.post_data_json or {}
    assert profile["domains"]["backend"] == 8
    assert "kubernetes" in profile["skills"]
    assert "docker" not in profile["skills"]
    expect(quick.locator("article.plan")).to_be_visible()
    expect(quick.get_by_text(re.compile("% off for 8 years of backend")).first).to_be_attached()


def test_a_json_resume_is_read_without_what_is_personal(quick: Page, tmp_path: Path) -> None:
    (tmp_path / "resume.json").write_text(json.dumps(RESUME), encoding="utf-8")
    quick.goto("/plan")
    quick.get_by_text("Start from a CV").click()
    with quick.expect_request("**/plan/profile") as request:
        quick.locator("#cv-file").set_input_files(tmp_path / "resume.json")
    assert "jo@example.com" not in (request.value.post_data or "")
    expect(quick.get_by_role("spinbutton", name="Data engineering, years")).to_have_value("6")
    (tmp_path / "broken.json").write_text("[1,")
    quick.locator("#cv-file").set_input_files(tmp_path / "broken.json")
    expect(quick.get_by_text("broken.json isn't a JSON Resume")).to_be_visible()


def test_a_mistake_is_shown_at_its_field_and_nothing_is_lost(quick: Page) -> None:
    quick.goto("/plan")
    quick.get_by_label("Number of weeks").fill("30")
    quick.get_by_label("Hours a week").fill("200")
    quick.get_by_role("button", name="Make my plan").click()
    field = quick.get_by_label("Hours a week")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    described = field.get_attribute("aria-describedby") or ""
    assert any("40" in quick.locator(f"[id='{one}']").inner_text() for one in described.split())
    expect(quick.get_by_label("Number of weeks")).to_have_value("30")
    quick.reload()
    expect(quick.get_by_label("Number of weeks")).to_have_value("30")


def test_every_mistake_is_named_with_its_bounds_and_the_first_is_gone_to(quick: Page) -> None:
    quick.goto("/plan")
    posted = []
    quick.on("request", lambda one: posted.append(one.url) if one.method == "POST" else None)
    quick.get_by_label("Hours a week").fill("0")
    quick.get_by_label("Weeks off").fill("banana")
    quick.get_by_role("button", name="Make my plan").click()
    for label, said in (
        ("Hours a week", "Hours a week: from 1 to 40, in half hours."),
        ("Weeks off", "Weeks off: “banana” is no week of a plan."),
    ):
        described = quick.get_by_label(label).get_attribute("aria-describedby") or ""
        texts = [quick.locator(f"[id='{one}']").inner_text() for one in described.split()]
        assert any(said in text for text in texts)
    expect(quick.get_by_label("Hours a week")).to_be_focused()
    assert posted == []
    quick.get_by_label("Hours a week").fill("7.5")
    quick.get_by_label("Weeks off").fill("2")
    quick.get_by_role("button", name="Make my plan").click()
    expect(quick.locator("article.plan")).to_be_visible()


def test_a_first_day_in_the_past_is_told_with_a_way_out(quick: Page) -> None:
    quick.goto("/plan")
    quick.get_by_label("First day").fill("2025-01-06")
    quick.get_by_role("button", name="Make my plan").click()
    expect(
        quick.get_by_text(re.compile(r"^This plan starts \d+ weeks ago: on 6 January 2025"))
    ).to_be_visible()
    expect(quick.locator(".week-dates").first).to_contain_text("2025")
    quick.get_by_role("button", name="Begin on Monday instead").click()
    expect(quick.get_by_text("It begins on Monday.")).to_be_visible()


def test_a_server_that_is_gone_is_said_with_a_way_out(quick: Page) -> None:
    quick.goto("/plan")

    def gone(route: Route) -> None:
        if route.request.method == "POST":
            route.abort()
        else:
            route.continue_()

    quick.route("**/plan", gone)
    quick.get_by_role("button", name="Make my plan").click()
    expect(quick.locator(".trouble")).to_be_visible()
    quick.unroute("**/plan")
    quick.locator(".trouble .retry").click()
    expect(quick.locator("article.plan")).to_be_visible()


def test_a_file_can_be_dropped(quick: Page) -> None:
    quick.goto("/plan")
    drop = """([text, name]) => {
      const data = new DataTransfer();
      data.items.add(new File([text], name));
      document.querySelector(".intake").dispatchEvent(
        new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    }"""
    quick.evaluate(drop, ["%PDF-1.7", "cv.pdf"])
    expect(quick.get_by_text("cv.pdf isn't plain text or JSON.")).to_be_visible()
    quick.evaluate(drop, [CV, "cv.txt"])
    expect(quick.get_by_role("spinbutton", name="Backend, years")).to_have_value("8")


@pytest.mark.parametrize(("status", "said"), [(503, "The queue is full"), (413, "too long")])
def test_a_server_that_says_no_is_heard(quick: Page, status: int, said: str) -> None:
    quick.goto("/plan")

    def refuse(route: Route) -> None:
        headers = {"Retry-After": "1"} if status == 503 else {}
        body = json.dumps({"error": "no", "detail": "Not now."})
        route.fulfill(status=status, headers=headers, body=body)

    quick.route("**/plan", refuse)
    quick.get_by_role("button", name="Make my plan").click()
    expect(quick.locator(".trouble")).to_contain_text(said)
    expect(quick.locator(".trouble .retry")).to_be_enabled(timeout=5_000)
