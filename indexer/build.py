"""build(): a folder of notes to a published generation, stage by stage."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from indexer import content, lexical
from indexer.chunking import Limits, cut
from indexer.embedding import Embedder, Matrix
from indexer.embedding_cache import EmbeddingCache
from indexer.errors import IndexerError
from indexer.generations import Generations
from indexer.graph import Graph, build_graph
from indexer.links import Links
from indexer.manifest import CHUNK_VECTORS, DATABASE, SCHEMA, UNIT_VECTORS, Manifest
from indexer.model_files import digest_of
from indexer.notes import read_folder
from indexer.rendering import Renderer
from indexer.types import Chunk, Note, RenderedNote, Skipped, Unit
from indexer.vectors import Vectors

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


@dataclass(frozen=True, slots=True)
class _Piece:
    chunk: Chunk
    html: str
    units: list[Unit]
    hints: str


def build(
    folder: Path,
    out: Path,
    embedder: Embedder,
    *,
    limits: Limits | None = None,
    progress: Progress = _silent,
) -> Report:
    """Indexes every note below `folder` and publishes the result below `out`.

    Does nothing if the notes and the settings are those of the current generation. Raises NotesError
    for notes that contradict themselves, and BuildBusy while another build runs.
    """
    began, limits = time.monotonic(), limits or Limits()
    generations = Generations(out)
    with generations.lock():
        progress("reading", 0, 1)
        notes, skipped = read_folder(folder)
        source = _digest(notes, embedder, limits)
        current = _current(generations)
        if current is not None and current.source == source:
            return Report(generations.current().name, current, skipped, unchanged=True)
        rendered, pieces, graph, dangling = _render(notes, embedder, limits, progress)
        chunk_vectors, unit_vectors, embedded = _embed(pieces, out, embedder, progress)
        progress("publishing", 0, 1)
        unfinished = generations.begin()
        _write_database(unfinished / DATABASE, rendered, pieces, graph)
        Vectors.of(chunk_vectors).save(unfinished / CHUNK_VECTORS)
        Vectors.of(unit_vectors).save(unfinished / UNIT_VECTORS)
        manifest = Manifest(
            schema=SCHEMA,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            source=source,
            embedder=embedder.name,
            embedder_digest=embedder.digest,
            dimension=embedder.dimension,
            largest=limits.largest,
            whole=limits.whole,
            tiny=limits.tiny,
            notes=len(notes),
            chunks=len(chunk_vectors),
            units=len(unit_vectors),
            checksums={file.name: digest_of(file) for file in sorted(unfinished.iterdir())},
        )
        manifest.write(unfinished)
        name = generations.publish(unfinished, keep=_sound(generations)).name
        progress("publishing", 1, 1)
    seconds = time.monotonic() - began
    return Report(name, manifest, skipped, dangling, embedded, seconds=seconds)


def _render(
    notes: Sequence[Note], embedder: Embedder, limits: Limits, progress: Progress
) -> tuple[list[RenderedNote], list[_Piece], Graph, dict[str, list[str]]]:
    renderer = Renderer(Links(notes))
    rendered: list[RenderedNote] = []
    pieces: list[_Piece] = []
    targets: dict[str, Iterable[str]] = {}
    dangling: dict[str, list[str]] = {}
    for done, note in enumerate(notes, 1):
        rendered.append(renderer.note(note))
        targets[note.slug], nowhere = renderer.targets(note)
        if nowhere:
            dangling[note.slug] = sorted(nowhere)
        chunks, environment = cut(note, embedder.count_tokens, limits)
        for at, chunk in enumerate(chunks):
            hints = "" if at else "\n".join((*note.aliases, *note.questions, note.summary))
            pieces.append(_Piece(chunk, *renderer.chunk(note, chunk, environment), hints))
        progress("reading", done, len(notes))
    graph, unknown = build_graph(notes, targets)
    for slug, prerequisites in unknown.items():
        dangling.setdefault(slug, []).extend(prerequisites)
    return rendered, pieces, graph, dangling


def _embed(
    pieces: Sequence[_Piece], out: Path, embedder: Embedder, progress: Progress
) -> tuple[Matrix, Matrix, int]:
    texts = [piece.chunk.embedded_text() for piece in pieces]
    texts += [unit.text for piece in pieces for unit in piece.units]
    with closing(EmbeddingCache(out / "embeddings.sqlite", embedder)) as cache:
        matrix, embedded = cache.embed(
            texts, lambda done, total: progress("embedding", done, total)
        )
        cache.forget_unused()
    chunks, units = np.split(matrix, [len(pieces)])
    return chunks, units, embedded


def _write_database(
    path: Path, notes: Sequence[RenderedNote], pieces: Sequence[_Piece], graph: Graph
) -> None:
    concepts = {concept.slug: concept for concept in graph.concepts}
    with closing(sqlite3.connect(path)) as connection, connection:
        content.create(connection)
        lexical.create(connection)
        for note in notes:
            content.add_note(connection, note, concepts.get(note.slug))
        first = 0
        for id_, piece in enumerate(pieces):
            content.add_chunk(connection, id_, piece.chunk, piece.html, first, piece.units)
            first += len(piece.units)
        lexical.add(connection, ((at, p.chunk, p.hints) for at, p in enumerate(pieces)))
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


def _digest(notes: Sequence[Note], embedder: Embedder, limits: Limits) -> str:
    settings: dict[str, Any] = {
        "schema": SCHEMA,
        "embedder": embedder.digest,
        "limits": [limits.largest, limits.whole, limits.tiny],
    }
    digest = hashlib.sha256(json.dumps(settings).encode())
    for note in notes:
        fields = json.dumps(dict(note.fields), sort_keys=True, default=str)
        digest.update(f"{note.slug}\0{note.path}\0{fields}\0{note.body}\0".encode(errors="replace"))
    return digest.hexdigest()
