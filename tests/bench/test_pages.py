"""How fast the pages are in Debian's Chromium. Prints figures; asserts no time, since machines differ."""

from __future__ import annotations

import statistics
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.hosts.process import free_port, served_folder

pytestmark = [pytest.mark.browser, pytest.mark.models, pytest.mark.slow]
ROUNDS = 7
PAGES = ("/", "/plan", "/map", "/notes", "/notes/training-loop", "/embed")
BLANK = "<!doctype html><html lang=en><title>Blank</title><p>Nothing but this."
PAINT = """() => new Promise((resolve) =>
  new PerformanceObserver((list) => {
    const first = list.getEntriesByName('first-contentful-paint')[0];
    if (first) resolve(first.startTime);
  }).observe({type: 'paint', buffered: true}))"""
# From the first event that can be read to the frame in which its passages are drawn.
DRAWN = """() => {
  let came;
  const read = ReadableStreamDefaultReader.prototype.read;
  ReadableStreamDefaultReader.prototype.read = async function () {
    const result = await read.call(this);
    came ??= performance.now();
    return result;
  };
  window.drawn = new Promise((resolve) =>
    new MutationObserver((_, observer) => {
      if (!document.querySelector('.passage')) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - came)));
    }).observe(document, {subtree: true, childList: true}));
}"""
FRAMES = """async () => {
  const times = [];
  const end = document.documentElement.scrollHeight - innerHeight;
  const step = end / 240;
  let last = performance.now();
  for (let n = 0; n <= 240; n++) {
    scrollTo(0, n * step);
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    times.push(now - last);
    last = now;
  }
  return times;
}"""


def painted(browser: Browser, address: str) -> float:
    """Milliseconds to the first paint of a page, with nothing cached."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(address)
    time: float = page.evaluate(PAINT)
    context.close()
    return time


def test_first_paint(browser: Browser, server: str, tmp_path: Any) -> None:
    (tmp_path / "index.html").write_text(BLANK)
    with served_folder(tmp_path, free_port()) as blank:
        for path in PAGES:
            ours, least = [], []
            for _ in range(ROUNDS):
                ours.append(painted(browser, server + path))
                least.append(painted(browser, blank))
            here, there = statistics.median(ours), statistics.median(least)
            print(
                f"first paint of {path}: {here:.0f} ms, {here / there:.1f} times a blank page's {there:.0f} ms"
            )


def test_passages_are_drawn_soon_after_they_arrive(browser: Browser, server: str) -> None:
    times = []
    for _ in range(ROUNDS):
        context = browser.new_context(base_url=server, viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.goto("/")
        page.evaluate(f"({DRAWN})()")
        page.get_by_label("Your question").fill("Why is a good training loss not enough?")
        page.keyboard.press("Enter")
        times.append(page.evaluate("window.drawn"))
        context.close()
    print(
        f"passages drawn {statistics.median(times):.0f} ms after the first event, at most {max(times):.0f} ms"
    )


def long_conversation(page: Page) -> None:
    """A conversation of 200 questions, kept as if they had been asked, each with a real answer."""
    page.goto("/")
    page.get_by_label("Your question").fill("Why is a good training loss not enough?")
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_attribute("data-state", "answered", timeout=120_000)
    page.evaluate(
        """async () => {
          const {Conversations} = await import('/static/storage/conversations.js');
          const kept = new Conversations();
          const [entry] = await kept.list();
          const one = await kept.get(entry.id);
          const [turn] = one.turns;
          const copies = Array.from({length: 199}, (_, at) => ({...turn, id: `copy-${at}`}));
          const turns = [turn, ...copies];
          await kept.put({...one, turns, questions: 200});
        }"""
    )
    page.reload()
    expect(page.locator(".turn")).to_have_count(200)


def test_two_hundred_questions_scroll(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto("/notes/training-loop")
    alone = page.evaluate(FRAMES)
    long_conversation(page)
    times = page.evaluate(FRAMES)
    context.close()

    def said(frames: list[float]) -> str:
        late = sum(frame > 50 for frame in frames)
        ninety_five = statistics.quantiles(frames, n=20)[18]
        return f"median {statistics.median(frames):.1f} ms, p95 {ninety_five:.1f} ms, {late} over 50 ms"

    print(f"frames over 200 questions: {said(times)}; over one note: {said(alone)}")
