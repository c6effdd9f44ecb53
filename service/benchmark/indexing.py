"""How fast notes are indexed from nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from indexer.embedding import Embedder
from indexer.manifest import Manifest
from service.benchmark.figures import Indexing

_ENDINGS = (".md", ".markdown")


class Built(Protocol):
    """What a build says of itself."""

    @property
    def manifest(self) -> Manifest: ...

    @property
    def seconds(self) -> float: ...


# The service does not import what writes an index: the command line hands it in.
Build = Callable[[Path, Path, Embedder], Built]


def note_files(folder: Path) -> list[Path]:
    """The Markdown files below a folder in the order of their paths, hidden ones left out."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in _ENDINGS
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def measure_indexing(build: Build, notes: Path, embedder: Embedder, most: int) -> Indexing:
    """Builds a temporary index of at most so many notes of a folder. Raises NotesError."""
    embedder.embed_question("warm")  # loading the weights is part of the start-up, not of the rate
    with tempfile.TemporaryDirectory() as temporary:
        copied = Path(temporary) / "notes"
        copied.mkdir()
        for file in note_files(notes)[:most]:
            target = copied / file.relative_to(notes)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
        built = build(copied, Path(temporary) / "index", embedder)
    manifest, seconds = built.manifest, max(built.seconds, 1e-9)
    return Indexing(
        notes=manifest.notes,
        chunks=manifest.chunks,
        units=manifest.units,
        seconds=seconds,
        chunks_per_s=manifest.chunks / seconds,
        units_per_s=manifest.units / seconds,
    )
