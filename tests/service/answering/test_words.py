from __future__ import annotations

import pytest

from service.answering.words import names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("How does JAX differ from PyTorch?", ["JAX", "PyTorch"]),
        ("is HTTP2 or quicGo faster, and HTTP2 cheaper", ["HTTP2", "quicGo"]),
        ("What is a queue? Why is it full? I'm lost", []),
        ("PLEASE HELP WITH MY QUEUE", []),
        ("loss.backward() and zero_grad", []),
        ("", []),
    ],
)
def test_names_inside_sentences(text: str, found: list[str]) -> None:
    assert names(text) == found
