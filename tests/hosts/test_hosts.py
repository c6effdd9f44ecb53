"""The recipes, followed in real wikis and looked at in Debian's Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.browser.styles import OF_THE_HOST, differences
from tests.hosts.host import WIKIS, port_of
from tests.hosts.wiki_page import LINKED, START

pytestmark = [pytest.mark.browser, pytest.mark.models, pytest.mark.slow, pytest.mark.hosts]
ASKED = "Why is a good training loss not enough?"


@pytest.fixture(scope="module", params=sorted(WIKIS))
def wiki(
    request: pytest.FixtureRequest, server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a wiki that followed its recipe."""
    name = request.param
    folder: Path = tmp_path_factory.mktemp(name)
    with WIKIS[name](
        folder, server, port=port_of(name), attributes={"page-context": ""}
    ) as address:
        yield address


@pytest.fixture
def reader(browser: Browser, server: str, wiki: str) -> Iterator[Page]:
    """A page of the wiki; fails the test on an error or a request to a third party."""
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    page.on(
        "request",
        lambda r: (
            None if r.url.startswith((server, wiki, "data:", "blob:")) else faults.append(r.url)
        ),
    )
    page.on("response", lambda r: faults.append(r.url) if sets_cookie(r, server) else None)
    yield page
    page.close()
    assert faults == []


def sets_cookie(response: Response, server: str) -> bool:
    return response.url.startswith(server) and "set-cookie" in response.headers


def test_a_reader_asks_and_checks_a_source(reader: Page, server: str, wiki: str) -> None:
    reader.goto(wiki)
    expect(reader.get_by_text(START.text)).to_be_visible()
    widget = reader.locator("onramp-widget")
    widget.locator(".launcher").click()
    expect(widget.locator(".example").first).to_be_visible()
    widget.locator(".question-field").fill(ASKED)
    with reader.expect_request("**/chat") as sent:
        widget.locator(".question-field").press("Enter")
    assert START.title in sent.value.post_data_json["page"]["title"]
    expect(widget.locator(".turn")).to_have_attribute("data-state", "answered", timeout=120_000)
    widget.locator("button.mark").first.click()
    source = widget.locator(".passage.open .passage-link a").first
    assert (source.get_attribute("href") or "").startswith(f"{server}/notes/")


def test_it_is_on_the_next_page_too(reader: Page, wiki: str) -> None:
    reader.goto(wiki)
    reader.get_by_role("link", name=LINKED.title).last.click()
    expect(reader.get_by_text(LINKED.text)).to_be_visible()
    expect(reader.locator("onramp-widget")).to_have_count(1)
    widget = reader.locator("onramp-widget")
    widget.locator(".launcher").click()
    expect(widget.locator(".question-field")).to_be_focused()


def test_the_wikis_styles_are_unchanged(reader: Page, wiki: str) -> None:
    reader.goto(wiki)
    widget = reader.locator("onramp-widget")
    widget.locator(".launcher").click()
    expect(widget.locator(".example").first).to_be_visible()
    reader.wait_for_timeout(500)  # a wiki's own transitions
    within = reader.evaluate(OF_THE_HOST)
    widget.evaluate("(element) => element.remove()")
    assert differences(within, reader.evaluate(OF_THE_HOST)) == []


def test_the_widget_looks_the_same_in_every_wiki(reader: Page, wiki: str) -> None:
    reader.goto(wiki)
    widget = reader.locator("onramp-widget")
    widget.locator(".launcher").click()
    looks = widget.locator(".panel").evaluate(
        """panel => ['font', 'color', 'backgroundColor', 'width', 'height', 'borderRadius', 'lineHeight']
            .map(name => getComputedStyle(panel)[name])"""
    )
    assert looks[1:6] == ["rgb(26, 32, 37)", "rgb(255, 255, 255)", "432px", "672px", "14px"]
    assert looks[0].startswith("15px / 24px system-ui")
