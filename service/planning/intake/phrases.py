"""Phrases found in tokens, the longest first, one dictionary step a token."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

from service.planning.intake.tokens import Token, keys

T = TypeVar("T")
_VALUE = ""  # no token has this for its key


class Phrases(Generic[T]):
    """Values under phrases. Case and accents don't count; a hyphen is as good as a space."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._root: dict[str, Any] = {}
        for phrase, value in entries:
            node = self._root
            for key in keys(phrase):
                node = node.setdefault(key, {})
            node.setdefault(_VALUE, value)

    def match(
        self, tokens: Sequence[Token], at: int, skip: frozenset[str] = frozenset()
    ) -> tuple[int, T] | None:
        """Where the longest phrase that begins at a token ends, and its value.

        Words of `skip` may stand between the words of a phrase, two in a row at most.
        """
        node = self._root.get(tokens[at].fold)
        found: tuple[int, T] | None = None
        end, skipped = at + 1, 0
        while node is not None:
            if _VALUE in node:
                found = end, node[_VALUE]
            while end < len(tokens) and skipped < 2 and tokens[end].fold in skip:
                if tokens[end].key in node:
                    break
                end, skipped = end + 1, skipped + 1
            if end >= len(tokens):
                break
            node, end = node.get(tokens[end].key), end + 1
        return found

    def whole(self, text: str) -> T | None:
        """The value of a text that is one phrase and nothing else."""
        node: dict[str, Any] | None = self._root
        for key in keys(text):
            node = node.get(key) if node else None
        return node.get(_VALUE) if node else None
