"""The database of a generation, written page by page."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path

from indexer import content, lexical
from indexer.graph import build_graph, concept_of
from indexer.page import Page
from indexer.types import Note


def write_database(
    path: Path, notes: Sequence[Note], pages: Iterable[Page]
) -> dict[str, list[str]]:
    """Writes everything but the vectors, page by page; by slug what links lead nowhere.

    Raises NotesError for notes that contradict themselves, before anything is embedded.
    """
    targets: dict[str, Iterable[str]] = {}
    dangling: dict[str, list[str]] = {}
    ids, units, hints = count(), 0, 0
    with closing(sqlite3.connect(path)) as connection, connection:
        content.create(connection)
        lexical.create(connection)
        for page in pages:
            note = page.note
            place = (hints, page.hints)
            content.add_note(connection, note.path, page.rendered, concept_of(note), place)
            hints += page.hints
            for piece in page.pieces:
                id_ = next(ids)
                content.add_chunk(connection, id_, piece.chunk, piece.html, units, piece.units)
                lexical.add(connection, [(id_, piece.chunk, piece.hints)])
                units += len(piece.units)
            targets[note.slug] = page.targets
            if page.dangling:
                dangling[note.slug] = page.dangling
        graph, unknown = build_graph(notes, targets)
        content.add_links(connection, graph.links)
    for slug, prerequisites in unknown.items():
        dangling.setdefault(slug, []).extend(prerequisites)
    return dangling
