"""How well the decision parts what the notes answer from what they don't, at every threshold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.embedding import Embedder
from indexer.index import Index
from service.answering.decide import THRESHOLD
from service.answering.retrieve import Retrieval, retrieve
from service.evaluation.cases import Case

Group = str  # answerable, left out, near-miss or off-topic
LEFT_OUT = "left out"
_STEPS = (0.36, 0.38, 0.40, 0.42, 0.44, 0.46, 0.48, 0.50, 0.55, 0.60)


@dataclass(frozen=True, slots=True)
class Curve:
    """`strengths` hold by group how strong the evidence was for each question."""

    strengths: dict[Group, list[float]]

    def answered(self, threshold: float) -> dict[Group, float]:
        """By group, the share of questions that a threshold lets through."""
        return {
            group: sum(value >= threshold for value in values) / len(values)
            for group, values in self.strengths.items()
            if values
        }

    def rows(self) -> list[tuple[float, dict[Group, float]]]:
        """The whole curve; the threshold in force is among its steps."""
        return [(step, self.answered(step)) for step in sorted({*_STEPS, THRESHOLD})]


def decision_curve(index: Index, embedder: Embedder, cases: Sequence[Case]) -> Curve:
    """Asks every case that has no history and is no injection.

    A question that notes answer is asked twice: as it is, and as if its notes were not there.
    """
    slugs = {path: slug for slug, path in index.paths.items()}
    strengths: dict[Group, list[float]] = {
        name: [] for name in ("answerable", LEFT_OUT, "near-miss", "off-topic")
    }
    for case in cases:
        if case.history or case.kind == "injection":
            continue
        found = retrieve(index, embedder, case.question, case.page)
        if case.notes:
            notes = {slugs.get(docid, docid) for docid in case.notes}
            strengths["answerable"].append(_strength(found))
            strengths[LEFT_OUT].append(_strength(found, notes))
        elif case.kind in strengths:
            strengths[case.kind].append(_strength(found))
    return Curve(strengths)


def _strength(found: Retrieval, left_out: Iterable[str] = ()) -> float:
    hidden = set(left_out)
    scores = (c.score for c in found.candidates if c.passage.note not in hidden)
    return max(scores, default=0.0)
