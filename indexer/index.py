"""One published generation, opened for reading."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from indexer.content import Content
from indexer.embedding import Embedder, Matrix
from indexer.errors import EmbedderMismatch, IndexBroken
from indexer.generations import Generations
from indexer.graph import Graph
from indexer.lexical import Lexical
from indexer.manifest import (
    CHUNK_VECTORS,
    DATABASE,
    FILES,
    HINT_VECTORS,
    MEND,
    UNIT_VECTORS,
    Manifest,
)
from indexer.types import Hit, Passage, RenderedNote
from indexer.vectors import Vectors


class Index:
    """Search over the chunks and units of one generation, and its notes and graph.

    Chunk i is row i of the chunk vectors, unit j row j of the unit vectors, and a note's hints are
    neighbouring rows of the hint vectors; the constructor checks that the parts agree and raises
    IndexBroken if they don't.
    """

    def __init__(
        self,
        name: str,
        manifest: Manifest,
        connection: sqlite3.Connection,
        chunks: Vectors,
        units: Vectors,
        hints: Vectors,
    ) -> None:
        self.name = name
        self.manifest = manifest
        self.lexical = Lexical(connection)
        self._connection = connection
        self._content = Content(connection)
        self._chunks = chunks
        self._units = units
        self._hints = hints
        promised = (manifest.notes, manifest.chunks, manifest.units, manifest.hints)
        if self._content.counts() != promised:
            raise IndexBroken(f"The index does not hold what its manifest says. {MEND}")
        self._first_units = self._content.first_units()
        self._hints_of = self._content.hints()

    @classmethod
    def load(cls, root: Path, embedder: Embedder) -> Index:
        """The current generation below an index directory.

        Raises IndexMissing, IndexBroken, or EmbedderMismatch if another embedder made it.
        """
        folder = Generations(root).current()
        manifest = Manifest.read(folder)
        if set(manifest.checksums) != FILES:
            raise IndexBroken(f"The manifest does not name the files of an index. {MEND}")
        if manifest.embedder_digest != embedder.digest:
            raise EmbedderMismatch(
                f"The index was made by the embedder '{manifest.embedder}' "
                f"({manifest.embedder_digest[:12]}), not by '{embedder.name}' "
                f"({embedder.digest[:12]}): build it again with `onramp index FOLDER`, or set "
                "ONRAMP_EMBEDDER to the one that made it."
            )
        address = f"{(folder / DATABASE).resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        try:
            chunks = Vectors.load(folder / CHUNK_VECTORS, manifest.dimension, manifest.chunks)
            units = Vectors.load(folder / UNIT_VECTORS, manifest.dimension, manifest.units)
            hints = Vectors.load(folder / HINT_VECTORS, manifest.dimension, manifest.hints)
            return cls(folder.name, manifest, connection, chunks, units, hints)
        except IndexBroken:
            connection.close()
            raise
        except sqlite3.DatabaseError:
            connection.close()
            raise IndexBroken(f"'{DATABASE}' cannot be read. {MEND}") from None

    def near_chunks(self, question: Matrix, k: int) -> list[Hit]:
        """The k chunks nearest to float32[dimension], by cosine."""
        return self._chunks.search(question, k)

    def near_units(self, question: Matrix, k: int) -> list[Hit]:
        """Chunks by the cosine of their best unit, from the k units nearest to the question."""
        best: dict[int, float] = {}
        for hit in self._units.search(question, k):
            best.setdefault(bisect_right(self._first_units, hit.id) - 1, hit.score)
        return [Hit(id_, score) for id_, score in best.items()]

    def chunk_vector(self, id_: int) -> Matrix:
        """float32[dimension]: what a chunk was embedded to."""
        vector: Matrix = self._chunks.rows(id_, 1)[0]
        return vector

    def unit_vectors(self, passage: Passage) -> Matrix:
        """float32[len(passage.units), dimension]: what its units were embedded to."""
        return self._units.rows(self._first_units[passage.id], len(passage.units))

    def hint_vectors(self, slug: str) -> Matrix:
        """float32[n, dimension]: a note's title with its summary, then its questions."""
        return self._hints.rows(*self._hints_of[slug])

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The chunks with these ids, in this order."""
        return self._content.passages(ids)

    def sections(self, slug: str) -> list[Passage]:
        """The chunks of a note, in its order."""
        return self._content.sections(slug)

    def note(self, slug: str) -> RenderedNote | None:
        """A note as a page, or None."""
        return self._content.note(slug)

    @cached_property
    def titles(self) -> dict[str, str]:
        """Title by slug, of every note."""
        return self._content.titles()

    @cached_property
    def paths(self) -> dict[str, str]:
        """Path by slug, of every note: where it lay below the folder, without `.md`."""
        return self._content.paths()

    def notes_of(self, ids: Sequence[int]) -> list[str]:
        """The slugs of the notes that hold these chunks, in this order, each once."""
        return self._content.notes_of(ids)

    @cached_property
    def graph(self) -> Graph:
        return self._content.graph()

    def opening_questions(self, count: int) -> list[str]:
        """Questions to begin with, one a note, from the notes that are linked to most.

        Notes without questions of their own lend their titles.
        """
        known = {link.target: 0 for link in self.graph.links} | dict.fromkeys(self.titles, 0)
        for link in self.graph.links:
            known[link.target] += 1
        popular = sorted(known, key=lambda slug: (-known[slug], slug))
        notes = filter(None, map(self.note, popular[:count]))
        return [note.questions[0] if note.questions else note.title for note in notes]

    def neighbours(self, slug: str) -> frozenset[str]:
        """The notes that a note links to or is linked from."""
        return self._neighbours.get(slug, frozenset())

    @cached_property
    def _neighbours(self) -> dict[str, frozenset[str]]:
        near: dict[str, set[str]] = {}
        for link in self.graph.links:
            near.setdefault(link.source, set()).add(link.target)
            near.setdefault(link.target, set()).add(link.source)
        return {slug: frozenset(slugs) for slug, slugs in near.items()}

    def close(self) -> None:
        self._connection.close()
