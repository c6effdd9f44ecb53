"""The real embedder. The only file that imports sentence_transformers, and only when it must."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from indexer.embedding import Matrix
from indexer.errors import ModelMissing
from indexer.model_files import EMBEDDER, digest_of, packaged_file

_FILES = ("modules.json", "config.json", "model.safetensors", "tokenizer.json")
_BATCH = 32


class SentenceEmbedder:
    """A sentence-transformers model from a local folder; all-MiniLM-L6-v2 as it is packaged.

    The weights are loaded at the first text: counting tokens and naming the model cost little, so an
    index that is up to date is recognised without them. Raises ModelMissing if files are missing.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or packaged_file(EMBEDDER, "model/modules.json").parent
        weights = self._folder / "model.safetensors"
        vocabulary = self._folder / "tokenizer.json"
        lacking = [name for name in _FILES if not (self._folder / name).is_file()]
        if lacking:
            raise ModelMissing(
                f"The embedder's folder '{self._folder.name}' lacks {', '.join(lacking)}: set "
                "ONRAMP_EMBEDDER to the folder of a sentence-transformers model."
            )
        self.name = "all-MiniLM-L6-v2" if folder is None else self._folder.name
        self.digest = digest_of(weights)
        self.dimension = int(json.loads((self._folder / "config.json").read_bytes())["hidden_size"])
        self.window = self._read_window()
        self._tokenizer = Tokenizer.from_file(str(vocabulary))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def _read_window(self) -> int:
        """Tokens that the model reads: the least of what its files allow.

        Where the limit stands has changed between versions of sentence-transformers.
        """
        places = (
            ("sentence_bert_config.json", "max_seq_length"),
            ("tokenizer_config.json", "model_max_length"),
            ("config.json", "max_position_embeddings"),
        )
        files = [(self._folder / name, field) for name, field in places]
        said = [json.loads(file.read_bytes()).get(field) for file, field in files if file.is_file()]
        return min(int(limit) for limit in said if limit)

    @cached_property
    def _model(self) -> Any:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()
        return SentenceTransformer(str(self._folder), device="cpu", local_files_only=True)

    def count_tokens(self, text: str) -> int:
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """float32[len(texts), dimension]; a text over the window is read to there."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return self._encode(list(texts))

    def embed_question(self, text: str) -> Matrix:
        vector: Matrix = self._encode([text])[0]
        return vector

    def _encode(self, texts: list[str]) -> Matrix:
        matrix = self._model.encode(
            texts, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.ascontiguousarray(matrix, dtype=np.float32)
