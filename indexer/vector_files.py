"""The vector files of a generation, made from the texts in its database."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import chain, islice
from pathlib import Path

from indexer.content import Content
from indexer.embedded_texts import chunk_texts, hint_texts, unit_texts
from indexer.embedding import Embedder, Matrix
from indexer.embedding_cache import EmbeddingCache
from indexer.manifest import CHUNK_VECTORS, DATABASE, HINT_VECTORS, UNIT_VECTORS
from indexer.vectors import write_vectors

TextsOf = Callable[[sqlite3.Connection], Iterator[str]]

_VECTORS: tuple[tuple[str, TextsOf], ...] = (
    (CHUNK_VECTORS, chunk_texts),
    (UNIT_VECTORS, unit_texts),
    (HINT_VECTORS, hint_texts),
)


def write_vector_files(
    folder: Path, out: Path, embedder: Embedder, progress: Callable[[str, int, int], None]
) -> tuple[dict[str, int], int]:
    """Writes the vectors of chunks, units and hints; how many of each, and how many texts were new."""
    address = f"{(folder / DATABASE).resolve().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True)) as connection,
        closing(EmbeddingCache(out / "embeddings.sqlite", embedder)) as cache,
    ):
        _, chunks, units, hints = Content(connection).counts()
        counts = {"chunks": chunks, "units": units, "hints": hints}
        done, total = 0, sum(counts.values())

        def tell(more: int) -> None:
            nonlocal done
            done += more
            progress("embedding", done, total)

        tell(0)
        texts = chain.from_iterable(texts_of(connection) for _, texts_of in _VECTORS)
        embedded = cache.fill(texts, tell)
        cache.forget_unused()
        for (file, texts_of), rows in zip(_VECTORS, counts.values(), strict=True):

            def blocks(step: int, texts_of: TextsOf = texts_of) -> Iterator[Matrix]:
                return cache.rows(islice(texts_of(connection), 0, None, step))

            write_vectors(folder / file, blocks, rows, embedder.dimension)
    return counts, embedded
