from __future__ import annotations

from service.answering.prompt_lookup import LONGEST, guess

PROMPT = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 6, 7, 20]


def test_what_followed_in_the_prompt_is_guessed() -> None:
    assert guess(PROMPT, [1, 6, 7]) == [8, 9, 10, 11, 12, 13, 14]
    assert len(guess(PROMPT, [1, 6, 7])) == LONGEST


def test_three_equal_tokens_go_before_two() -> None:
    assert guess(PROMPT, [15, 6, 7]) == [20]


def test_nothing_is_guessed_without_a_match() -> None:
    assert guess(PROMPT, [1, 2]) == []
    assert guess(PROMPT, [6]) == []
    assert guess(PROMPT, []) == []
    assert guess([], [1, 2, 3]) == []
    assert guess(PROMPT, [7, 20]) == []
