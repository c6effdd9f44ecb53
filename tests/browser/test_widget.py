"""The widget on a host that is hard on it, in Debian's Chromium against the real service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.styles import OF_THE_HOST, READ, differences
from tests.hosts.host import HOSTILE, port_of
from tests.hosts.hostile import hostile_site
from tests.hosts.process import free_port

pytestmark = [pytest.mark.browser, pytest.mark.models, pytest.mark.slow]
ASKED = "Why is a good training loss not enough?"
POLICY = "default-src 'none'; script-src {server}; connect-src {server}; img-src {server}"


@pytest.fixture(scope="module")
def host(server: str) -> Iterator[str]:
    with hostile_site(server, port=port_of(HOSTILE)) as address:
        yield address


@pytest.fixture
def guest(browser: Browser, server: str, host: str) -> Iterator[Page]:
    """A page on the host; fails the test on an error, a broken policy or a third party's address."""
    page = browser.new_page(viewport={"width": 1000, "height": 760}, reduced_motion="reduce")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    page.on("request", lambda r: None if r.url.startswith((server, host)) else faults.append(r.url))
    yield page
    page.close()
    assert faults == []


def opened(page: Any) -> Locator:
    """The first widget of a page or frame, its panel open."""
    widget: Locator = page.locator("onramp-widget").first
    widget.locator(".launcher").click()
    expect(widget.locator(".question-field")).to_be_focused()
    return widget


def ask(widget: Locator, question: str = ASKED) -> Locator:
    widget.locator(".question-field").fill(question)
    widget.locator(".question-field").press("Enter")
    turn = widget.locator(".turn").last
    expect(turn).to_have_attribute("data-state", "answered", timeout=120_000)
    return turn


@pytest.mark.parametrize("path", ["/plain", "/styled", "/strict", "/rtl"])
def test_it_answers_wherever_it_is(guest: Page, host: str, server: str, path: str) -> None:
    guest.goto(host + path)
    turn = ask(opened(guest))
    turn.locator("button.mark").first.click()
    expect(turn.locator(".passage.open .evidence").first).to_be_visible()
    link = turn.locator(".passage-link a").first
    assert (link.get_attribute("href") or "").startswith(f"{server}/notes/")
    assert link.get_attribute("rel") == "noopener"
    assert guest.context.cookies() == []
    assert guest.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_the_strictest_policy_is_enough(browser: Browser, server: str) -> None:
    """This service for scripts and connections and nothing else; no sheet is let in at all."""
    page = browser.new_page()
    broken: list[str] = []
    page.on("console", lambda m: broken.append(m.text) if "Content Security" in m.text else None)
    policy = POLICY.format(server=server)
    with hostile_site(server, port=port_of("mkdocs"), policy=policy) as host:
        page.goto(f"{host}/strict")
        ask(opened(page))
        page.close()
    assert [text for text in broken if "host.css" not in text] == []  # its own sheet is kept out


def test_styles_stay_on_their_side(guest: Page, host: str) -> None:
    seen = {}
    for path in ("/plain", "/styled"):
        guest.goto(host + path)
        widget = opened(guest)
        ask(widget)
        widget.locator(".question-field").focus()
        seen[path] = widget.locator(".root *").evaluate_all(READ)
    assert differences(seen["/plain"], seen["/styled"]) == []
    assert len(seen["/plain"]) > 100


def test_the_hosts_styles_are_unchanged(guest: Page, host: str) -> None:
    guest.goto(f"{host}/styled")
    guest.locator("onramp-widget").evaluate("(widget) => widget.remove()")
    without = guest.evaluate(OF_THE_HOST)
    guest.goto(f"{host}/styled")
    ask(opened(guest))
    assert differences(without, guest.evaluate(OF_THE_HOST)) == []


def test_events_and_methods(guest: Page, host: str) -> None:
    guest.goto(f"{host}/plain")
    guest.evaluate(
        """() => {
          window.seen = [];
          for (const name of ['open', 'close', 'question', 'answer', 'refusal', 'citation', 'feedback', 'error'])
            document.addEventListener(`onramp:${name}`, ({target, detail}) =>
              seen.push([name, target.localName, detail]));
        }"""
    )
    guest.evaluate("customElements.whenDefined('onramp-widget')")
    guest.locator("onramp-widget").evaluate("(widget, text) => widget.ask(text)", ASKED)
    widget = guest.locator("onramp-widget")
    expect(widget.locator(".turn")).to_have_attribute("data-state", "answered", timeout=120_000)
    widget.locator("button.mark").first.click()
    widget.get_by_role("button", name="Helpful", exact=True).click()
    expect(widget.get_by_text("Thank you.")).to_be_visible()
    widget.evaluate("(widget) => widget.close()")
    expect(widget.locator(".panel")).to_be_hidden()
    expect(widget.locator(".launcher")).to_be_focused()
    seen = guest.evaluate("seen")
    assert [name for name, _, _ in seen] == [
        "open",
        "question",
        "answer",
        "citation",
        "feedback",
        "close",
    ]
    assert {target for _, target, _ in seen} == {"onramp-widget"}
    detail = {name: detail for name, _, detail in seen}
    assert detail["answer"]["answer_id"] == detail["feedback"]["answer_id"]
    assert "/notes/" in detail["citation"]["url"]


def test_the_keyboard_is_enough(guest: Page, host: str) -> None:
    guest.goto(f"{host}/plain")
    expect(guest.locator("onramp-widget .launcher")).to_be_visible()
    guest.keyboard.press("Tab")
    guest.keyboard.press("Enter")
    guest.keyboard.type(ASKED)
    guest.keyboard.press("Enter")
    widget = guest.locator("onramp-widget")
    expect(widget.locator(".turn")).to_have_attribute("data-state", "answered", timeout=120_000)
    guest.keyboard.press("Escape")
    expect(widget.locator(".panel")).to_be_hidden()
    guest.keyboard.press("Enter")
    expect(widget.locator(".sentences")).to_be_visible()  # the conversation is still there


def test_two_on_a_page_stand_apart(guest: Page, host: str) -> None:
    guest.goto(f"{host}/two")
    launchers = guest.locator("onramp-widget .launcher")
    expect(launchers).to_have_count(2)
    for n in (0, 1):
        launchers.nth(n).click()
        widget = guest.locator("onramp-widget").nth(n)
        expect(widget.locator(".panel")).to_be_visible()
        widget.get_by_role("button", name="Close").click()


def test_it_survives_pages_that_replace_each_other(guest: Page, host: str) -> None:
    guest.goto(f"{host}/spa")
    opened(guest).get_by_role("button", name="Close").click()
    for _ in range(3):
        guest.get_by_text("Next page").click()
    assert guest.locator("onramp-widget").count() == 1
    ask(opened(guest))
    guest.go_back()
    expect(guest.locator("onramp-widget .launcher")).to_be_visible()


def test_a_page_that_moves_it_keeps_its_conversation(guest: Page, host: str) -> None:
    guest.goto(f"{host}/plain")
    widget = opened(guest)
    ask(widget)
    guest.evaluate("document.body.append(document.querySelector('onramp-widget'))")
    expect(widget.locator(".sentences")).to_be_visible()
    ask(widget, "What is data leakage?")
    expect(widget.locator(".turn")).to_have_count(2)


def test_it_is_on_the_side_where_lines_end(guest: Page, host: str) -> None:
    guest.goto(f"{host}/rtl")
    box = guest.locator("onramp-widget .launcher").bounding_box()
    assert box is not None
    assert box["x"] < 100
    assert (
        opened(guest).locator(".intro h2").evaluate("h => getComputedStyle(h).direction") == "ltr"
    )


def test_inline_it_fits_its_column(guest: Page, host: str) -> None:
    guest.goto(f"{host}/inline")
    widget = guest.locator("onramp-widget")
    ask(widget)
    inside = widget.locator(".panel").evaluate("p => [p.scrollWidth, p.clientWidth]")
    assert inside[0] <= inside[1] <= 300


def test_a_sandboxed_frame_and_the_framed_page_answer(guest: Page, host: str) -> None:
    guest.goto(f"{host}/sandbox")
    ask(opened(guest.frame_locator("iframe")))
    guest.goto(f"{host}/frame")
    frame = guest.frame_locator("iframe")
    frame.locator(".question-field").fill(ASKED)
    frame.locator(".question-field").press("Enter")
    expect(frame.locator(".turn")).to_have_attribute("data-state", "answered", timeout=120_000)


def test_the_page_it_is_on_is_sent_only_when_asked_for(
    browser: Browser, server: str, host: str
) -> None:
    for attributes, sent in (("", False), (" page-context", True)):
        page = browser.new_page()
        page.goto(f"{host}/plain")
        page.evaluate(f"""document.querySelector('onramp-widget').outerHTML =
            '<onramp-widget server="{server}"{attributes}></onramp-widget>'""")
        widget = opened(page)
        with page.expect_request("**/chat") as request:
            ask(widget)
        assert ("page" in request.value.post_data_json) == sent
        page.close()


def test_a_token_that_has_become_old_is_renewed_unseen(browser: Browser, host: str) -> None:
    page = browser.new_page()
    page.goto(f"{host}/plain")
    widget = opened(page)
    tokens: list[str] = []

    def spoil(route: Any) -> None:
        tokens.append(route.request.headers["onramp-token"])
        first = len(tokens) == 1
        route.continue_(headers=route.request.headers | ({"onramp-token": "old"} if first else {}))

    page.route("**/chat", spoil)
    ask(widget)
    page.close()
    assert len(set(tokens)) == 2


def test_an_origin_that_is_not_listed_gets_no_widget_and_no_frame(
    browser: Browser, server: str
) -> None:
    with hostile_site(server, port=free_port()) as stranger:
        page = browser.new_page()
        page.goto(f"{stranger}/plain")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("customElements.get('onramp-widget') === undefined")
        for path in (
            "/examples",
            "/notes/training-loop",
            "/graph",
            "/widget.js",
            "/static/style.css",
        ):
            for mode in ("cors", "no-cors"):
                got = page.evaluate(
                    "([url, mode]) => fetch(url, {mode}).then(r => [r.status, r.type], e => 'refused')",
                    [server + path, mode],
                )
                assert got in ("refused", [0, "opaque"]), (path, mode)
        page.goto(f"{stranger}/frame")
        page.wait_for_timeout(500)
        assert page.frames[-1].locator(".question-field").count() == 0
        page.close()


def test_without_a_server_it_says_so_and_comes_back(browser: Browser, host: str) -> None:
    page = browser.new_page()
    page.goto(f"{host}/plain")
    widget = opened(page)
    page.route("**/chat", lambda route: route.abort())
    widget.locator(".question-field").fill(ASKED)
    widget.locator(".question-field").press("Enter")
    expect(widget.locator(".trouble[data-kind=unreachable]")).to_be_visible(timeout=10_000)
    page.unroute("**/chat")
    widget.locator(".trouble .retry").click()
    expect(widget.locator(".turn")).to_have_attribute("data-state", "answered", timeout=120_000)
    page.close()
