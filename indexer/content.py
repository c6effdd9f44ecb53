"""Notes, chunks, units and links in SQLite: written once by a build, read by the service."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, cast

from indexer.graph import Graph
from indexer.types import Chunk, Concept, Link, LinkKind, Passage, RenderedNote, Unit

_SCHEMA = """
CREATE TABLE notes (slug TEXT PRIMARY KEY, path TEXT, title TEXT, summary TEXT, html TEXT, headings TEXT,
  questions TEXT, checkpoints TEXT, concept TEXT,
  first_hint INTEGER, hints INTEGER) WITHOUT ROWID;
CREATE TABLE chunks (id INTEGER PRIMARY KEY, note TEXT, title TEXT, heading TEXT, anchor TEXT,
  text TEXT, html TEXT, first_unit INTEGER);
CREATE TABLE units (id INTEGER PRIMARY KEY, chunk INTEGER, text TEXT, kind TEXT, block INTEGER,
  html TEXT);
CREATE INDEX units_of_chunk ON units (chunk);
CREATE TABLE links (source TEXT, target TEXT, kind TEXT);
"""
_CHUNK_COLUMNS = "id, note, title, heading, anchor, text, html"


def create(connection: sqlite3.Connection) -> None:
    """The tables, empty."""
    connection.executescript(_SCHEMA)


def add_chunk(
    connection: sqlite3.Connection,
    id_: int,
    chunk: Chunk,
    html: str,
    first: int,
    units: Iterable[Unit],
) -> None:
    """Adds a chunk whose units have the ids `first`, `first + 1`, ..."""
    heading = json.dumps(chunk.heading, ensure_ascii=False)
    place = (chunk.note, chunk.title, heading, chunk.anchor)
    connection.execute(
        "INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (id_, *place, chunk.text, html, first)
    )
    connection.executemany(
        "INSERT INTO units VALUES (?, ?, ?, ?, ?, ?)",
        (
            (first + at, id_, unit.text, unit.kind, unit.block, unit.html)
            for at, unit in enumerate(units)
        ),
    )


def add_note(
    connection: sqlite3.Connection,
    path: str,
    note: RenderedNote,
    concept: Concept | None,
    hints: tuple[int, int],
) -> None:
    """Adds a rendered note by where it lies, with the planner's fields if it is a concept.

    `hints` are the row of the note's first hint vector and how many it has.
    """
    lists = (note.headings, note.questions, note.checkpoints)
    fields = None if concept is None else json.dumps(dict(concept.fields), default=str)
    connection.execute(
        "INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (note.slug, path, note.title, note.summary, note.html, *map(_json, lists), fields, *hints),
    )


def add_links(connection: sqlite3.Connection, links: Iterable[Link]) -> None:
    connection.executemany(
        "INSERT INTO links VALUES (?, ?, ?)",
        ((link.source, link.target, link.kind) for link in links),
    )


class Content:
    """Reads the tables of one generation."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def counts(self) -> tuple[int, int, int, int]:
        """How many notes, chunks, units and hints there are."""
        row = self._connection.execute(
            "SELECT (SELECT count(*) FROM notes), (SELECT count(*) FROM chunks), "
            "(SELECT count(*) FROM units), (SELECT coalesce(sum(hints), 0) FROM notes)"
        ).fetchone()
        return cast("tuple[int, int, int, int]", row)

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The chunks with these ids, in this order."""
        found = {}
        marks = ",".join("?" * len(ids))
        query = f"SELECT {_CHUNK_COLUMNS} FROM chunks WHERE id IN ({marks})"  # noqa: S608
        for id_, note, title, heading, anchor, text, html in self._connection.execute(query, ids):
            path = tuple(json.loads(heading))
            found[id_] = Passage(id_, note, title, path, anchor, text, html, self._units(id_))
        return [found[id_] for id_ in ids]

    def sections(self, slug: str) -> list[Passage]:
        """The chunks of a note, in its order."""
        rows = self._connection.execute("SELECT id FROM chunks WHERE note = ? ORDER BY id", (slug,))
        return self.passages([id_ for (id_,) in rows.fetchall()])

    def first_units(self) -> list[int]:
        """For each chunk the id of its first unit, in the order of chunks."""
        rows = self._connection.execute("SELECT first_unit FROM chunks ORDER BY id")
        return [first for (first,) in rows]

    def hints(self) -> dict[str, tuple[int, int]]:
        """By slug, the row of a note's first hint vector and how many it has."""
        rows = self._connection.execute("SELECT slug, first_hint, hints FROM notes")
        return {slug: (first, count) for slug, first, count in rows}

    def note(self, slug: str) -> RenderedNote | None:
        row = self._connection.execute(
            "SELECT slug, title, summary, html, headings, questions, checkpoints "
            "FROM notes WHERE slug = ?",
            (slug,),
        ).fetchone()
        if row is None:
            return None
        headings, questions, checkpoints = map(json.loads, row[4:])
        places = tuple((level, title, anchor) for level, title, anchor in headings)
        slug, title, summary, html = row[:4]
        return RenderedNote(
            slug, title, summary, html, places, tuple(questions), tuple(checkpoints)
        )

    def titles(self) -> dict[str, str]:
        """Title by slug, of every note."""
        return dict(self._connection.execute("SELECT slug, title FROM notes ORDER BY slug"))

    def paths(self) -> dict[str, str]:
        """Where each note lay below its folder, without `.md`, by slug."""
        return dict(self._connection.execute("SELECT slug, path FROM notes ORDER BY slug"))

    def notes_of(self, ids: Sequence[int]) -> list[str]:
        """The slugs of the notes that hold these chunks, in this order, each once."""
        marks = ",".join("?" * len(ids))
        query = f"SELECT id, note FROM chunks WHERE id IN ({marks})"  # noqa: S608
        notes = dict(self._connection.execute(query, ids))
        return list(dict.fromkeys(notes[id_] for id_ in ids))

    def graph(self) -> Graph:
        rows = self._connection.execute(
            "SELECT slug, title, summary, concept FROM notes"
        ).fetchall()
        concepts = [
            Concept(slug, title, summary, json.loads(fields))
            for slug, title, summary, fields in rows
            if fields is not None
        ]
        links = self._connection.execute("SELECT source, target, kind FROM links")
        return Graph(
            frozenset(row[0] for row in rows),
            tuple(concepts),
            tuple(Link(source, target, cast(LinkKind, kind)) for source, target, kind in links),
        )

    def _units(self, chunk: int) -> tuple[Unit, ...]:
        rows = self._connection.execute(
            "SELECT text, kind, block, html FROM units WHERE chunk = ? ORDER BY id", (chunk,)
        )
        return tuple(Unit(*row) for row in rows)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
