"""Markup from the server becomes elements in one place, and the dangerous ones never do."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.models, pytest.mark.slow]
HOSTILE = """<p>kept <b>text</b></p><meta http-equiv="refresh" content="0;url=/map"><base href="/x/">
<form action="/x"><input></form><iframe src="/map"></iframe><object data="/map"></object>
<embed src="/map"><link rel="stylesheet" href="/x.css"><style>body { display: none }</style>
<p><span><style>p { color: red }</style></span></p><script>window.ran = true</script>"""


def test_what_could_act_is_dropped_before_it_is_inserted(page: Page) -> None:
    page.goto("/plan")
    left = page.evaluate(
        """async (html) => {
          const { fragment } = await import("/static/dom/fragment.js");
          const place = document.createElement("div");
          place.append(fragment(html));
          document.body.append(place);
          return [...place.querySelectorAll("*")].map((one) => one.localName);
        }""",
        HOSTILE,
    )
    assert left == ["p", "b", "p", "span"]
    assert page.evaluate("window.ran") is None


def test_the_guide_refuses_in_words_and_keeps_its_snippets(page: Page) -> None:
    page.goto("/embed-guide")
    snippets = page.locator("code[data-recipe]").all_inner_texts()
    for label, bad in (("Address of this service", "javascript:alert(1)"), ("Accent", "red;}")):
        field = page.get_by_label(label)
        good = field.input_value()
        field.fill(bad)
        expect(field).to_have_attribute("aria-invalid", "true")
        described = page.locator(f"#{field.get_attribute('aria-describedby')}")
        expect(described).to_contain_text("such as")
        assert page.locator("code[data-recipe]").all_inner_texts() == snippets
        expect(page.get_by_role("button", name="Try it here")).to_be_disabled()
        field.fill(good)
        expect(described).to_be_empty()
    page.get_by_label("Accent").fill("#0a5")
    assert any("#0a5" in one for one in page.locator("code[data-recipe]").all_inner_texts())
