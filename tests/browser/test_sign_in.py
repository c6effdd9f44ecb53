"""The form for a key in a real browser, with and without JavaScript, on a service of its own."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from indexer.build import build
from indexer.embedding import WordsEmbedder
from service.access.api_key import make_key
from service.settings import Settings
from service.store.store import Store
from tests.browser.axe import violations
from tests.conftest import ROOT, running
from tests.hosts.process import free_port

WIKI_PORT = free_port()
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data: Path = tmp_path_factory.mktemp("keyed")
    build(ROOT / "kb", data / "index", WordsEmbedder())
    return data


@pytest.fixture(scope="module")
def keyed(folder: Path) -> Iterator[str]:
    """A service that asks for keys, without weights."""
    given = {"DATA": str(folder), "EMBEDDER": "words", "GENERATOR": "quote", "ACCESS": "keys"}
    given["EMBED_ORIGINS"] = f"http://127.0.0.1:{WIKI_PORT}"
    with running(
        os.environ | {f"ONRAMP_{name}": value for name, value in given.items()}
    ) as address:
        yield address


@pytest.fixture
def key(folder: Path) -> str:
    made, text = make_key("test", ["chat", "plan", "search", "insights"], datetime.now(UTC))
    store = Store.open(Settings(data=folder).database)
    store.keys.add(made)
    store.close()
    return text


def sign_in(page: Page, key: str) -> None:
    page.get_by_label("Key").fill(key)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_person_signs_in_reads_and_signs_out(
    browser: Browser, keyed: str, key: str, scripts: bool
) -> None:
    context = browser.new_context(base_url=keyed, java_script_enabled=scripts)
    page = context.new_page()
    page.goto("/notes/queues?x=1")
    expect(page).to_have_url(f"{keyed}/sign-in?next=/notes/queues%3Fx%3D1")
    page.goto("/sign-in?next=/notes")
    sign_in(page, "onramp_nonsense")
    expect(page.get_by_role("alert")).to_contain_text("not in force")
    sign_in(page, key)
    expect(page).to_have_url(f"{keyed}/notes")
    page.get_by_role("navigation", name="Site").get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{keyed}/sign-in")
    page.goto("/notes")
    expect(page).to_have_url(f"{keyed}/sign-in?next=/notes")
    context.close()


def test_our_pages_ask_with_the_cookie(browser: Browser, keyed: str, key: str) -> None:
    context = browser.new_context(base_url=keyed)
    page = context.new_page()
    page.goto("/")
    sign_in(page, key)
    page.get_by_label("Your question").fill("What is a queue?")
    page.keyboard.press("Enter")
    expect(page.locator(".turn").last).to_have_attribute("data-state", "answered", timeout=30_000)
    with page.expect_response("**/graph") as graph:
        page.goto("/map")
    assert graph.value.status == 200
    page.goto("/")
    context.clear_cookies()
    page.get_by_label("Your question").fill("What is a queue?")
    page.keyboard.press("Enter")
    expect(page.locator(".turn").last).to_contain_text("Reload the page to sign in again")
    context.close()


class _Wiki(BaseHTTPRequestHandler):
    """A page of another origin that holds the chat in a frame; its path is the service's port."""

    def do_GET(self) -> None:
        page = (
            f'<!doctype html><iframe title="Ask" src="http://127.0.0.1:{int(self.path[1:])}/embed">'
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_: object) -> None:
        return


def test_in_a_frame_of_a_listed_wiki_nobody_has_to_sign_in(browser: Browser, keyed: str) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", WIKI_PORT), _Wiki)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    page = browser.new_page()
    try:
        page.goto(f"http://127.0.0.1:{WIKI_PORT}/{keyed.rpartition(':')[2]}")
        frame = page.frame_locator("iframe")
        frame.locator(".example").first.wait_for()
        frame.locator(".question-field").fill("What is a queue?")
        page.keyboard.press("Enter")
        turn = frame.locator(".turn").last
        expect(turn).to_have_attribute("data-state", "answered", timeout=30_000)
    finally:
        page.close()
        server.shutdown()
        server.server_close()
        thread.join()


def test_the_navigation_of_who_is_signed_in_is_accessible(
    browser: Browser, keyed: str, key: str
) -> None:
    context = browser.new_context(base_url=keyed)
    page = context.new_page()
    page.goto("/sign-in?next=/notes")
    sign_in(page, key)  # once: tries are counted
    expect(page).to_have_url(f"{keyed}/notes")
    for scheme, width in (("light", 1280), ("dark", 375), ("light", 320)):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.set_viewport_size({"width": width, "height": 800})
        for path in ("/", "/notes", "/insights"):
            page.goto(path)
            page.locator("h1").first.wait_for(state="attached")
            site = page.get_by_role("navigation", name="Site")
            expect(site.get_by_role("link", name="Insights")).to_be_visible()
            expect(site.get_by_role("button", name="Sign out")).to_be_visible()
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 375)])
def test_the_form_is_accessible_in_every_state(
    browser: Browser, keyed: str, key: str, scheme: str, width: int
) -> None:
    context = browser.new_context(
        base_url=keyed,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    page.goto("/sign-in?next=/sign-in")
    assert violations(page) == []
    sign_in(page, "nonsense")
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []
    sign_in(page, key)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    assert violations(page) == []
    context.close()
