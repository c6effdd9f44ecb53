"""The second yardstick: llama.cpp on the packaged GGUF, if its Python package is installed."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from service.answering.prompt import Prompt
from service.benchmark.yardstick import Written

PACKAGE = "llama_cpp"
_CONTEXT = 4096  # tokens; a word prompt has some 300


def is_installed() -> bool:
    return find_spec(PACKAGE) is not None


class PlainLlama:
    """A GGUF file, run by llama.cpp with as many threads as torch has."""

    name = "llama.cpp"

    def __init__(self, weights: Path, threads: int, rendered: Callable[[Prompt], str]) -> None:
        """`rendered` puts a prompt into the model's chat template."""
        self._rendered = rendered
        self._llama = import_module(PACKAGE).Llama(
            str(weights),
            n_ctx=_CONTEXT,
            n_threads=threads,
            n_threads_batch=threads,
            verbose=False,
        )

    def write(self, prompt: Prompt, new_tokens: int) -> Written:
        began, first, written = time.perf_counter(), 0.0, 0
        text = self._rendered(prompt).encode()
        read = self._llama.tokenize(text, add_bos=False, special=True)
        # Not create_completion: that stops where the text ends, which may be sooner than ours.
        for _ in self._llama.generate(read, top_k=1, temp=0.0, repeat_penalty=1.0):
            first = first or time.perf_counter() - began
            written += 1
            if written == new_tokens:
                break
        return Written(len(read), written, first, time.perf_counter() - began)
