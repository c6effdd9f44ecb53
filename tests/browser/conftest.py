"""A page that fails its test on what no page of ours may do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture
def context(browser: Browser, server: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=server, viewport={"width": 1280, "height": 800})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, server: str) -> Iterator[Page]:
    """A page that fails the test on an error, a broken policy or a request to somebody else."""
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda m: faults.append(m.text) if "Content Security" in m.text else None)
    page.on(
        "request",
        lambda r: None if r.url.startswith((server, "data:", "blob:")) else faults.append(r.url),
    )
    yield page
    page.close()
    assert faults == []


@pytest.fixture
def quick(page: Page) -> Page:
    """A page that does not wait for the model's words of a plan."""
    page.route("**/plan/wording", lambda route: route.abort())
    return page
