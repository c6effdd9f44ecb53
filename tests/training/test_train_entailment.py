"""A short training of the real network, and its way into a file and back."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import AutoTokenizer

from indexer.model_files import EMBEDDER, packaged_file
from service.answering.verification.entailment import load
from service.answering.verification.pair_encoder import PairEncoder
from training.factors import factored
from training.records import Example
from training.train_entailment import train

pytestmark = [pytest.mark.models, pytest.mark.slow]
FITTING = Example("question", "how long must it stand", "Let it stand for an hour.", True)
OTHER = Example("question", "how long must it stand", "Rinse it with cold water.", False)


def test_training_learns_and_is_kept_in_few_numbers(tmp_path: Path) -> None:
    random.seed(1)
    torch.manual_seed(1)
    base = packaged_file(EMBEDDER, "model/model.safetensors").parent
    before = load_file(base / "model.safetensors")
    tokenizer = AutoTokenizer.from_pretrained(str(base), local_files_only=True)
    model = PairEncoder(json.loads((base / "config.json").read_bytes()))
    model.start_from(before)
    train([FITTING, OTHER] * 64, model, tokenizer, rounds=4, frozen=3)
    file = tmp_path / "trained.safetensors"
    save_file(factored(model.state_dict(), before, rank=16), file)
    assert file.stat().st_size < (base / "model.safetensors").stat().st_size / 20
    kept = load(base, file)
    odds = [_odds(one, tokenizer) for one in (model.eval(), kept)]
    assert all(fitting > 0 > other for fitting, other in odds)


def _odds(model: torch.nn.Module, tokenizer: AutoTokenizer) -> tuple[float, float]:
    pairs = tokenizer(
        [FITTING.said, OTHER.said], [FITTING.text, OTHER.text], padding=True, return_tensors="pt"
    )
    with torch.inference_mode():
        fitting, other = model(**pairs)[:, 0].tolist()
    return fitting, other
