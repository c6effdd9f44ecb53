"""Short quotes of matched words; nothing that stands beside them gets in."""

from __future__ import annotations

from collections.abc import Sequence

from service.planning.intake.tokens import Token

LONGEST = 80  # characters


def quote(words: Sequence[Token] | str) -> str:
    """The words as they stood, cut at 80 characters."""
    if not isinstance(words, str):
        words = "".join(f"{token.glue}{token.text}" for token in words)
    words = " ".join(words.split()).strip("- ")
    return words if len(words) <= LONGEST else words[: LONGEST - 3].rstrip() + "..."
