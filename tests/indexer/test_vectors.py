from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.errors import IndexBroken
from indexer.types import Hit
from indexer.vectors import Vectors

ROWS = np.array([[1, 0, 0], [0, 1, 0], [0.6, 0.8, 0]], dtype=np.float32)


def test_search_gives_rows_by_cosine_best_first() -> None:
    hits = Vectors.of(ROWS).search(np.array([0, 1, 0], dtype=np.float32), 2)
    assert hits == [Hit(1, 1.0), Hit(2, pytest.approx(0.8))]


def test_more_asked_than_there_are() -> None:
    question = ROWS[0]
    assert len(Vectors.of(ROWS).search(question, 10)) == 3
    assert Vectors.of(ROWS[:0]).search(question, 4) == []


def test_saved_and_loaded_are_the_same(tmp_path: Path) -> None:
    Vectors.of(ROWS).save(tmp_path / "v")
    loaded = Vectors.load(tmp_path / "v", 3, 3)
    assert np.array_equal(loaded.rows(0, 3), ROWS)
    assert np.array_equal(loaded.rows(1, 2), ROWS[1:])
    assert loaded.rows(3, 0).shape == (0, 3)


def test_sizes_are_checked(tmp_path: Path) -> None:
    Vectors.of(ROWS).save(tmp_path / "v")
    for dimension, rows in ((4, 3), (3, 2)):
        with pytest.raises(IndexBroken, match="build the index again"):
            Vectors.load(tmp_path / "v", dimension, rows)


@pytest.mark.parametrize("content", [b"", b"nonsense", None])
def test_what_is_no_vector_file_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "v"
    Vectors.of(ROWS).save(path)
    path.write_bytes(path.read_bytes()[:-7] if content is None else content)
    with pytest.raises(IndexBroken, match="'v' cannot be read: build the index again"):
        Vectors.load(path, 3, 3)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexBroken, match="build the index again"):
        Vectors.load(tmp_path / "gone", 3, 3)
