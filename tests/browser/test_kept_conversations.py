"""What the chat page keeps: over tabs, reloads, Back and a second try."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_chat_page import OFF_TOPIC, QUESTION, ask, last
from tests.service.api.test_pages import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.models, pytest.mark.slow]
OTHER = "What is the weather in Paris?"


def test_two_tabs_add_to_one_conversation(context: BrowserContext, page: Page) -> None:
    page.goto("/")
    ask(page, OFF_TOPIC)
    last(page, "refused")
    other = context.new_page()
    other.goto(page.url)
    expect(other.locator(".turn")).to_have_count(1)
    ask(other, OTHER)
    last(other, "refused")
    expect(page.locator(".question")).to_have_text([OFF_TOPIC, OTHER])
    page.get_by_role("button", name="History").click()
    expect(page.locator(".history-facts")).to_contain_text("2 questions")
    other.evaluate("BroadcastChannel.prototype.postMessage = () => {}")
    ask(other, "hello")
    last(other, "smalltalk")
    page.get_by_role("button", name="Close").click()
    ask(page, "hi")
    last(page, "smalltalk")
    page.reload()
    expect(page.locator(".question")).to_have_text([OFF_TOPIC, OTHER, "hello", "hi"])

    other.get_by_role("button", name="History").click()
    page.get_by_role("button", name="History").click()
    page.get_by_role("button", name=f"Delete {OFF_TOPIC}").click()
    expect(other.locator(".history-open")).to_have_count(0)
    expect(other.locator(".turn")).to_have_count(0)


def test_deleting_a_conversation_deletes_the_servers_copy_or_says_what_becomes_of_it(
    page: Page,
) -> None:
    page.goto("/")
    ids = []
    for question in (OFF_TOPIC, OTHER):
        ask(page, question)
        last(page, "refused")
        page.wait_for_url("**/?c=*")
        ids.append(page.url.partition("?c=")[2])
        page.get_by_role("button", name="New conversation").click()
    here = page.context.request
    for id_ in ids:  # an answer is kept after it was sent
        wait_for(lambda id_=id_: here.get(f"/conversations/{id_}").status == 200)
    page.get_by_role("button", name="History").click()
    with page.expect_response(lambda response: response.request.method == "DELETE") as deleted:
        page.get_by_role("button", name=f"Delete {OFF_TOPIC}").click()
    assert deleted.value.status == 204
    assert here.get(f"/conversations/{ids[0]}").status == 404
    said = page.locator(".history-said")
    expect(said).not_to_contain_text("server")
    page.get_by_role("button", name="Undo").click()
    expect(said).to_have_text("It is back in this browser; the server's copy stays deleted.")
    page.route("**/conversations/*", lambda route: route.abort())
    page.get_by_role("button", name=f"Delete {OTHER}").click()
    expect(page.locator(".history-open")).to_have_count(1)
    expect(said).to_contain_text(
        f"The server could not be told to delete “{OTHER}”: its copy goes after 90 days."
    )
    assert here.get(f"/conversations/{ids[1]}").status == 200


def test_back_and_forward_follow_the_conversations(page: Page) -> None:
    page.goto("/")
    for question in (OFF_TOPIC, OTHER):
        ask(page, question)
        last(page, "refused")
        page.wait_for_url("**/?c=*")
        page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".turn")).to_have_count(0)
    page.go_back()
    expect(page.locator(".question")).to_have_text([OTHER])
    page.go_back()
    expect(page.locator(".turn")).to_have_count(0)
    page.go_back()
    expect(page.locator(".question")).to_have_text([OFF_TOPIC])
    page.go_forward()
    page.go_forward()
    expect(page.locator(".question")).to_have_text([OTHER])


def test_a_second_try_that_fails_brings_the_former_answer_back(page: Page) -> None:
    page.goto("/")
    ask(page, QUESTION)
    turn = last(page, "answered")
    said = turn.locator(".sentences").inner_text()
    page.route("**/chat", lambda route: route.abort())
    turn.get_by_role("button", name="Try again").click()
    expect(page.locator(".turn-told")).to_contain_text("This is the former answer.")
    assert last(page, "answered").locator(".sentences").inner_text() == said
    page.unroute("**/chat")
    page.get_by_role("button", name="Try again").click()
    last(page, "waiting", 5)
    page.keyboard.press("Escape")
    expect(page.locator(".turn-told")).to_contain_text("Stopped.")
    page.reload()
    assert last(page, "answered").locator(".sentences").inner_text() == said


def test_a_browser_that_keeps_nothing_says_so_once_and_has_no_address(page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'indexedDB', {get() { throw new DOMException('denied') }})"
    )
    page.goto("/")
    ask(page, OFF_TOPIC)
    last(page, "refused")
    expect(page.locator(".unkept")).to_contain_text("This conversation isn't kept")
    assert "?c=" not in page.url


def test_a_vote_is_shown_after_a_reload(page: Page) -> None:
    page.goto("/")
    ask(page, OFF_TOPIC)
    turn = last(page, "refused")
    up = turn.get_by_role("button", name="Helpful", exact=True)
    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")
    page.reload()
    up = last(page, "refused").get_by_role("button", name="Helpful", exact=True)
    expect(up).to_have_attribute("aria-pressed", "true")


def test_a_draft_outlives_a_reload_until_it_is_sent(page: Page) -> None:
    page.goto("/")
    field = page.get_by_label("Your question")
    field.fill(OFF_TOPIC)
    page.reload()
    expect(field).to_have_value(OFF_TOPIC)
    field.press("Enter")
    last(page, "refused")
    page.reload()
    expect(field).to_have_value("")


def test_the_first_word_of_an_answer_says_that_the_server_is_back(page: Page) -> None:
    page.add_init_script(  # the line's own looks come too late to be what says it
        "window.setTimeout = ((of) => (f, ms) => of(f, ms === 2500 ? 1e6 : ms))(setTimeout)"
    )
    page.route("**/readyz", lambda route: route.abort())
    page.goto("/")
    expect(page.locator(".model-state[data-state=gone]")).to_be_visible()
    page.unroute("**/readyz")
    ask(page, OFF_TOPIC)
    expect(page.locator(".model-state")).to_contain_text("The server is back.")
    page.context.set_offline(True)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".model-state[data-state=gone]")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator(".model-state[data-state=ready]")).to_be_visible()


def test_a_very_long_question_shows_its_beginning(page: Page) -> None:
    page.goto("/")
    ask(page, "Who won the World Cup? " * 80)
    more = last(page, "refused").get_by_role("button", name="Show all")
    title = page.locator(".question")
    clamped = title.bounding_box()
    more.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Show less")).to_have_attribute("aria-expanded", "true")
    whole = title.bounding_box()
    assert clamped
    assert whole
    assert whole["height"] > 2 * clamped["height"]
