"""Guesses what a model writes next from what it was given: answers copy much of their evidence.

The model checks a whole guess in one step, which costs little more than a step of one token, so the
text is the same as without guessing and comes sooner. Idea: A. Saxena, prompt lookup decoding, 2023.
"""

from __future__ import annotations

from collections.abc import Sequence

LONGEST = 7  # tokens guessed: a step of eight costs about one and a half steps of one
_MATCHED = (3, 2)  # tokens that have to be the same before the guess


def guess(prompt: Sequence[int], written: Sequence[int]) -> list[int]:
    """The tokens that followed the last ones written where they stood in the prompt; may be none."""
    for length in _MATCHED:
        if len(written) < length:
            continue
        tail = list(written[-length:])
        for start in range(len(prompt) - length):  # what matches has to be followed by something
            if list(prompt[start : start + length]) == tail:
                follows = start + length
                return list(prompt[follows : follows + LONGEST])
    return []
