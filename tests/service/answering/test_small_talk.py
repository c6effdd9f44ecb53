from __future__ import annotations

import pytest

from indexer.embedding import WordsEmbedder
from service.answering.small_talk import SmallTalk, without_greeting

WORDS = WordsEmbedder()
TALK = SmallTalk(WORDS)


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("hi", "Hello"),
        ("Hello!", "Hello"),
        ("heyyyy :)", "Hello"),
        ("thanks \U0001f64f", "welcome"),
        ("Thank you so much!!", "welcome"),
        ("ok", "Good."),
        ("hello!!thanks,bye", "Goodbye"),
        ("What’s up?", "well, thank you"),
        ("Who are you?", "cites the passage"),
    ],
)
def test_small_talk_gets_its_line(text: str, reply: str) -> None:
    assert reply in (TALK.exact(text) or "")


@pytest.mark.parametrize(
    "text",
    [
        "hi, what is a tensor?",
        "What is a hi-fi?",
        "thanks to which skills do I fit?",
        "help me learn",
        "ok, and what about month 4?",
        "",
        "?!",
    ],
)
def test_questions_are_no_small_talk(text: str) -> None:
    assert TALK.exact(text) is None


def test_other_words_for_the_same_are_recognised_by_meaning() -> None:
    assert "welcome" in (TALK.near(WORDS.embed_question("so very helpful thanks")) or "")
    assert (
        TALK.near(
            WORDS.embed_question("describe backpropagation through several convolutional layers")
        )
        is None
    )


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Hello, what is a tensor?", "what is a tensor?"),
        ("good morning! why does loss go up", "why does loss go up"),
        ("hi", "hi"),
        ("high variance, what is it", "high variance, what is it"),
    ],
)
def test_a_greeting_before_a_question_is_dropped(text: str, left: str) -> None:
    assert without_greeting(text) == left
