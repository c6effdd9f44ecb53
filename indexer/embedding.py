"""The contract of an embedder, and one that needs no weights."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


class Embedder(Protocol):
    """Turns text into vectors of length one.

    `digest` identifies the weights: an index is only ever read with the embedder that made it.
    """

    @property
    def name(self) -> str: ...

    @property
    def digest(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    @property
    def window(self) -> int:
        """How many tokens of a text are read; what comes after is not seen."""

    def count_tokens(self, text: str) -> int:
        """How much of the embedder's window a text takes."""

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """float32[len(texts), dimension], rows of length one."""

    def embed_question(self, text: str) -> Matrix:
        """float32[dimension], length one."""


class WordsEmbedder:
    """A bag of words, hashed: no weights, no meaning, exact to compute by hand.

    Each word in small letters adds one to the place crc32(word) mod `dimension`; the sum is scaled
    to length one. Fit for tests and for trying the indexer out on a machine without the model.
    """

    name = "words"

    def __init__(self, dimension: int = 256) -> None:
        self.dimension = dimension
        self.window = 1_000_000  # it reads everything
        self.digest = hashlib.sha256(f"words-{dimension}".encode()).hexdigest()

    def count_tokens(self, text: str) -> int:
        return len(re.findall(r"\w+|[^\w\s]", text))

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        matrix = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(matrix, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()):
                row[zlib.crc32(word.encode()) % self.dimension] += 1
        lengths: Matrix = np.linalg.norm(matrix, axis=1, keepdims=True)
        return np.divide(matrix, np.maximum(lengths, 1e-12), dtype=np.float32)

    def embed_question(self, text: str) -> Matrix:
        vector: Matrix = self.embed_passages([text])[0]
        return vector
