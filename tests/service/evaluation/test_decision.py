from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from indexer.embedding import WordsEmbedder
from indexer.index import Index
from indexer.types import Passage
from service.answering.decide import THRESHOLD, decide
from service.answering.judge import Judge
from service.answering.prompt import Prompt
from service.answering.retrieve import Candidate, Retrieval
from service.evaluation.cases import Case
from service.evaluation.decision import Curve, decision_curve
from service.settings import Settings


def test_the_notes_of_a_question_are_left_out_once(settings: Settings) -> None:
    embedder = WordsEmbedder()
    cases = [
        Case(
            "a", "lookup", "When does a cache entry expire?", ("answered",), frozenset({"caches"})
        ),
        Case("b", "off-topic", "purple zebras admire clever giraffes", ("refused",)),
        Case("c", "follow-up", "why?", ("answered",), frozenset({"caches"}), ("a",)),
        Case("d", "small-talk", "hi", ("smalltalk",)),
    ]
    curve = decision_curve(Index.load(settings.index_directory, embedder), embedder, cases)
    assert {group: len(values) for group, values in curve.found.items()} == {
        "answerable": 1,
        "left out": 1,
        "near-miss": 0,
        "off-topic": 1,
    }
    whole, rest = curve.found["answerable"][0], curve.found["left out"][0]
    assert decide(whole).strength > decide(rest).strength
    assert {c.passage.note for c in whole.candidates} - {
        c.passage.note for c in rest.candidates
    } == {"caches"}


def found(strength: float, *unknown: str) -> Retrieval:
    passage = Passage(0, "n", "", (), "", "", "", ())
    candidate = Candidate(passage, strength, 0, 0, 0, 0, 0, 0)
    return Retrieval("", np.zeros(1, dtype=np.float32), {}, (candidate,), unknown)


def test_the_curve_falls_and_holds_the_threshold_in_force() -> None:
    rows = Curve({"answerable": [found(s) for s in (0.3, 0.45, 0.9)], "off-topic": []}).rows()
    assert THRESHOLD in [threshold for threshold, _ in rows]
    shares = [answered["answerable"] for _, answered in rows]
    assert shares == sorted(shares, reverse=True)
    assert dict(rows)[0.44] == {"answerable": 2 / 3}


def test_the_curve_decides_as_the_assistant_does() -> None:
    curve = Curve({"near-miss": [found(0.47, "RabbitMQ"), found(0.47)]})
    assert curve.answered(0.44) == {"near-miss": 0.5}


class Nay:
    """A model that says no to everything."""

    name = "nay"
    paraphrases = True

    def generate(self, prompt: Prompt, cancelled: Callable[[], bool]) -> Iterator[str]:
        del prompt, cancelled
        return iter(("No",))


def test_a_judge_is_asked_about_weak_evidence_alone(settings: Settings) -> None:
    embedder = WordsEmbedder()
    index = Index.load(settings.index_directory, embedder)
    asked = Case("a", "near-miss", "When does a cache entry expire?", ("refused",))
    [strong] = decision_curve(index, embedder, [asked]).found["near-miss"]
    weak = replace(strong, candidates=tuple(replace(c, score=0.5) for c in strong.candidates))
    none = replace(strong, candidates=tuple(replace(c, score=0.1) for c in strong.candidates))
    curve = Curve({"near-miss": [strong, weak, none]})
    assert curve.judged(index, Judge(Nay())) == {"near-miss": 1 / 3}
