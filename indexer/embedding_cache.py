"""Vectors by the hash of their text, so that unchanged text is never embedded twice.

Kept beside the generations and filled while a build runs: a build that was killed goes on from where
it was. It is a cache: a file that SQLite cannot read is thrown away and made anew.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from indexer.embedding import Embedder, Matrix

_BATCH = 256
_SCHEMA = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID"


class EmbeddingCache:
    """One embedder's vectors in one SQLite file."""

    def __init__(self, path: Path, embedder: Embedder) -> None:
        self._embedder = embedder
        self._used: set[bytes] = set()
        try:
            self._connection = _open(path)
        except sqlite3.DatabaseError:
            path.unlink()
            self._connection = _open(path)

    def embed(
        self, texts: Sequence[str], progress: Callable[[int, int], None]
    ) -> tuple[Matrix, int]:
        """float32[len(texts), dimension], and how many different texts had to be embedded.

        Reports to `progress` how many of them are done, and of how many.
        """
        keys = [self._key(text) for text in texts]
        self._used.update(keys)
        fresh = {key: text for key, text in zip(keys, texts, strict=True) if self._get(key) is None}
        # Texts of like length share a batch: the embedder pads each batch to its longest.
        waiting = sorted(fresh.items(), key=lambda entry: len(entry[1]))
        progress(0, len(waiting))
        for start in range(0, len(waiting), _BATCH):
            batch = waiting[start : start + _BATCH]
            vectors = self._embedder.embed_passages([text for _, text in batch])
            rows = [(key, row.tobytes()) for (key, _), row in zip(batch, vectors, strict=True)]
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
            progress(start + len(batch), len(waiting))
        matrix = np.empty((len(texts), self._embedder.dimension), dtype=np.float32)
        for row, key in zip(matrix, keys, strict=True):
            row[:] = np.frombuffer(self._get(key) or b"", dtype=np.float32)
        return matrix, len(waiting)

    def forget_unused(self) -> None:
        """Removes what no text since the cache was opened has asked for."""
        known = [key for (key,) in self._connection.execute("SELECT key FROM vectors")]
        unused = [(key,) for key in known if key not in self._used]
        with self._connection:
            self._connection.executemany("DELETE FROM vectors WHERE key = ?", unused)

    def close(self) -> None:
        self._connection.close()

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._embedder.digest}\0{text}".encode()).digest()

    def _get(self, key: bytes) -> bytes | None:
        row = self._connection.execute(
            "SELECT vector FROM vectors WHERE key = ?", (key,)
        ).fetchone()
        size = 4 * self._embedder.dimension
        return row[0] if row is not None and len(row[0]) == size else None


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(_SCHEMA)
        connection.execute("SELECT count(*) FROM vectors")
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection
