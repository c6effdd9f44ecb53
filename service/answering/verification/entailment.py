"""How likely it is that evidence supports a sentence, by a model that was trained for it.

It is the packaged embedder, reading evidence and sentence together, with what training changed of its
layers kept beside this file as factors of low rank (`training/` has the records and the recipe).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from indexer.errors import ModelMissing
from indexer.model_files import EMBEDDER, packaged_file

if TYPE_CHECKING:
    import torch

WEIGHTS = Path(__file__).with_name("entailment.safetensors")
LONGEST = 192  # tokens of evidence and sentence together
UP, DOWN = ".up", ".down"  # the factors of what training added to a matrix


_BESIDE = 75  # words of evidence that a sentence is judged by, as many as the model was trained on


class Entailment(Protocol):
    """Says how far a text bears out a sentence."""

    def likelihood(self, evidence: str, sentence: str) -> float:
        """From 0 to 1."""


class TrainedEntailment:
    """The packaged model. Its weights are loaded at the first sentence; safe to share by threads.

    Raises ModelMissing if the embedder's package is not installed or the weights are not there.
    """

    def __init__(self, weights: Path = WEIGHTS) -> None:
        self._base = packaged_file(EMBEDDER, "model/model.safetensors").parent
        self._weights = weights
        if not weights.is_file():
            raise ModelMissing(f"The file '{weights.name}' is missing: install Onramp again.")
        self._lock = Lock()

    def likelihood(self, evidence: str, sentence: str) -> float:
        import torch

        with self._lock, torch.inference_mode():
            model, tokenizer = self._loaded
            pair = tokenizer(
                sentence,
                evidence,
                truncation="only_second",
                max_length=LONGEST,
                return_tensors="pt",
            )
            return float(torch.sigmoid(model(**pair)))

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        from transformers import AutoTokenizer

        tokenizer = AutoTokenizer.from_pretrained(str(self._base), local_files_only=True)
        return load(self._base, self._weights), tokenizer


def nearest_texts(texts: Sequence[str], cosines: Sequence[float]) -> list[int]:
    """The texts by which a sentence is judged, in their order: those nearest to it, as room allows."""
    first, *others = sorted(range(len(texts)), key=lambda at: -cosines[at])
    taken, room = [first], _BESIDE - len(texts[first].split())
    for at in others:
        size = len(texts[at].split())
        if size <= room:
            taken.append(at)
            room -= size
    return sorted(taken)


@cache
def trained_entailment() -> TrainedEntailment:
    """The one of this process. Raises ModelMissing."""
    return TrainedEntailment()


def load(base: Path, weights: Path) -> torch.nn.Module:
    """The base model with what training changed, in float32, ready to judge."""
    from safetensors.torch import load_file

    from service.answering.verification.pair_encoder import PairEncoder

    model = PairEncoder(json.loads((base / "config.json").read_bytes()))
    model.start_from(load_file(base / "model.safetensors"))
    state = model.state_dict()
    changed = {name: value.float() for name, value in load_file(weights).items()}
    for name, value in changed.items():
        if name.endswith(UP):
            matrix = name.removesuffix(UP)
            state[matrix] = state[matrix] + value @ changed[matrix + DOWN]
        elif not name.endswith(DOWN):
            state[name] = value
    model.load_state_dict(state)
    return model.eval()
