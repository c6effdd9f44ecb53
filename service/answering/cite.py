"""Numbers the passages of an answer, and turns support into citations."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from indexer.types import UnitKind
from service.answering.events import SentenceChecked, ShownPassage
from service.answering.evidence import Evidence
from service.answering.retrieve import Retrieval


class Citations:
    """The passages that hold the evidence, numbered from 1 in the order of the evidence."""

    def __init__(self, evidence: Sequence[Evidence], retrieval: Retrieval) -> None:
        self._evidence = evidence
        self._retrieval = retrieval
        ids = dict.fromkeys(item.passage.id for item in evidence)
        self._numbers = {id_: n for n, id_ in enumerate(ids, 1)}

    def passages(self) -> list[ShownPassage]:
        """The numbered passages with their evidence marked."""
        scores = {c.passage.id: c.score for c in self._retrieval.candidates}
        shown = {}
        for item in self._evidence:
            passage = item.passage
            marked = [other.position for other in self._evidence if other.passage.id == passage.id]
            shown[passage.id] = ShownPassage(
                n=self._numbers[passage.id],
                note=passage.note,
                title=passage.title,
                heading=" › ".join(passage.heading),
                url=passage.url,
                html=passage.html,
                marked=marked,
                score=round(scores[passage.id], 4),
            )
        return list(shown.values())

    def quote(self, position: int) -> SentenceChecked:
        """A piece of evidence as it stands in its note."""
        item = self._evidence[position]
        unit = item.unit
        cited = self._of([position])
        return SentenceChecked(unit.text, unit.html, unit.kind, "quote", cited, item.label)

    def worded(self, text: str, kind: UnitKind, support: Iterable[int]) -> SentenceChecked:
        """A model's sentence or list item with the passages that support it."""
        return SentenceChecked(text, html.escape(text), kind, "model", self._of(support))

    def _of(self, positions: Iterable[int]) -> list[int]:
        return sorted({self._numbers[self._evidence[at].passage.id] for at in positions})
