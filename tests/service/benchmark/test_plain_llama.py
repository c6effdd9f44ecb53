from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest

from service.answering.prompt import Prompt
from service.benchmark.plain_llama import PlainLlama


class EndlessLlama:
    """The two calls of llama_cpp.Llama that the yardstick makes."""

    def __init__(self, path: str, **settings: object) -> None:
        self.settings = settings

    def tokenize(self, text: bytes, *, add_bos: bool, special: bool) -> list[int]:
        assert special
        assert not add_bos
        return list(text)

    def generate(self, tokens: Sequence[int], **sampling: float) -> Iterator[int]:
        assert sampling["temp"] == 0
        return count()


def test_it_writes_as_many_tokens_as_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "llama_cpp", SimpleNamespace(Llama=EndlessLlama))
    llama = PlainLlama(Path("model.gguf"), 2, lambda prompt: prompt.user)
    written = llama.write(Prompt("s", "hello"), 7)
    assert (written.prompt_tokens, written.new_tokens) == (5, 7)
    assert 0 < written.first_s <= written.total_s
