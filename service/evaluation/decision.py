"""How well the decision parts what the notes answer from what they don't, at every threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.embedding import Embedder
from indexer.index import Index
from service.answering.decide import THRESHOLD, decide
from service.answering.evidence import choose
from service.answering.judge import Judge
from service.answering.retrieve import Retrieval, retrieve
from service.evaluation.cases import Case

Group = str  # answerable, left out, near-miss or off-topic
LEFT_OUT = "left out"
_STEPS = (0.36, 0.38, 0.40, 0.42, 0.44, 0.46, 0.48, 0.50, 0.55, 0.60)


@dataclass(frozen=True, slots=True)
class Curve:
    """`found` holds by group what was found for each question."""

    found: dict[Group, list[Retrieval]]

    def answered(self, threshold: float) -> dict[Group, float]:
        """By group, the share of questions that a threshold lets through."""
        return {
            group: sum(decide(one, threshold).answerable for one in found) / len(found)
            for group, found in self.found.items()
            if found
        }

    def judged(self, index: Index, judge: Judge) -> dict[Group, float]:
        """By group, what is left at the threshold in force once a model has been asked.

        Raises GenerationFault and ModelAway.
        """
        return {
            group: sum(_stands(index, one, judge) for one in found) / len(found)
            for group, found in self.found.items()
            if found
        }

    def rows(self) -> list[tuple[float, dict[Group, float]]]:
        """The whole curve; the threshold in force is among its steps."""
        return [(step, self.answered(step)) for step in sorted({*_STEPS, THRESHOLD})]


def _stands(index: Index, found: Retrieval, judge: Judge) -> bool:
    decision = decide(found)
    if not judge.wants(decision):
        return decision.answerable
    evidence = choose(index, found)
    return bool(evidence) and not judge.turns_down(found.question, evidence, lambda: False)


def decision_curve(index: Index, embedder: Embedder, cases: Sequence[Case]) -> Curve:
    """Asks every case that has no history and is no injection.

    A question that notes answer is asked twice: as it is, and as if its notes were not there.
    """
    slugs = {path: slug for slug, path in index.paths.items()}
    groups: dict[Group, list[Retrieval]] = {
        name: [] for name in ("answerable", LEFT_OUT, "near-miss", "off-topic")
    }
    for case in cases:
        if case.history or case.kind == "injection":
            continue
        found = retrieve(index, embedder, case.question, case.page)
        if case.notes:
            notes = {slugs.get(docid, docid) for docid in case.notes}
            rest = tuple(c for c in found.candidates if c.passage.note not in notes)
            groups["answerable"].append(found)
            groups[LEFT_OUT].append(replace(found, candidates=rest))
        elif case.kind in groups:
            groups[case.kind].append(found)
    return Curve(groups)
