"""What is embedded, read from the tables of a generation in the order of the vectors' rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from indexer.types import placed


def chunk_texts(connection: sqlite3.Connection) -> Iterator[str]:
    rows = connection.execute("SELECT title, heading, text FROM chunks ORDER BY id")
    return (placed(title, json.loads(heading), text) for title, heading, text in rows)


def unit_texts(connection: sqlite3.Connection) -> Iterator[str]:
    return (text for (text,) in connection.execute("SELECT text FROM units ORDER BY id"))


def hint_texts(connection: sqlite3.Connection) -> Iterator[str]:
    """Of each note its title with its summary, then its questions, as many as are hints."""
    rows = connection.execute(
        "SELECT title, summary, questions, hints FROM notes ORDER BY first_hint"
    )
    for title, summary, questions, count in rows:
        yield from [f"{title}. {summary}".strip(), *json.loads(questions)][:count]
