"""What the assistant did with a case, and whether that was right."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.index import Index
from service.answering.assistant import Assistant, Question
from service.answering.events import (
    Done,
    PassagesFound,
    Refusal,
    SentenceChecked,
    ShownPassage,
    Timings,
)
from service.answering.words import content_words, stem, stems, words
from service.evaluation.cases import Case, Outcome

_INLINE = re.compile(r"</?(?:a|abbr|code|del|em|i|kbd|s|strong|sub|sup|mark|q)\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_COVERED = 0.8  # share of a worded sentence's content words that its passages have to hold


@dataclass(frozen=True, slots=True)
class Result:
    """One case with its answer; `faults` say in words what was not right."""

    case: Case
    status: Outcome
    answer: str
    sentences: tuple[SentenceChecked, ...]
    passages: tuple[ShownPassage, ...]
    timings: Timings
    faults: tuple[str, ...]

    @property
    def supported(self) -> int:
        """How many of the sentences stand in, or follow from, the passages they cite."""
        return sum(_supported(sentence, self.passages) for sentence in self.sentences)

    @property
    def right_citations(self) -> int:
        """How many of the passages shown are of a note that answers the question."""
        return sum(passage.note in self.case.notes for passage in self.passages)


def run_case(index: Index, assistant: Assistant, case: Case) -> Result:
    """Asks the questions of a case in a conversation of its own. Its `notes` must be slugs."""
    for earlier in case.history:
        list(assistant.answer(index, Question(earlier, case.id), lambda: False))
    sentences: list[SentenceChecked] = []
    passages: list[ShownPassage] = []
    status: Outcome = "refused"
    answer, timings = "", Timings(0)
    for event in assistant.answer(
        index, Question(case.question, case.id, case.page), lambda: False
    ):
        if isinstance(event, PassagesFound):
            passages = event.passages
        elif isinstance(event, SentenceChecked):
            sentences.append(event)
        elif isinstance(event, Done | Refusal):
            passages = [] if isinstance(event, Refusal) else passages  # they answer nothing
            status, answer, timings = event.status, event.answer, event.timings
    faults = tuple(_faults(case, status, answer, passages))
    return Result(case, status, answer, tuple(sentences), tuple(passages), timings, faults)


def _faults(
    case: Case, status: Outcome, answer: str, passages: Iterable[ShownPassage]
) -> Iterable[str]:
    said = _plain(answer)
    if status not in case.expect:
        yield f"{status} where {' or '.join(case.expect)} was expected"
    elif status == "answered" and case.notes:
        if not any(passage.note in case.notes for passage in passages):
            yield "no right note is cited"
        for choice in case.must:
            if not any(_plain(phrase) in said for phrase in choice):
                yield f"lacks '{' | '.join(choice)}'"
    for phrase in case.must_not:
        if _plain(phrase) in said:
            yield f"says '{phrase}'"


def _supported(sentence: SentenceChecked, passages: Iterable[ShownPassage]) -> bool:
    """A quote stands word for word in a passage that it cites; a worded sentence brings no number
    and hardly a word that its passages don't hold. Written apart from the verifier, to check it."""
    texts = [_text(p) for p in passages if p.n in sentence.citations]
    if sentence.origin == "quote":
        parts = [sentence.text]
        if sentence.kind == "row":  # told as "heading: cell; heading: cell"
            parts = [part.partition(": ")[2] for part in sentence.text.split("; ")]
        return any(all(_stands_in(part, text) for part in parts) for text in texts)
    joined = " ".join(texts)
    numbers = set(_NUMBER.findall(sentence.text)) <= set(_NUMBER.findall(joined))
    content, held = content_words(sentence.text), stems(joined)
    return numbers and sum(stem(word) in held for word in content) >= _COVERED * len(content)


def _stands_in(part: str, text: str) -> bool:
    sought = " ".join(words(part))
    return not sought or f" {sought} " in f" {' '.join(words(text))} "


def _text(passage: ShownPassage) -> str:
    return html.unescape(_TAG.sub(" ", _INLINE.sub("", passage.html)))


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())
