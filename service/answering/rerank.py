"""The first passages put into the order of a model that reads question and passage together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from indexer.types import placed
from service.answering.retrieve import Retrieval

_READ = 10  # passages; each costs as much as embedding it anew


class Reranker(Protocol):
    """Says how well texts answer a question, each looked at by itself."""

    @property
    def name(self) -> str: ...

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """One number for each text; higher is better, the scale is the model's own."""


def rerank(retrieval: Retrieval, reranker: Reranker | None) -> Retrieval:
    """The same candidates, the first ones in the reranker's order.

    The best scores stay where they were, at the first places: what is decided and how much evidence is
    taken goes by their scale, and a question is not answered because another model likes a passage.
    """
    first = retrieval.candidates[:_READ]
    if reranker is None or len(first) < 2:
        return retrieval
    passages = [one.passage for one in first]
    texts = [placed(one.title, one.heading, one.text) for one in passages]
    liked = reranker.scores(retrieval.question, texts)
    order = sorted(range(len(first)), key=lambda at: (-liked[at], at))
    moved = tuple(
        replace(first[at], score=place.score) for at, place in zip(order, first, strict=True)
    )
    return replace(retrieval, candidates=moved + retrieval.candidates[_READ:])
