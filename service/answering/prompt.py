"""What the generator reads. The texts are Markdown files, with places in braces for notes and question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from service.answering.evidence import Evidence

_FOLDER = Path(__file__).parent / "prompts"


@dataclass(frozen=True, slots=True)
class Prompt:
    """`system` never changes, so that its part of the key/value cache can be kept."""

    system: str
    user: str


def word_prompt(question: str, evidence: Sequence[Evidence]) -> Prompt:
    """Asks for an answer worded from the evidence."""
    notes = "\n".join(f"- {item.unit.text}" for item in evidence if item.unit.kind != "code")
    return Prompt(_text("word"), _text("question").format(notes=notes, question=question))


def judge_prompt(text: str, question: str) -> Prompt:
    """Asks whether a text holds the answer to a question, yes or no."""
    return Prompt(_text("judge"), _text("judged").format(text=text, question=question))


@cache
def _text(name: str) -> str:
    return (_FOLDER / f"{name}.md").read_text(encoding="utf-8").strip()
