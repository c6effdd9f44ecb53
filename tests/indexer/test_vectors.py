from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from indexer import vectors
from indexer.embedding import Matrix
from indexer.errors import IndexBroken
from indexer.types import Hit
from indexer.vectors import Vectors, write_vectors

ROWS = np.array([[1, 0, 0], [0, 1, 0], [0.6, 0.8, 0]], dtype=np.float32)


def write(path: Path, matrix: Matrix, size: int = 2) -> Path:
    """Writes a matrix in blocks of `size` rows."""

    def blocks(step: int) -> Iterator[Matrix]:
        rows = matrix[::step]
        return (rows[at : at + size] for at in range(0, len(rows), size))

    write_vectors(path, blocks, *matrix.shape)
    return path


def test_search_gives_rows_by_cosine_best_first(tmp_path: Path) -> None:
    found = Vectors.load(write(tmp_path / "v", ROWS), 3, 3)
    hits = found.search(np.array([0, 1, 0], dtype=np.float32), 2)
    assert hits == [Hit(1, 1.0), Hit(2, pytest.approx(0.8))]


def test_more_asked_than_there_are(tmp_path: Path) -> None:
    question = ROWS[0]
    assert len(Vectors.load(write(tmp_path / "v", ROWS), 3, 3).search(question, 10)) == 3
    assert Vectors.load(write(tmp_path / "v", ROWS[:0]), 3, 0).search(question, 4) == []


def test_many_rows_take_one_byte_a_number_and_find_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = np.random.default_rng(0)
    matrix = chance.standard_normal((3_000, 64), dtype=np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    exact = Vectors.load(write(tmp_path / "exact", matrix, 500), 64, 3_000)
    monkeypatch.setattr(vectors, "_EXACT_UP_TO", 2_000)
    monkeypatch.setattr(vectors, "_SAMPLE", 1_000)
    small = Vectors.load(write(tmp_path / "small", matrix, 500), 64, 3_000)
    assert (tmp_path / "small").stat().st_size < 0.3 * (tmp_path / "exact").stat().st_size
    found = 0
    for question in matrix[::100]:
        found += len(
            {h.id for h in exact.search(question, 10)} & {h.id for h in small.search(question, 10)}
        )
    assert found >= 0.95 * 10 * 30


def test_written_and_loaded_are_the_same(tmp_path: Path) -> None:
    write(tmp_path / "v", ROWS)
    loaded = Vectors.load(tmp_path / "v", 3, 3)
    assert np.array_equal(loaded.rows(0, 3), ROWS)
    assert np.array_equal(loaded.rows(1, 2), ROWS[1:])
    assert loaded.rows(3, 0).shape == (0, 3)


def test_sizes_are_checked(tmp_path: Path) -> None:
    write(tmp_path / "v", ROWS)
    for dimension, rows in ((4, 3), (3, 2)):
        with pytest.raises(IndexBroken, match="build the index again"):
            Vectors.load(tmp_path / "v", dimension, rows)


@pytest.mark.parametrize("content", [b"", b"nonsense", None])
def test_what_is_no_vector_file_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "v"
    write(path, ROWS)
    path.write_bytes(path.read_bytes()[:-7] if content is None else content)
    with pytest.raises(IndexBroken, match="'v' cannot be read: build the index again"):
        Vectors.load(path, 3, 3)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexBroken, match="build the index again"):
        Vectors.load(tmp_path / "gone", 3, 3)
