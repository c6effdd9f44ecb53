"""Chooses what answers a question out of the passages that were found.

The unit is a run of neighbouring units of one passage, not a lone sentence: a lead-in takes along the
list or code that it introduces, a sentence that leans on the one before takes that along, the
question of a checkpoint stands for its answer. Headings, bare questions and lists of links are no
evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.embedding import Matrix
from indexer.index import Index
from indexer.types import Passage, Unit
from service.answering.context import (
    POINTING,
    around,
    asks,
    heads,
    is_bare,
    is_catalogue,
    label,
    points,
    size,
)
from service.answering.retrieve import Candidate, Retrieval, coverage

_PASSAGES = 5  # at most, looked at
_RUNS = 4  # at most, chosen
_WORDS = 170  # about 250 tokens of the generator
_WHOLE = 0.59  # what the passage as a whole is worth for each of its units
_AS_NEAR = 0.85  # share of its own part of the score that an entry of a catalogue needs of the best
_CLOSE = 0.85  # a further run must score at least this share of the best one,
_CLOSE_HERE = 0.88  # or this, if it stands in a passage that has a chosen run already
_SUMMED_UP = 0.85
_BARE_CODE = 0.8  # code by itself seldom answers; a lead-in takes it along anyway
_DEFINING = 0.03  # for a sentence that opens with the thing that the question asks the meaning of
_SAME = 0.80  # cosine above which two units say the same
_DEFINITION = re.compile(
    r"(?:what(?:'?s| is| are| does)|define|explain)\s+(?:an?\s+|the\s+)?(.+?)(?:\s+mean)?\s*\??",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A chosen unit: where it stands, what it says, how close it is to the question.

    `label` is the heading that a reader needs to know what it is about, "" if it says so itself.
    """

    passage: Passage
    position: int
    vector: Matrix
    score: float
    label: str = ""

    @property
    def unit(self) -> Unit:
        return self.passage.units[self.position]


@dataclass(frozen=True, slots=True)
class _Run:
    """`words` are those of all that stands together, shown or not: what is left out of a catalogue
    makes no room for weaker runs."""

    candidate: Candidate
    positions: tuple[int, ...]
    score: float
    words: int


def choose(index: Index, retrieval: Retrieval) -> list[Evidence]:
    """The evidence for a question in reading order, the best run's passage first.

    Empty if no unit of the passages is fit to be shown as an answer.
    """
    runs: list[_Run] = []
    vectors: dict[int, Matrix] = {}
    for candidate in retrieval.candidates[:_PASSAGES]:
        matrix = index.unit_vectors(candidate.passage)
        vectors[candidate.passage.id] = matrix
        runs += _runs(candidate, _own(candidate, matrix, retrieval), retrieval.question)
    chosen = _best(runs, vectors)
    order = {run.candidate.passage.id: place for place, run in reversed(list(enumerate(chosen)))}
    found = {
        (run.candidate.passage.id, position): Evidence(
            run.candidate.passage,
            position,
            vectors[run.candidate.passage.id][position],
            run.score,
            label(run.candidate.passage, run.positions) if position == run.positions[0] else "",
        )
        for run in chosen
        for position in run.positions
    }
    return sorted(found.values(), key=lambda e: (order[e.passage.id], e.position))


def _own(candidate: Candidate, matrix: Matrix, retrieval: Retrieval) -> list[float]:
    """How near each unit is to the question by itself."""
    passage = candidate.passage
    cosines = (matrix @ retrieval.vector).tolist() if len(matrix) else []
    return [
        0.26 * cosine + 0.15 * coverage(f"{passage.place} {unit.text}", retrieval.weights)
        for unit, cosine in zip(passage.units, cosines, strict=True)
    ]


def _scores(candidate: Candidate, own: Sequence[float], question: str) -> list[float]:
    """How well each unit answers; how well its passage does counts for more than half."""
    passage = candidate.passage
    scores = [one + _WHOLE * candidate.score for one in own]
    asked = _DEFINITION.fullmatch(question)
    if asked:
        opening = re.compile(rf"(?:an?|the)?\s*{re.escape(asked[1])}s?\b", re.IGNORECASE)
        scores = [
            score + _DEFINING * bool(opening.match(unit.text))
            for unit, score in zip(passage.units, scores, strict=True)
        ]
    for at in range(1, len(scores)):
        before, unit = passage.units[at - 1], passage.units[at]
        if asks(before) and not asks(unit) and before.block == unit.block:
            # The answer of a checkpoint; the text that it sums up reads better if it is as close.
            scores[at] = max(scores[at], _SUMMED_UP * scores[at - 1])
        elif unit.kind == "code":
            scores[at] *= _BARE_CODE
        elif before.kind == "heading" and unit.kind in ("sentence", "item"):
            scores[at] = max(scores[at], 0.85 * scores[at - 1])
    return scores


def _runs(candidate: Candidate, own: Sequence[float], question: str) -> list[_Run]:
    """A run around each unit that may be shown, scored by that unit."""
    units, scores = candidate.passage.units, _scores(candidate, own, question)
    if any(POINTING.search(title) for title in candidate.passage.heading):
        return []
    fit, pointing = list[int](), False
    for at, unit in enumerate(units):
        if heads(unit):
            pointing = POINTING.search(unit.text) is not None
        elif not (pointing or asks(unit) or points(unit)):
            fit.append(at)
    runs = []
    for at in fit:
        together = around(units, at)
        # The first entry below a heading may have that heading's score: then all of them are meant.
        lifted = scores[at] > own[at] + _WHOLE * candidate.score + _DEFINING
        shown = together if lifted else _told_apart(candidate.passage, together, own, own[at])
        if not all(is_bare(units[position]) for position in shown):
            words = size(units[position] for position in together)
            runs.append(_Run(candidate, shown, scores[at], words))
    return runs


def _told_apart(
    passage: Passage, positions: tuple[int, ...], own: Sequence[float], best: float
) -> tuple[int, ...]:
    """Of a catalogue only the entries that are about as near to the question as the best one."""
    if not is_catalogue(passage, positions):
        return positions
    return tuple(position for position in positions if own[position] >= _AS_NEAR * best)


def _best(runs: Sequence[_Run], vectors: dict[int, Matrix]) -> list[_Run]:
    """The best runs that say different things, within the room there is."""
    chosen: list[_Run] = []
    room = _WORDS
    for run in sorted(runs, key=lambda run: (-run.score, run.candidate.passage.id, run.positions)):
        if len(chosen) == _RUNS or (chosen and run.score < _CLOSE * chosen[0].score):
            break
        if chosen and (run.words > room or _strays(run, chosen) or _repeats(run, chosen, vectors)):
            continue
        chosen.append(run)
        room -= run.words
    return chosen


def _strays(run: _Run, chosen: Sequence[_Run]) -> bool:
    """Whether a run is a weaker neighbour of a chosen one: the next entry of a series, say."""
    here = any(other.candidate.passage.id == run.candidate.passage.id for other in chosen)
    return here and run.score < _CLOSE_HERE * chosen[0].score


def _repeats(run: _Run, chosen: Iterable[_Run], vectors: dict[int, Matrix]) -> bool:
    """Whether a run overlaps with a chosen one or its best unit says what one of theirs says."""
    here = vectors[run.candidate.passage.id][list(run.positions)]
    for other in chosen:
        same_passage = other.candidate.passage.id == run.candidate.passage.id
        if same_passage and set(run.positions) & set(other.positions):
            return True
        there = vectors[other.candidate.passage.id][list(other.positions)]
        if float(np.max(here @ there.T)) > _SAME:
            return True
    return False
