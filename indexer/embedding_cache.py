"""Vectors by the hash of their text, so that unchanged text is never embedded twice.

Kept beside the generations and filled while a build runs: a build that was killed goes on from where
it was. It is a cache: a file that SQLite cannot read is thrown away and made anew.
"""

from __future__ import annotations

import hashlib
import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np

from indexer.embedding import Embedder, Matrix

_BATCH = 256  # texts that are embedded, and then kept for good, at a time
_WINDOW = 8192  # texts among which those of like length are put together
_BLOCK = 4096  # rows that are given back at a time
_SCHEMA = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID"

_Item = TypeVar("_Item")


class EmbeddingCache:
    """One embedder's vectors in one SQLite file."""

    def __init__(self, path: Path, embedder: Embedder) -> None:
        self._embedder = embedder
        self._used = array("Q")  # the first bytes of each key: a set of a million takes 100 MB
        try:
            self._connection = _open(path)
        except sqlite3.DatabaseError:
            path.unlink()
            self._connection = _open(path)

    def fill(self, texts: Iterable[str], told: Callable[[int], None]) -> int:
        """Sees to it that each text has its vector; how many different ones had to be embedded.

        Reports to `told` how many more of the texts are done.
        """
        embedded = 0
        for window in _blocks(texts, _WINDOW):
            fresh: dict[bytes, str] = {}
            for text in window:
                key = self._key(text)
                self._used.append(_short(key))
                if self._get(key) is None:
                    fresh[key] = text
            told(len(window) - len(fresh))
            # Texts of like length share a batch: the embedder pads each batch to its longest.
            waiting = sorted(fresh.items(), key=lambda entry: len(entry[1]))
            for batch in _blocks(waiting, _BATCH):
                self._embed(batch)
                told(len(batch))
            embedded += len(fresh)
        return embedded

    def rows(self, texts: Iterable[str]) -> Iterator[Matrix]:
        """The vectors of texts that `fill` has seen, in their order: float32[some, dimension]."""
        for block in _blocks(texts, _BLOCK):
            found = b"".join(self._get(self._key(text)) or b"" for text in block)
            yield np.frombuffer(found, dtype=np.float32).reshape(len(block), -1)

    def forget_unused(self) -> None:
        """Removes what no text since the cache was opened has asked for."""
        used = np.unique(np.frombuffer(self._used, dtype=np.uint64))
        unused: list[tuple[bytes]] = []
        for block in _blocks(self._connection.execute("SELECT key FROM vectors"), _WINDOW):
            keys = np.array([_short(key) for (key,) in block], dtype=np.uint64)
            unused += [
                row for row, kept in zip(block, np.isin(keys, used), strict=True) if not kept
            ]
        with self._connection:
            self._connection.executemany("DELETE FROM vectors WHERE key = ?", unused)

    def close(self) -> None:
        self._connection.close()

    def _embed(self, batch: Sequence[tuple[bytes, str]]) -> None:
        vectors = self._embedder.embed_passages([text for _, text in batch])
        rows = [(key, row.tobytes()) for (key, _), row in zip(batch, vectors, strict=True)]
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._embedder.digest}\0{text}".encode()).digest()

    def _get(self, key: bytes) -> bytes | None:
        row = self._connection.execute(
            "SELECT vector FROM vectors WHERE key = ?", (key,)
        ).fetchone()
        size = 4 * self._embedder.dimension
        return row[0] if row is not None and len(row[0]) == size else None


def _short(key: bytes) -> int:
    return int.from_bytes(key[:8], "little")


def _blocks(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    """The items in lists of `size`, the last one shorter."""
    rest = iter(items)
    while block := list(islice(rest, size)):
        yield block


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
