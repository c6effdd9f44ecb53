"""build(): a folder of notes to a published generation, stage by stage."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from indexer import content, lexical
from indexer.chunking import Limits
from indexer.corpus import Corpus, read_corpus
from indexer.embedding import Embedder, Matrix
from indexer.embedding_cache import EmbeddingCache
from indexer.errors import IndexerError
from indexer.generations import Generations
from indexer.graph import Graph, build_graph
from indexer.manifest import CHUNK_VECTORS, DATABASE, HINT_VECTORS, SCHEMA, UNIT_VECTORS, Manifest
from indexer.model_files import digest_of
from indexer.notes import read_folder
from indexer.types import Note, Skipped
from indexer.vectors import Vectors

_VECTORS = (CHUNK_VECTORS, UNIT_VECTORS, HINT_VECTORS)

Progress = Callable[[str, int, int], None]


def _silent(stage: str, done: int, total: int) -> None:
    del stage, done, total


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. `embedded` counts the texts that no earlier build had embedded."""

    generation: str
    manifest: Manifest
    skipped: list[Skipped]
    dangling: dict[str, list[str]] = field(default_factory=dict)
    embedded: int = 0
    unchanged: bool = False
    seconds: float = 0.0


def build(
    folder: Path,
    out: Path,
    embedder: Embedder,
    *,
    limits: Limits | None = None,
    questions: bool = True,
    progress: Progress = _silent,
) -> Report:
    """Indexes every note below `folder` and publishes the result below `out`.

    Without `questions` the notes' own questions help no search: so they can be used to measure it.
    Does nothing if the notes and the settings are those of the current generation. Raises NotesError
    for notes that contradict themselves, and BuildBusy while another build runs.
    """
    began, limits = time.monotonic(), limits or Limits()
    generations = Generations(out)
    with generations.lock():
        progress("reading", 0, 1)
        notes, skipped = read_folder(folder)
        source = source_digest(notes, embedder, limits, questions)
        current = _current(generations)
        if current is not None and current.source == source:
            return Report(generations.current().name, current, skipped, unchanged=True)
        corpus = read_corpus(notes, embedder, limits, progress, questions=questions)
        graph, unknown = build_graph(notes, corpus.targets)
        vectors, embedded = _embed(corpus, out, embedder, progress)
        progress("publishing", 0, 1)
        manifest = Manifest(
            schema=SCHEMA,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            source=source,
            embedder=embedder.name,
            embedder_digest=embedder.digest,
            dimension=embedder.dimension,
            **asdict(limits),
            questions=questions,
            notes=len(notes),
            chunks=len(vectors[0]),
            units=len(vectors[1]),
            hints=len(vectors[2]),
            checksums={},
        )
        name, manifest = _publish(generations, notes, corpus, graph, vectors, manifest)
        progress("publishing", 1, 1)
    for slug, prerequisites in unknown.items():
        corpus.dangling.setdefault(slug, []).extend(prerequisites)
    seconds = time.monotonic() - began
    return Report(name, manifest, skipped, corpus.dangling, embedded, seconds=seconds)


def _embed(
    corpus: Corpus, out: Path, embedder: Embedder, progress: Progress
) -> tuple[list[Matrix], int]:
    """Vectors of chunks, units and hints, and how many texts no earlier build had embedded."""
    chunks = [piece.chunk.embedded_text() for piece in corpus.pieces]
    units = [unit.text for piece in corpus.pieces for unit in piece.units]
    hints = [text for texts in corpus.hints.values() for text in texts]
    with closing(EmbeddingCache(out / "embeddings.sqlite", embedder)) as cache:
        matrix, embedded = cache.embed(
            [*chunks, *units, *hints], lambda done, total: progress("embedding", done, total)
        )
        cache.forget_unused()
    ends = [len(chunks), len(chunks) + len(units)]
    return np.split(matrix, ends), embedded


def _publish(
    generations: Generations,
    notes: Sequence[Note],
    corpus: Corpus,
    graph: Graph,
    vectors: Sequence[Matrix],
    manifest: Manifest,
) -> tuple[str, Manifest]:
    """Writes a generation, its manifest last, and makes it current."""
    unfinished = generations.begin()
    _write_database(unfinished / DATABASE, notes, corpus, graph)
    for matrix, file in zip(vectors, _VECTORS, strict=True):
        Vectors.of(matrix).save(unfinished / file)
    checksums = {file.name: digest_of(file) for file in sorted(unfinished.iterdir())}
    manifest = replace(manifest, checksums=checksums)
    manifest.write(unfinished)
    return generations.publish(unfinished, keep=_sound(generations)).name, manifest


def _write_database(path: Path, notes: Sequence[Note], corpus: Corpus, graph: Graph) -> None:
    concepts = {concept.slug: concept for concept in graph.concepts}
    with closing(sqlite3.connect(path)) as connection, connection:
        content.create(connection)
        lexical.create(connection)
        row = 0
        for note, page in zip(notes, corpus.rendered, strict=True):
            count = len(corpus.hints[note.slug])
            content.add_note(connection, note.path, page, concepts.get(note.slug), (row, count))
            row += count
        first = 0
        for id_, piece in enumerate(corpus.pieces):
            content.add_chunk(connection, id_, piece.chunk, piece.html, first, piece.units)
            first += len(piece.units)
        lexical.add(connection, ((at, p.chunk, p.hints) for at, p in enumerate(corpus.pieces)))
        content.add_links(connection, graph.links)


def _current(generations: Generations) -> Manifest | None:
    """The manifest in force, None if there is no sound generation."""
    try:
        return Manifest.read(generations.current())
    except IndexerError:
        return None


def _sound(generations: Generations) -> Path | None:
    """The generation to keep for roll-back: the newest whose files are what they should be."""
    for folder in generations.newest_first():
        try:
            Manifest.read(folder)
        except IndexerError:
            continue
        return folder
    return None


def source_digest(
    notes: Sequence[Note], embedder: Embedder, limits: Limits, questions: bool = True
) -> str:
    """SHA-256 of the notes and of all that shapes an index of them."""
    settings: dict[str, Any] = {
        "schema": SCHEMA,
        "embedder": embedder.digest,
        "limits": [limits.largest, limits.whole, limits.tiny],
        "questions": questions,
    }
    digest = hashlib.sha256(json.dumps(settings).encode())
    for note in notes:
        fields = json.dumps(dict(note.fields), sort_keys=True, default=str)
        digest.update(f"{note.slug}\0{note.path}\0{fields}\0{note.body}\0".encode(errors="replace"))
    return digest.hexdigest()
