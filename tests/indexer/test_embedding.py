from __future__ import annotations

import zlib

import numpy as np
import pytest

from indexer.embedding import WordsEmbedder


def test_by_hand() -> None:
    embedder = WordsEmbedder(1000)
    vector = embedder.embed_question("Cat cat, dog!")
    cat, dog = (zlib.crc32(word) % 1000 for word in (b"cat", b"dog"))
    assert vector[cat] == pytest.approx(2 / 5**0.5)
    assert vector[dog] == pytest.approx(1 / 5**0.5)
    assert np.count_nonzero(vector) == 2


def test_shapes_lengths_and_rows() -> None:
    embedder = WordsEmbedder(16)
    texts = ["one two", "три", "語"]
    matrix = embedder.embed_passages(texts)
    assert (matrix.shape, matrix.dtype) == ((3, 16), np.float32)
    assert np.linalg.norm(matrix, axis=1) == pytest.approx(1)
    for row, text in zip(matrix, texts, strict=True):
        assert np.array_equal(row, embedder.embed_question(text))
    assert embedder.embed_passages([]).shape == (0, 16)


def test_no_words_is_zero_and_no_warning() -> None:
    assert not WordsEmbedder(8).embed_question("?!").any()


def test_digest_tells_embedders_apart() -> None:
    assert WordsEmbedder(8).digest == WordsEmbedder(8).digest
    assert WordsEmbedder(8).digest != WordsEmbedder(9).digest


def test_tokens_are_words_and_marks() -> None:
    count = WordsEmbedder().count_tokens
    assert [count(text) for text in ("", " \n", "a b", "x = f(1)", "не, да")] == [0, 0, 2, 6, 3]
