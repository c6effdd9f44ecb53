"""How the pieces of an answer are joined to Markdown."""

from __future__ import annotations

from indexer.types import UnitKind
from service.answering.events import SentenceChecked
from service.protocols.markdown_answer import MarkdownAnswer


def said(*pieces: tuple[str, UnitKind, str]) -> str:
    shown = MarkdownAnswer("http://localhost")
    for text, kind, label in pieces:
        shown.tell(SentenceChecked(text, "", kind, "quote", [], label))
    return shown.text


def test_sentences_run_on_and_lists_and_code_stand_apart() -> None:
    assert said(
        ("Do this.", "sentence", ""),
        ("Then that:", "sentence", ""),
        ("Stop.", "item", ""),
        ("Wait.", "item", ""),
        ("x = '```'", "code", ""),
        ("Done.", "sentence", ""),
    ) == "Do this. Then that:\n\n- Stop.\n- Wait.\n\n````\nx = '```'\n````\n\nDone."  # fmt: skip


def test_a_label_begins_a_run_of_its_own() -> None:
    text = said(("One.", "sentence", ""), ("Two.", "sentence", "Adam"), ("Three.", "sentence", ""))
    assert text == "One.\n\n**Adam**\n\nTwo. Three."
