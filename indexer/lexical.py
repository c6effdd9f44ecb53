"""The lexical half of the search: SQLite FTS5, once by stemmed words and once by trigrams.

The trigram table serves what words miss: misspelt words, parts of identifiers, and scripts that
are written without spaces.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence

from indexer.types import Chunk, Hit

_SCHEMA = """
CREATE VIRTUAL TABLE words USING fts5(
  title, heading, hints, body, content='', tokenize='porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE trigrams USING fts5(
  title, heading, body, content='', tokenize='trigram');
"""
_WEIGHTS = "3.0, 2.5, 1.5, 1.0"  # title, heading, hints, body
_WORD = re.compile(r"\w+(?:[._-]\w+)*")


def create(connection: sqlite3.Connection) -> None:
    """The two tables, empty."""
    connection.executescript(_SCHEMA)


def add(connection: sqlite3.Connection, rows: Iterable[tuple[int, Chunk, str]]) -> None:
    """Adds chunks by id, each with hints: words that lead to it but do not stand in it."""
    for id_, chunk, hints in rows:
        heading, body = " ".join(chunk.heading), chunk.text
        connection.execute(
            "INSERT INTO words(rowid, title, heading, hints, body) VALUES (?, ?, ?, ?, ?)",
            (id_, chunk.title, heading, hints, body),
        )
        connection.execute(
            "INSERT INTO trigrams(rowid, title, heading, body) VALUES (?, ?, ?, ?)",
            (id_, chunk.title, heading, body),
        )


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, identifiers such as `loss.backward` whole."""
    return [word.lower() for word in _WORD.findall(text)]


class Lexical:
    """Searches the tables of one generation. User text is quoted word by word before MATCH."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def search(self, words: Sequence[str], k: int) -> list[Hit]:
        """Chunks that hold any of the words, best first by BM25 with weighted columns."""
        if not words:
            return []
        query = " OR ".join(dict.fromkeys(_quoted(part) for word in words for part in _parts(word)))
        return self._match("words", _WEIGHTS, query, k)

    def search_plain(self, words: Sequence[str], k: int) -> list[Hit]:
        """The same with all columns alike and no hints: the BM25 that others compare with."""
        if not words:
            return []
        query = "{title heading body}: (" + " OR ".join(dict.fromkeys(map(_quoted, words))) + ")"
        return self._match("words", "1.0, 1.0, 0.0, 1.0", query, k)

    def search_trigrams(self, words: Sequence[str], k: int) -> list[Hit]:
        """Chunks that share pieces of three letters with the words, best first."""
        pieces = [word[at : at + 3] for word in words for at in range(len(word) - 2)]
        if not pieces:
            return []
        query = " OR ".join(dict.fromkeys(map(_quoted, pieces)))
        return self._match("trigrams", "3.0, 2.5, 1.0", query, k)

    def count(self, word: str) -> int:
        """In how many chunks a word occurs, inflected forms included."""
        row = self._connection.execute(
            "SELECT count(*) FROM words WHERE words MATCH ?", (_quoted(word),)
        ).fetchone()
        return int(row[0])

    def _match(self, table: str, weights: str, query: str, k: int) -> list[Hit]:
        rows = self._connection.execute(
            f"SELECT rowid, -bm25({table}, {weights}) AS score FROM {table} "  # noqa: S608
            f"WHERE {table} MATCH ? ORDER BY score DESC, rowid LIMIT ?",
            (query, k),
        )
        return [Hit(int(id_), float(score)) for id_, score in rows]


def _parts(word: str) -> list[str]:
    """A word, and the words that an identifier is made of."""
    return [word, *re.findall(r"[^\W_]+", word)] if re.search(r"[\W_]", word) else [word]


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
