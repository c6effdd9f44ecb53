from __future__ import annotations

import pytest

from service.insights.redact import LONGEST, redact


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("mail jane.doe+x@mail.example.co.uk please", "mail [email] please"),
        ("see https://intra.example/u/jane?x=1 now", "see [link] now"),
        ("ask @janedoe about it", "ask [name] about it"),
        ("why does 10.0.3.17 fail", "why does [address] fail"),
        ("call +44 (20) 7946-0958", "call [number]"),
        ("my key is onramp_0a1b2c3d4e5f_abcdef0123456789", "my key is [key]"),
        ("My name is Jane Doe, what next?", "My name is [name], what next?"),
        ("does Dr. Ng teach it?", "does Dr. [name] teach it?"),
        ("two\nlines\tand  spaces", "two lines and spaces"),
    ],
)
def test_what_identifies_somebody_is_taken_out(said: str, shown: str) -> None:
    assert redact(said) == shown


@pytest.mark.parametrize(
    "said",
    [
        "How does GPT-4 differ from BERT-base?",
        "Is 0.5 a good threshold, or 0.25?",
        "Which of Python 3.11 and 3.12.1 does torch 2.13.0 take?",
        "What does loss.backward() do in 10000 steps?",
        "This is about PyTorch: why is it slow?",
    ],
)
def test_what_belongs_to_the_question_stays(said: str) -> None:
    assert redact(said) == said


def test_a_long_question_is_cut_between_words() -> None:
    shown = redact("word " * 400)
    assert len(shown) <= LONGEST + 2
    assert shown.endswith("word …")
