from __future__ import annotations

import math

import pytest

from service.evaluation.measures import NAMES, estimate, measure

JUDGED = {"q": {"a": 1, "b": 1}, "r": {"c": 1}, "none": {"a": 0}, "missing": {"a": 1}}
RANKED = {"q": ["x", "a", "y", "b"], "r": ["a", "b"], "none": ["a"]}


def test_measures_by_hand() -> None:
    found = measure(JUDGED, RANKED)
    assert sorted(found) == ["q", "r"]
    best = 1 + 1 / math.log2(3)
    assert found["q"] == pytest.approx(
        {
            "nDCG@10": (1 / math.log2(3) + 1 / math.log2(5)) / best,
            "MRR@10": 0.5,
            "hit@1": 0,
            "hit@3": 1,
            "hit@5": 1,
            "recall@20": 1,
        }
    )
    assert found["r"] == dict.fromkeys(NAMES, 0.0)


def test_an_empty_ranking_counts_as_a_miss() -> None:
    assert measure({"q": {"a": 1}}, {"q": []}) == {"q": dict.fromkeys(NAMES, 0.0)}


def test_the_interval_holds_the_mean_and_narrows_with_more_queries() -> None:
    few, many = estimate([0.0, 1.0] * 5), estimate([0.0, 1.0] * 500)
    assert few.low < few.mean == 0.5 < few.high
    assert many.high - many.low < few.high - few.low
    assert few == estimate([0.0, 1.0] * 5)
