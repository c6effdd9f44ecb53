from __future__ import annotations

import pytest

from service.answering.conversation import Conversations, Turn
from service.answering.understand import understand

LAST = Turn("What should I learn in month 3?", "The roadmap")


def test_a_greeting_before_a_question_is_dropped() -> None:
    assert understand("Hello, what is a tensor?", None).question == "what is a tensor?"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("and in month 2?", "What should I learn in month 3, in month 2?"),
        ("why?", "What should I learn in month 3: why?"),
        ("How long does it take?", "How long does The roadmap take?"),
    ],
)
def test_a_follow_up_is_made_to_stand_alone(text: str, expected: str) -> None:
    understood = understand(text, LAST)
    assert understood.rewritten
    assert understood.question == expected


def test_without_a_conversation_nothing_is_rewritten() -> None:
    assert not understand("why?", None).rewritten


def test_a_new_topic_is_left_alone() -> None:
    assert not understand("What does loss.backward() do?", LAST).rewritten


def test_the_longest_untouched_conversation_is_forgotten() -> None:
    conversations = Conversations(capacity=2)
    for name in ("a", "b", "c"):
        conversations.remember(name, LAST)
    assert conversations.last("a") is None
    assert conversations.last("c") == LAST
