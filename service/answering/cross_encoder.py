"""A cross-encoder from a local folder, such as one that was trained on MS MARCO."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from indexer.errors import ModelMissing
from service.answering.device import this_device

_LONGEST = 256  # tokens of question and passage together; the embedder reads as much


class CrossEncoderReranker:
    """Any model of a sentence-transformers CrossEncoder with one number a pair.

    Raises ModelMissing if the folder holds none. Safe to share by threads.
    """

    def __init__(self, folder: Path) -> None:
        from sentence_transformers import CrossEncoder
        from transformers.utils import logging

        logging.disable_progress_bar()
        self.name = folder.name
        _check(folder)
        try:
            self._model = CrossEncoder(
                str(folder),
                device=this_device().name,
                local_files_only=True,
                max_length=_LONGEST,
            )
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise ModelMissing(
                f"The reranker '{folder.name}' cannot be loaded ({type(error).__name__}). {_FIX}"
            ) from None
        self._lock = Lock()  # a tokenizer's settings are shared by those who call it

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        pairs = [(question, text) for text in texts]
        with self._lock:
            found = self._model.predict(pairs, batch_size=len(pairs), show_progress_bar=False)
        return [float(score) for score in found]


def _check(folder: Path) -> None:
    """Raises ModelMissing if the folder's description is not that of a model with one output.

    The libraries would load a plain encoder too, and give it an output layer made of chance.
    """
    try:
        described = json.loads((folder / "config.json").read_bytes())
        kinds = described.get("architectures") or []
        outputs = len(described.get("id2label") or ())
    except (OSError, ValueError, AttributeError):
        raise ModelMissing(
            f"The reranker '{folder.name}' has no readable config.json. {_FIX}"
        ) from None
    if not any(str(kind).endswith("ForSequenceClassification") for kind in kinds) or outputs != 1:
        raise ModelMissing(f"The model '{folder.name}' is no cross-encoder. {_FIX}")


_FIX = "Set ONRAMP_RERANKER to the folder of a cross-encoder with one output, or leave it out."
