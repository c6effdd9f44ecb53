from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from indexer.embedding import Matrix, WordsEmbedder
from indexer.embedding_cache import EmbeddingCache
from tests.indexer.conftest import CountingEmbedder


def embed(path: Path, embedder: WordsEmbedder, texts: Sequence[str]) -> tuple[Matrix, int]:
    with closing(EmbeddingCache(path, embedder)) as cache:
        embedded = cache.fill(iter(texts), lambda more: None)
        cache.forget_unused()
        blocks = list(cache.rows(iter(texts)))
    empty = np.zeros((0, embedder.dimension), dtype=np.float32)
    return np.concatenate([empty, *blocks]), embedded


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache.sqlite"


def test_a_text_is_embedded_once(path: Path, embedder: CountingEmbedder) -> None:
    texts = ["b b", "a", "b b", "ccc"]
    matrix, embedded = embed(path, embedder, texts)
    assert np.array_equal(matrix, WordsEmbedder(64).embed_passages(texts))
    assert (embedded, sorted(embedder.seen)) == (3, ["a", "b b", "ccc"])
    again, embedded = embed(path, embedder, [*texts, "new"])
    assert np.array_equal(again[:4], matrix)
    assert (embedded, embedder.seen[3:]) == (1, ["new"])


def test_nothing_to_embed(path: Path, embedder: CountingEmbedder) -> None:
    matrix, embedded = embed(path, embedder, [])
    assert (matrix.shape, embedded, embedder.seen) == ((0, 64), 0, [])


def test_what_is_not_asked_for_is_forgotten(path: Path, embedder: CountingEmbedder) -> None:
    embed(path, embedder, ["a", "b"])
    embed(path, embedder, ["b"])
    assert embed(path, embedder, ["a", "b"])[1] == 1


def test_embedders_do_not_share_vectors(path: Path, embedder: CountingEmbedder) -> None:
    embed(path, embedder, ["a"])
    matrix, embedded = embed(path, WordsEmbedder(32), ["a"])
    assert (matrix.shape, embedded) == ((1, 32), 1)


def test_progress_counts_up_batch_by_batch(path: Path, embedder: CountingEmbedder) -> None:
    told: list[int] = []
    texts = [*map(str, range(600)), "7", "8"]
    for _ in range(2):
        with closing(EmbeddingCache(path, embedder)) as cache:
            cache.fill(texts, told.append)
    assert told == [2, 256, 256, 88, 602]


def test_more_than_a_window_of_texts(path: Path, embedder: CountingEmbedder) -> None:
    texts = [f"{at % 12_000} words" for at in range(20_000)]
    matrix, embedded = embed(path, embedder, texts)
    assert (embedded, len(embedder.seen)) == (12_000, 12_000)
    assert np.array_equal(matrix, WordsEmbedder(64).embed_passages(texts))
    assert embed(path, embedder, texts[:9_000])[1] == 0
    assert embed(path, embedder, texts)[1] == 3_000


@pytest.mark.parametrize("damage", ["garbage", "cut", "header"])
def test_a_damaged_cache_is_made_anew(path: Path, embedder: CountingEmbedder, damage: str) -> None:
    texts = [f"text {at}" for at in range(400)]
    embed(path, embedder, texts)
    whole = path.read_bytes()
    broken = {"garbage": b"no database" * 99, "cut": whole[:9000], "header": b"x" * 64 + whole[64:]}
    path.write_bytes(broken[damage])
    matrix, embedded = embed(path, embedder, texts)
    assert embedded == 400
    assert np.array_equal(matrix, WordsEmbedder(64).embed_passages(texts))


def test_an_interrupted_run_keeps_its_batches(path: Path, embedder: CountingEmbedder) -> None:
    class Failing(WordsEmbedder):
        def embed_passages(self, texts: Sequence[str]) -> Matrix:
            if "999" in texts:
                raise KeyboardInterrupt
            return super().embed_passages(texts)

    texts = [str(at) for at in range(1000)]
    with pytest.raises(KeyboardInterrupt):
        embed(path, Failing(64), texts)
    assert embed(path, embedder, texts)[1] == 1000 - 3 * 256
