"""Small worlds for the indexer's tests: folders of notes, and an embedder that counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from indexer.embedding import Matrix, WordsEmbedder

Write = Callable[[Mapping[str, str | bytes]], Path]


class CountingEmbedder(WordsEmbedder):
    """Remembers every text it was given."""

    def __init__(self, dimension: int = 64) -> None:
        super().__init__(dimension)
        self.seen: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        self.seen += texts
        return super().embed_passages(texts)


@pytest.fixture
def embedder() -> CountingEmbedder:
    return CountingEmbedder()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes files below one folder of the test and gives the folder."""

    def files(contents: Mapping[str, str | bytes]) -> Path:
        folder = tmp_path / "world"
        folder.mkdir(exist_ok=True)
        for name, content in contents.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return files
