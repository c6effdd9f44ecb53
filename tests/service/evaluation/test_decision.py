from __future__ import annotations

from indexer.embedding import WordsEmbedder
from indexer.index import Index
from service.answering.decide import THRESHOLD
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
    assert {group: len(values) for group, values in curve.strengths.items()} == {
        "answerable": 1,
        "left out": 1,
        "near-miss": 0,
        "off-topic": 1,
    }
    assert curve.strengths["answerable"] > curve.strengths["left out"]


def test_the_curve_falls_and_holds_the_threshold_in_force() -> None:
    rows = Curve({"answerable": [0.3, 0.45, 0.9], "off-topic": []}).rows()
    assert THRESHOLD in [threshold for threshold, _ in rows]
    shares = [answered["answerable"] for _, answered in rows]
    assert shares == sorted(shares, reverse=True)
    assert dict(rows)[0.44] == {"answerable": 2 / 3}
