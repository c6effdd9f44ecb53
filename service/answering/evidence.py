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
from service.answering.retrieve import Candidate, Retrieval, coverage
from service.answering.words import words

_PASSAGES = 5  # at most, looked at
_RUNS = 4  # at most, chosen
_WORDS = 170  # about 250 tokens of the generator
_CLOSE = 0.85  # a further run must score at least this share of the best one,
_CLOSE_HERE = 0.88  # or this, if it stands in a passage that has a chosen run already
_SUMMED_UP = 0.85
_BARE_CODE = 0.8  # code by itself seldom answers; a lead-in takes it along anyway
_DEFINING = 0.03  # for a sentence that opens with the thing that the question asks the meaning of
_SHORT_PARAGRAPH = 60  # words up to which a sentence takes along those before it
_SHORT_LIST = 90  # words up to which a list or table is shown whole
_SHORT_SECTION = 60  # words up to which everything below a heading is
_SAME = 0.80  # cosine above which two units say the same
_LEANING = re.compile(
    r"(?:it|its|this|that|these|those|they|their|such|however|therefore|thus|hence|otherwise|instead"
    r"|then|also|here|because it|so|but|and|the other|the same|for example|both|each of|the above"
    r"|(?:\w+ ){1,3}(?:it|them)\.$)(?!\w)",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"where next|see also|next steps?|further reading|related|references|what'?s next|table of contents"
    r"|in this (?:section|chapter|module|page)",
    re.IGNORECASE,
)
_DEFINITION = re.compile(
    r"(?:what(?:'?s| is| are| does)|define|explain)\s+(?:an?\s+|the\s+)?(.+?)(?:\s+mean)?\s*\??",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A chosen unit: where it stands, what it says, how close it is to the question."""

    passage: Passage
    position: int
    vector: Matrix
    score: float

    @property
    def unit(self) -> Unit:
        return self.passage.units[self.position]


@dataclass(frozen=True, slots=True)
class _Run:
    candidate: Candidate
    positions: tuple[int, ...]
    score: float


def choose(index: Index, retrieval: Retrieval) -> list[Evidence]:
    """The evidence for a question in reading order, the best run's passage first.

    Empty if no unit of the passages is fit to be shown as an answer.
    """
    runs: list[_Run] = []
    vectors: dict[int, Matrix] = {}
    for candidate in retrieval.candidates[:_PASSAGES]:
        matrix = index.unit_vectors(candidate.passage)
        vectors[candidate.passage.id] = matrix
        runs += _runs(candidate, _scores(candidate, matrix, retrieval))
    chosen = _best(runs, vectors)
    order = {run.candidate.passage.id: place for place, run in reversed(list(enumerate(chosen)))}
    found = {
        (run.candidate.passage.id, position): Evidence(
            run.candidate.passage, position, vectors[run.candidate.passage.id][position], run.score
        )
        for run in chosen
        for position in run.positions
    }
    return sorted(found.values(), key=lambda e: (order[e.passage.id], e.position))


def _scores(candidate: Candidate, matrix: Matrix, retrieval: Retrieval) -> list[float]:
    """How well each unit answers; how well its passage does counts for more than half."""
    passage = candidate.passage
    cosines = (matrix @ retrieval.vector).tolist() if len(matrix) else []
    scores = [
        0.26 * cosine
        + 0.15 * coverage(f"{passage.place} {unit.text}", retrieval.weights)
        + 0.59 * candidate.score
        for unit, cosine in zip(passage.units, cosines, strict=True)
    ]
    asked = _DEFINITION.fullmatch(retrieval.question)
    if asked:
        opening = re.compile(rf"(?:an?|the)?\s*{re.escape(asked[1])}s?\b", re.IGNORECASE)
        scores = [
            score + _DEFINING * bool(opening.match(unit.text))
            for unit, score in zip(passage.units, scores, strict=True)
        ]
    for at in range(1, len(scores)):
        before, unit = passage.units[at - 1], passage.units[at]
        if _asks(before) and not _asks(unit) and before.block == unit.block:
            # The answer of a checkpoint; the text that it sums up reads better if it is as close.
            scores[at] = max(scores[at], _SUMMED_UP * scores[at - 1])
        elif unit.kind == "code":
            scores[at] *= _BARE_CODE
        elif before.kind == "heading" and unit.kind in ("sentence", "item"):
            scores[at] = max(scores[at], 0.85 * scores[at - 1])
    return scores


def _runs(candidate: Candidate, scores: Sequence[float]) -> list[_Run]:
    """A run around each unit that may be shown, scored by that unit."""
    units = candidate.passage.units
    if any(_POINTING.search(title) for title in candidate.passage.heading):
        return []
    fit, pointing = list[int](), False
    for at, unit in enumerate(units):
        if _heads(unit):
            pointing = _POINTING.search(unit.text) is not None
        elif not (pointing or _asks(unit) or _points(unit)):
            fit.append(at)
    around = ((at, _around(units, at)) for at in fit)
    return [
        _Run(candidate, positions, scores[at])
        for at, positions in around
        if not all(_bare(units[position]) for position in positions)
    ]


def _around(units: Sequence[Unit], at: int) -> tuple[int, ...]:
    """The positions that have to be shown together with the unit at `at`; may be none."""
    first = last = at
    while first > 0 and _leans(units[first]) and _shown(units[first - 1]):
        first -= 1
    if _leans(units[first]):
        return ()  # nothing to lean on: it would be read as being about something else
    while last + 1 < len(units) and _introduces(units, last):
        block = units[last + 1].block
        last += 1
        while last + 1 < len(units) and units[last + 1].block == block:
            last += 1
    if units[at].kind in ("item", "row"):
        # One entry of a list means little without the words that say what it is a list of, and a
        # short list is steps or choices that belong together.
        opening, closing = _block(units, first)
        if _size(units[opening : closing + 1]) <= _SHORT_LIST:
            first, last = opening, closing
        if opening > 0 and _introduces(units, opening - 1):
            return (opening - 1, *range(first, last + 1))
    elif units[at].kind == "sentence" and units[at].block == units[first].block:
        opening, closing = _block(units, first)
        short = _size(units[opening : closing + 1]) <= _SHORT_PARAGRAPH
        if short and not _leans(units[opening]) and not any(map(_asks, units[opening:first])):
            first = opening
        end = last
        while end + 1 < len(units) and end - first < 3 and _follows(units, end):
            end += 1
        last = end
    if units[last].text.endswith(":"):
        last -= 1  # what it leads in to stands in another passage
    return _whole_if_short(units, first, last)


def _whole_if_short(units: Sequence[Unit], first: int, last: int) -> tuple[int, ...]:
    """A run, widened to its section if that is short: an entry of a reference, say, whose default
    and type stand beside its meaning."""
    opening, closing = first, last
    while opening > 0 and not _heads(units[opening - 1]):
        opening -= 1
    while closing + 1 < len(units) and not _heads(units[closing + 1]):
        closing += 1
    section = units[opening : closing + 1]
    whole = (opening > 0 or closing + 1 < len(units)) and _size(section) <= _SHORT_SECTION
    if whole and not any(map(_asks, section)) and not section[-1].text.endswith(":"):
        return tuple(range(opening, closing + 1))
    return tuple(range(first, last + 1))


def _block(units: Sequence[Unit], at: int) -> tuple[int, int]:
    """The first and the last unit of the block in which a unit stands."""
    first = last = at
    while first > 0 and units[first - 1].block == units[at].block:
        first -= 1
    while last + 1 < len(units) and units[last + 1].block == units[at].block:
        last += 1
    return first, last


def _size(units: Iterable[Unit]) -> int:
    return sum(len(unit.text.split()) for unit in units)


def _best(runs: Sequence[_Run], vectors: dict[int, Matrix]) -> list[_Run]:
    """The best runs that say different things, within the room there is."""
    chosen: list[_Run] = []
    room = _WORDS
    for run in sorted(runs, key=lambda run: (-run.score, run.candidate.passage.id, run.positions)):
        if len(chosen) == _RUNS or (chosen and run.score < _CLOSE * chosen[0].score):
            break
        size = _size(run.candidate.passage.units[at] for at in run.positions)
        if chosen and (size > room or _strays(run, chosen) or _repeats(run, chosen, vectors)):
            continue
        chosen.append(run)
        room -= size
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


def _bare(unit: Unit) -> bool:
    """Whether a unit is a single name or number, which by itself says nothing."""
    return unit.kind == "item" and len(unit.text.split()) < 2


def _heads(unit: Unit) -> bool:
    return unit.kind == "heading"


def _asks(unit: Unit) -> bool:
    return unit.text.endswith("?")


def _points(unit: Unit) -> bool:
    """Whether a unit only sends the reader elsewhere."""
    return bool(_POINTING.match(unit.text)) or (
        unit.html.startswith("<a ") and len(words(unit.text)) < 8
    )


def _leans(unit: Unit) -> bool:
    return unit.kind == "sentence" and _LEANING.match(unit.text) is not None


def _shown(unit: Unit) -> bool:
    return unit.kind == "sentence" and not _asks(unit)


def _introduces(units: Sequence[Unit], at: int) -> bool:
    """Whether the unit at `at` is a lead-in to the block after it."""
    after = units[at + 1] if at + 1 < len(units) else None
    if after is None or after.block == units[at].block or after.kind in ("sentence", "heading"):
        return False
    return units[at].kind == "sentence" and units[at].text.endswith((":", "these", "following"))


def _follows(units: Sequence[Unit], at: int) -> bool:
    """Whether the sentence after `at` goes on with the same paragraph."""
    after = units[at + 1]
    return after.block == units[at].block and after.kind == "sentence" and not _asks(after)
