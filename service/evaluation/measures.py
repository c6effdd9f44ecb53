"""Measures of rankings, by ir_measures; the only file that imports it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np
from ir_measures import RR, R, Success, nDCG

from service.evaluation.queries import Qrels

_MEASURES = {
    nDCG @ 10: "nDCG@10",
    RR @ 10: "MRR@10",
    Success @ 1: "hit@1",
    Success @ 3: "hit@3",
    Success @ 5: "hit@5",
    R @ 20: "recall@20",
}
NAMES = tuple(_MEASURES.values())
_RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over queries with its 95% interval."""

    mean: float
    low: float
    high: float


def measure(judged: Qrels, rankings: Mapping[str, Sequence[str]]) -> dict[str, dict[str, float]]:
    """By query, every measure by name. Only queries with a relevant document count."""
    run = {
        qid: {document: -float(rank) for rank, document in enumerate(ranking)}
        for qid, ranking in rankings.items()
    }
    relevant = {q: grades for q, grades in judged.items() if q in run and max(grades.values()) > 0}
    found: dict[str, dict[str, float]] = {qid: dict.fromkeys(NAMES, 0.0) for qid in relevant}
    for metric in ir_measures.iter_calc(list(_MEASURES), relevant, run):
        found[metric.query_id][_MEASURES[metric.measure]] = float(metric.value)
    return found


def estimate(values: Sequence[float]) -> Estimate:
    """The mean, and the interval that resampling the queries gives (percentile bootstrap)."""
    sample = np.asarray(values, dtype=np.float64)
    chance = np.random.default_rng(0)
    means = chance.choice(sample, (_RESAMPLES, len(sample))).mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Estimate(float(sample.mean()), float(low), float(high))
