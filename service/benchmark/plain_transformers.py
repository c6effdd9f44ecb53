"""The first yardstick: plain `transformers.generate`, in the numbers the weights come in."""

from __future__ import annotations

import time
from typing import Any

from service.answering.prompt import Prompt
from service.benchmark.yardstick import Written


class PlainTransformers:
    """The model of a folder in float32 on the CPU, nothing done to make it faster."""

    name = "transformers.generate"

    def __init__(self, model: str) -> None:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        self._tokenizer = AutoTokenizer.from_pretrained(model, local_files_only=True)
        self._model = AutoModelForCausalLM.from_pretrained(
            model, dtype=torch.float32, local_files_only=True
        ).eval()

    def count(self, text: str) -> int:
        """How many tokens a text has."""
        return len(self._tokenizer(text, add_special_tokens=False).input_ids)

    def rendered(self, prompt: Prompt) -> str:
        """The prompt in the model's chat template, as every way of running it reads it."""
        messages = [
            {"role": "system", "content": prompt.system},
            {"role": "user", "content": prompt.user},
        ]
        text: str = self._tokenizer.apply_chat_template(
            messages, tokenize=False, add_generation_prompt=True
        )
        return text

    def write(self, prompt: Prompt, new_tokens: int) -> Written:
        return self._generate(prompt, max_new_tokens=new_tokens, min_new_tokens=new_tokens)

    def write_to_end(self, prompt: Prompt, most: int) -> Written:
        """Until the text ends or has so many new tokens."""
        return self._generate(prompt, max_new_tokens=most)

    def _generate(self, prompt: Prompt, **lengths: int) -> Written:
        import torch

        clock = _Clock()
        began = time.perf_counter()
        given = self._tokenizer(
            self.rendered(prompt), add_special_tokens=False, return_tensors="pt"
        )
        with torch.inference_mode():
            written = self._model.generate(
                **given,
                do_sample=False,
                streamer=clock,
                pad_token_id=self._tokenizer.eos_token_id,
                **lengths,
            )
        total, read = time.perf_counter() - began, given.input_ids.shape[1]
        return Written(read, written.shape[1] - read, clock.first - began, total)


class _Clock:
    """A streamer that keeps when the first new token came; the prompt is put before it."""

    def __init__(self) -> None:
        self.first = 0.0
        self._puts = 0

    def put(self, value: Any) -> None:
        del value
        self._puts += 1
        if self._puts == 2:
            self.first = time.perf_counter()

    def end(self) -> None:
        pass


def threads() -> int:
    """How many threads torch computes with."""
    import torch

    return int(torch.get_num_threads())
