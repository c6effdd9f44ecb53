"""Passages over 10,000 chunks: the real notes many times over, each copy a little different.

The copies differ in their numbers and headings, and their vectors from the originals' by noise, so
that next to nothing has to be embedded. What builds, reads and searches the index is what always does.
"""

from __future__ import annotations

import math
import random
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from indexer.embedding import Embedder, Matrix
from indexer.index import Index
from indexer.types import placed
from service.answering.assistant import Assistant
from service.answering.generator import QuotingGenerator
from service.benchmark.figures import Large
from service.benchmark.indexing import Build, note_files
from service.benchmark.latency import measure_passages

CHUNKS = 10_000
_NOISE = 0.33  # length of what is added to a vector of length one: the cosine is then some 0.95
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n---[ \t]*\n", re.DOTALL)
_HEADING = re.compile(r"^#{1,6} .*$", re.MULTILINE)
_NUMBER = re.compile(r"\s*\d+")


class NoisyEmbedder:
    """Passes for another embedder, but knows the vectors of an index, by texts without their numbers."""

    def __init__(self, embedder: Embedder, index: Index) -> None:
        self._embedder = embedder
        self._known = {_key(text): vector for text, vector in _vectors(index)}
        self._noise = np.random.default_rng(0)
        self.name = embedder.name
        self.digest = embedder.digest
        self.dimension = embedder.dimension
        self.window = embedder.window

    def count_tokens(self, text: str) -> int:
        return self._embedder.count_tokens(text)

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """What is not in the index, such as a piece that was cut elsewhere, is embedded once."""
        keys = [_key(text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        vectors = self._embedder.embed_passages(list(new.values()))
        self._known.update(zip(new, vectors, strict=True))
        matrix = np.stack([self._known[key] for key in keys])
        noise = self._noise.standard_normal(matrix.shape, dtype=np.float32)
        matrix += noise * np.float32(_NOISE / math.sqrt(self.dimension))
        matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
        return matrix

    def embed_question(self, text: str) -> Matrix:
        return self._embedder.embed_question(text)


def measure_large(
    build: Build,
    notes: Path,
    index: Index,
    embedder: Embedder,
    questions: Sequence[str],
    chunks: int = CHUNKS,
) -> Large:
    """Multiplies the notes until there are so many chunks, and asks over the index of that."""
    copies = math.ceil(chunks / max(1, index.manifest.chunks))
    with tempfile.TemporaryDirectory() as temporary:
        folder, root = Path(temporary) / "notes", Path(temporary) / "index"
        for copy in range(copies):
            _copy(notes, folder / str(copy), copy)
        manifest = build(folder, root, NoisyEmbedder(embedder, index)).manifest
        large = Index.load(root, embedder)
        try:
            spread = measure_passages(large, Assistant(embedder, QuotingGenerator()), questions)
        finally:
            large.close()
    return Large(manifest.chunks, manifest.units, spread)


def varied(text: str, copy: int) -> str:
    """A note with other numbers of as many digits, and the number of the copy behind each heading."""
    head = _FRONT_MATTER.match(text)
    start = head.end() if head else 0
    chance = random.Random(copy)  # noqa: S311 - only has to differ
    body = re.sub(r"\d", lambda _: str(chance.randrange(1, 10)), text[start:])
    return text[:start] + _HEADING.sub(lambda line: f"{line[0]} {copy}", body)


def _copy(notes: Path, folder: Path, copy: int) -> None:
    for file in note_files(notes):
        target = folder / file.relative_to(notes)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8", errors="replace")
        target.write_text(varied(text, copy), encoding="utf-8")


def _vectors(index: Index) -> Iterator[tuple[str, Matrix]]:
    """Every text of an index with what it was embedded to."""
    for id_ in range(index.manifest.chunks):
        (passage,) = index.passages([id_])
        yield placed(passage.title, passage.heading, passage.text), index.chunk_vector(id_)
        units = index.unit_vectors(passage)
        yield from ((unit.text, row) for unit, row in zip(passage.units, units, strict=True))
    for slug in index.titles:
        note = index.note(slug)
        if note is not None:
            texts = (f"{note.title}. {note.summary}".strip(), *note.questions)
            yield from zip(texts, index.hint_vectors(slug), strict=False)


def _key(text: str) -> str:
    return _NUMBER.sub("", text)
