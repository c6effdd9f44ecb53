"""The chat page, driven in Debian's Chromium against the real service."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

pytestmark = [pytest.mark.browser, pytest.mark.models, pytest.mark.slow]
QUESTION = "What should I learn in month 3?"
OFF_TOPIC = "Who won the 2018 World Cup?"


def ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")


def last(page: Page, state: str, seconds: float = 120) -> Locator:
    turn = page.locator(".turn").last
    expect(turn).to_have_attribute("data-state", state, timeout=1000 * seconds)
    return turn


def test_a_question_is_answered_with_marks_that_open_their_passage(page: Page) -> None:
    page.goto("/")
    ask(page, QUESTION)
    expect(page.locator(".passage .evidence").first).to_be_visible(timeout=60_000)
    turn = last(page, "answered")
    expect(turn.locator(".sentences")).to_contain_text("Fine-tune a pretrained model")
    turn.locator("button.mark").first.click()
    expect(turn.locator(".passage.open.pointed .evidence").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(turn.locator("button.mark").first).to_be_focused()
    link = turn.locator(".passage-link a").first.get_attribute("href") or ""
    page.goto(link)
    expect(page.locator("h2:target, h3:target")).to_be_visible()


def test_an_example_and_a_follow_up_are_one_click(page: Page) -> None:
    page.goto("/")
    page.locator(".example").first.click()
    last(page, "answered")
    page.locator(".follow-up").first.click()
    expect(page.locator(".turn")).to_have_count(2)
    last(page, "answered")


def test_a_refusal_names_the_nearest_topics(page: Page) -> None:
    page.goto("/")
    ask(page, OFF_TOPIC)
    assert last(page, "refused").locator(".nearest a").count() > 0


def test_small_talk(page: Page) -> None:
    page.goto("/")
    ask(page, "hi")
    last(page, "smalltalk")


def test_escape_stops_an_answer_wherever_the_focus_is(page: Page) -> None:
    page.goto("/")
    ask(page, "Which of my backend skills transfer to machine learning?")
    expect(page.locator(".turn .passage").first).to_be_visible(timeout=60_000)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Escape")
    last(page, "stopped", 10)


def test_a_question_that_is_too_long_is_not_sent_and_not_lost(page: Page) -> None:
    page.goto("/")
    ask(page, "why " * 600)
    expect(page.locator(".count.over")).to_contain_text("shorten the question by 399 characters")
    expect(page.locator(".turn")).to_have_count(0)
    assert len(page.get_by_label("Your question").input_value()) == 2400


def test_a_conversation_outlives_a_reload_and_has_an_address(page: Page) -> None:
    page.goto("/")
    ask(page, QUESTION)
    last(page, "answered").locator("button.mark").first.click()
    said = page.locator(".sentences").inner_text()
    ask(page, OFF_TOPIC)
    last(page, "refused")
    address = page.url
    page.reload()
    expect(page.locator(".turn")).to_have_count(2)
    assert page.locator(".sentences").first.inner_text() == said
    page.locator(".turn").first.locator("button.mark").first.click()
    assert page.url.startswith(address)
    assert "-passage-" in page.url
    page.reload()
    expect(page.locator(".passage.open.pointed")).to_be_in_viewport()


def test_the_history_opens_renames_exports_and_deletes(page: Page, tmp_path: Path) -> None:
    page.goto("/")
    for question in (OFF_TOPIC, "What is the weather in Paris?"):
        ask(page, question)
        last(page, "refused")
        page.get_by_role("button", name="New conversation").click()
    page.get_by_role("button", name="History").click()
    names = page.locator(".history-name")
    expect(names).to_have_text(["What is the weather in Paris?", OFF_TOPIC])

    page.get_by_role("button", name=f"Rename {OFF_TOPIC}").click()
    page.get_by_label("Title").fill("Football")
    page.keyboard.press("Enter")
    expect(names).to_have_text(["What is the weather in Paris?", "Football"])
    page.get_by_label("Find a conversation").fill("foot")
    expect(names).to_have_text(["Football"])

    with page.expect_download() as download:
        page.get_by_role("button", name="Export Football").click()
    assert download.value.suggested_filename == "Football.md"
    download.value.save_as(tmp_path / "kept.md")
    assert f"## {OFF_TOPIC}" in (tmp_path / "kept.md").read_text(encoding="utf-8")

    page.get_by_role("button", name="Delete Football").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_label("Find a conversation").fill("")
    expect(names).to_have_count(2)
    page.get_by_role("button", name="Delete Football").click()
    expect(names).to_have_count(1)
    names.first.click()
    expect(page.locator(".question")).to_have_text("What is the weather in Paris?")


def test_a_link_to_a_conversation_that_is_kept_elsewhere_says_so(page: Page) -> None:
    page.goto("/?c=0123456789abcdef0123456789abcdef")
    expect(page.locator(".told")).to_contain_text("isn't kept in this browser")


def test_a_link_asks_a_question_or_begins_with_a_note(page: Page) -> None:
    page.goto("/?q=What+is+data+leakage%3F", referer="https://elsewhere.example/")
    expect(page.get_by_label("Your question")).to_have_value("What is data leakage?")
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.locator(".turn")).to_have_count(0)
    page.goto("/notes?q=What+is+data+leakage%3F")
    page.get_by_role("link", name="Ask this as a question").click()
    expect(page.locator(".question")).to_have_text("What is data leakage?")
    last(page, "answered")
    page.goto("/notes/training-loop")
    page.get_by_role("link", name="Ask about this note").click()
    expect(page.locator(".examples h2")).to_have_text("Questions about “The training loop”")
    with page.expect_request("**/chat") as sent:
        ask(page, "Where does it go wrong?")
    assert sent.value.post_data_json["page"]["url"] == "/notes/training-loop"
    assert "/notes/training-loop" in (
        last(page, "answered").locator(".passage-link a").first.get_attribute("href") or ""
    )


def test_a_vote_is_sent_with_its_reasons(page: Page) -> None:
    page.goto("/")
    ask(page, QUESTION)
    turn = last(page, "answered")
    turn.get_by_role("button", name="Not helpful").click()
    turn.get_by_label("Something is missing").check()
    turn.get_by_label("In your words, if you like").fill("How long does it take?")
    with page.expect_response("**/feedback") as answer:
        turn.get_by_role("button", name="Send").click()
    assert answer.value.status == 204
    assert answer.value.request.post_data_json["reasons"] == ["incomplete"]
    expect(turn.get_by_text("Thank you.")).to_be_visible()
    with page.expect_response("**/feedback") as answer:
        turn.get_by_role("button", name="Helpful", exact=True).click()
    assert answer.value.status == 204


def test_an_answer_is_copied_with_its_citations(context: BrowserContext, page: Page) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/")
    ask(page, QUESTION)
    last(page, "answered").get_by_role("button", name="Copy answer").click()
    expect(page.get_by_role("button", name="Copied with citations")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "[1]" in copied
    assert "Passages:" in copied


def test_a_server_that_is_gone_is_said_so_and_its_return_too(page: Page) -> None:
    page.goto("/")
    for path in ("**/chat", "**/readyz"):
        page.route(path, lambda route: route.abort())
    ask(page, QUESTION)
    expect(page.locator(".trouble[data-kind=unreachable]")).to_be_visible(timeout=20_000)
    expect(page.locator(".model-state[data-state=gone]")).to_be_visible()
    page.unroute("**/chat")
    page.unroute("**/readyz")
    expect(page.locator(".model-state")).to_contain_text("The server is back.", timeout=10_000)
    page.locator(".trouble .retry").click()
    last(page, "answered")


def test_a_full_queue_counts_down_and_a_broken_server_says_why(page: Page) -> None:
    def full(route: Route) -> None:
        body = {"error": "busy", "detail": "Too many questions are waiting."}
        route.fulfill(status=503, headers={"Retry-After": "1"}, json=body)

    page.goto("/")
    page.route("**/chat", full)
    ask(page, QUESTION)
    retry = page.locator(".trouble[data-kind=busy] .retry")
    expect(retry).to_be_disabled()
    expect(retry).to_be_enabled(timeout=5_000)


def test_an_answer_that_is_cut_off_is_kept_as_far_as_it_came(page: Page) -> None:
    """The passages arrive, then nothing more; a reload shows the same."""
    passage = (
        'event: passages\ndata: {"answer_id": "a", "conversation_id": "c", "question": "q", '
        '"rewritten": false, "model": "quote", "queue": 0, "passages": []}\n\n'
        'event: sentence\ndata: {"text": "One.", "html": "One.", "kind": "sentence", '
        '"origin": "quote", "citations": []}\n\nevent: sent'
    )
    page.goto("/")
    page.route(
        "**/chat", lambda route: route.fulfill(content_type="text/event-stream", body=passage)
    )
    ask(page, QUESTION)
    trouble = last(page, "failed", 10).locator(".trouble[data-kind=cut]")
    expect(trouble).to_contain_text("What arrived is kept above; it is incomplete.")
    page.wait_for_function(
        """async () => {
          const {Conversations} = await import('/static/storage/conversations.js');
          const kept = new Conversations();
          const [entry] = await kept.list();
          return (await kept.get(entry?.id ?? ''))?.turns[0].end !== undefined;
        }"""
    )
    page.reload()
    expect(page.locator(".sentences")).to_contain_text("One.")
    expect(page.locator(".trouble[data-kind=cut]")).to_be_visible()


def test_a_new_sentence_is_announced_once(page: Page) -> None:
    """What is added to the log is never changed or moved afterwards, passages are left out of it."""
    page.goto("/")
    page.evaluate(
        """() => {
          window.seen = [];
          const log = document.querySelector('[role=log]');
          new MutationObserver((changes) => {
            for (const {addedNodes} of changes) for (const node of addedNodes) {
              if (node.nodeType !== 1 || node.closest('[aria-live=off]')) continue;
              for (const one of [node, ...node.querySelectorAll('.sentence')])
                if (one.matches('.sentence')) window.seen.push(one);
            }
          }).observe(log, {subtree: true, childList: true});
        }"""
    )
    ask(page, QUESTION)
    last(page, "answered")
    told, distinct, shown = page.evaluate(
        "[seen.length, new Set(seen).size, document.querySelectorAll('.sentence').length]"
    )
    assert told == distinct == shown
