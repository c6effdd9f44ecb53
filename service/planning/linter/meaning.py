"""Topics matched to concepts by what they mean, where no name of a concept stands in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from indexer.embedding import Embedder, Matrix
from indexer.index import Index
from service.planning.graph.catalogue import Catalogue

Find = Callable[[Sequence[str]], list[str | None]]

_NEAR = 0.5  # cosine with a note's title and summary, or with one of its questions
_MOST = 100  # topics that are embedded


def by_meaning(index: Index, embedder: Embedder, catalogue: Catalogue) -> Find:
    """A function from topics to slugs, None where nothing is near enough."""

    def find(topics: Sequence[str]) -> list[str | None]:
        texts = list(topics[:_MOST])
        found: list[str | None] = [None] * len(topics)
        if texts:
            owners, hints = _hints(index, catalogue)
            cosines = embedder.embed_passages(texts) @ hints.T
            for at, row in enumerate(cosines):
                best = int(row.argmax())
                if row[best] >= _NEAR:
                    found[at] = owners[best]
        return found

    return find


@lru_cache(maxsize=1)
def _hints(index: Index, catalogue: Catalogue) -> tuple[list[str], Matrix]:
    """What every concept's note is about, float32[n, dimension], and whose each row is."""
    parts = [(slug, index.hint_vectors(slug)) for slug in catalogue.concepts]
    owners = [slug for slug, rows in parts for _ in range(len(rows))]
    return owners, np.concatenate([rows for _, rows in parts])
