"""What is offered as the next question, from real passages."""

from __future__ import annotations

from pathlib import Path

from indexer.build import build
from indexer.embedding import WordsEmbedder
from indexer.index import Index
from service.answering.evidence import choose
from service.answering.retrieve import retrieve
from service.answering.suggest import follow_ups

NOTE = """# Relay

One question decides whether a relay drops a frame: is the frame of the relay torn?

A relay drops torn frames.

**Which frames does the relay drop at night?** The relay drops all frames at night.
"""


def test_a_question_that_a_sentence_leads_up_to_is_not_offered(tmp_path: Path) -> None:
    words = WordsEmbedder()
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "relay.md").write_text(NOTE, encoding="utf-8")
    build(tmp_path / "notes", tmp_path / "index", words)
    index = Index.load(tmp_path / "index", words)
    found = retrieve(index, words, "What does the relay do with torn ones?")
    offered = follow_ups(index, found, choose(index, found))
    assert "Which frames does the relay drop at night?" in offered
    assert not any(":" in question and question.endswith("?") for question in offered)
