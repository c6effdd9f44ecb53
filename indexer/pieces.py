"""Cuts a block that is over its limit, at the coarsest seam that helps.

A list is cut between its items, code at its blank lines, a table between its rows, a paragraph
between its sentences; what is still too long, at lines, then at words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from indexer.types import Block

CountTokens = Callable[[str], int]

_LINE = r"(?<=\n)"
_WORD = r"(?<=\s)(?=\S)|(?<=\S{80})"
_SEAMS = {
    "bullet_list_open": r"(?<=\n)(?=[-*+]\s)",
    "ordered_list_open": r"(?<=\n)(?=\d{1,9}[.)]\s)",
    "fence": r"(?<=\n\n)(?=\S)",
    "code_block": r"(?<=\n\n)(?=\s*\S)",
    "table_open": _LINE,
    "paragraph_open": r"(?<=[.!?]\s)(?=\S)|(?<=[。！？])",
}
KEPT_WHOLE = ("fence", "code_block", "table_open")


def pieces(
    block: Block, body: str, count: CountTokens, largest: int, whole: int
) -> Iterator[Block]:
    """The block itself, or its pieces of at most `largest` tokens if it is over its limit.

    Code and tables have the limit `whole`, everything else `largest`. The pieces touch and cover
    the block; each carries what must stand around it to be read as what it was.
    """
    text = body[block.start : block.end]
    if count(text) <= (whole if block.kind in KEPT_WHOLE else largest):
        yield block
        return
    before, after = _frame(block.kind, text)
    seams = [_SEAMS.get(block.kind, _LINE), _LINE, _WORD]
    offset = 0
    for part in _packed(text, seams, count, largest):
        end = offset + len(part)
        yield replace(
            block,
            start=block.start + offset,
            end=block.start + end,
            before=before if offset else "",
            after=after if end < len(text) else "",
        )
        offset = end


def _packed(text: str, seams: list[str], count: CountTokens, largest: int) -> Iterator[str]:
    """The text in parts of at most `largest` tokens, cut at the first seam that it has.

    The sizes of parts are added up rather than counted again when joined: a long text would cost
    the square of its length otherwise.
    """
    pending, size = "", 0
    for part in re.split(seams[0], text):
        tokens = count(part)
        if pending and size + tokens > largest:
            yield pending
            pending, size = "", 0
        if tokens > largest and len(seams) > 1:
            yield from _packed(part, seams[1:], count, largest)
            continue
        pending += part
        size += tokens
    if pending:
        yield pending


def _frame(kind: str, text: str) -> tuple[str, str]:
    """What a later piece needs before it, and an earlier one after it."""
    lines = text.split("\n")
    if kind == "fence":
        fence = re.match(r"\s*(`{3,}|~{3,})", lines[0])
        return lines[0] + "\n", "\n" + (fence[1] if fence else "```")
    if kind == "table_open":
        return "\n".join(lines[:2]) + "\n", ""
    return "", ""
