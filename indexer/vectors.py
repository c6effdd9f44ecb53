"""The dense half of the search. The only file that imports faiss."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import faiss
import numpy as np

from indexer.embedding import Matrix
from indexer.errors import IndexBroken
from indexer.types import Hit

_EXACT_UP_TO = 200_000  # rows; above it one byte a number: recall@10 0.97 at a quarter of the size
_SAMPLE = 20_000  # rows from which the range of each number is learnt


# Gives every n-th row of what is to be written, in blocks of float32[some, dimension].
Blocks = Callable[[int], Iterator[Matrix]]


def write_vectors(path: Path, blocks: Blocks, rows: int, dimension: int) -> None:
    """Writes the rows of length one, of which only the file's own form is ever whole in memory."""
    kind = "Flat" if rows <= _EXACT_UP_TO else "SQ8"
    index = faiss.index_factory(dimension, kind, faiss.METRIC_INNER_PRODUCT)
    if not index.is_trained:
        index.train(np.concatenate(list(blocks(max(1, rows // _SAMPLE)))))
    for block in blocks(1):
        index.add(block)
    faiss.write_index(index, str(path))


class Vectors:
    """Vectors of length one, searched by inner product. The id of a vector is its row."""

    def __init__(self, index: faiss.Index, dimension: int, rows: int) -> None:
        if index.d != dimension or index.ntotal != rows:
            raise IndexBroken(
                f"The vectors are {index.ntotal} of {index.d} numbers where the manifest says {rows} "
                f"of {dimension}: build the index again."
            )
        self._index = index

    @classmethod
    def load(cls, path: Path, dimension: int, rows: int) -> Vectors:
        """Opens a file that `write_vectors` wrote, by a map of it: processes share its pages.

        Raises IndexBroken if it isn't one.
        """
        try:
            index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError:
            raise IndexBroken(f"'{path.name}' cannot be read: build the index again.") from None
        return cls(index, dimension, rows)

    def search(self, question: Matrix, k: int) -> list[Hit]:
        """The k nearest rows to float32[dimension], best first, with their cosines."""
        scores, rows = self._index.search(question.reshape(1, -1), k)
        found = zip(rows[0].tolist(), scores[0].tolist(), strict=True)
        return [Hit(row, score) for row, score in found if row >= 0]

    def rows(self, start: int, count: int) -> Matrix:
        """float32[count, dimension]: the vectors of neighbouring rows."""
        if count == 0:
            return np.zeros((0, self._index.d), dtype=np.float32)
        vectors: Matrix = self._index.reconstruct_n(start, count)
        return vectors
