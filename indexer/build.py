"""build(): a folder of notes to a published generation, stage by stage."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from indexer.chunking import Limits
from indexer.database import write_database
from indexer.embedding import Embedder
from indexer.errors import IndexerError
from indexer.generations import Generations
from indexer.manifest import DATABASE, SCHEMA, Manifest
from indexer.model_files import digest_of
from indexer.notes import read_folder
from indexer.page import read_pages
from indexer.types import Note, Skipped
from indexer.vector_files import write_vector_files

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
        pages = read_pages(notes, embedder, limits, progress, questions=questions)
        with _unfinished(generations) as written:
            dangling = write_database(written / DATABASE, notes, pages)
            counts, embedded = write_vector_files(written, out, embedder, progress)
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
                **counts,
                checksums={file.name: digest_of(file) for file in sorted(written.iterdir())},
            )
            manifest.write(written)
            name = generations.publish(written, keep=_sound(generations)).name
        progress("publishing", 1, 1)
    return Report(name, manifest, skipped, dangling, embedded, seconds=time.monotonic() - began)


@contextmanager
def _unfinished(generations: Generations) -> Iterator[Path]:
    """A folder for the next generation, which goes if it comes to nothing."""
    folder = generations.begin()
    try:
        yield folder
    except BaseException:
        if folder.is_dir():
            generations.discard(folder)
        raise


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
