"""Markdown blocks that a model writes, cut into the pieces that are checked one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

_MARK = re.compile(r"^\s*(?:[-*+•]|\d+[.)])\s+")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_RULE = re.compile(r"^[\s|:-]+$")


def list_items(text: str) -> Iterator[str]:
    """The items of a list without their marks; a line without a mark goes on with the item before."""
    item: list[str] = []
    for line in text.splitlines():
        if _MARK.match(line) and item:
            yield " ".join(item)
            item = []
        bare = _MARK.sub("", line).strip()
        if bare:
            item.append(bare)
    if item:
        yield " ".join(item)


def table_rows(text: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each row below the header: its line, and its filled cells with the names of their columns."""
    lines = [line for line in text.splitlines() if "|" in line and not _RULE.match(line)]
    if not lines:
        return
    names = _cells(lines[0])
    for line in lines[1:]:
        named = zip_longest(names, _cells(line), fillvalue="")
        yield line, [(_folded(name), _folded(cell)) for name, cell in named if cell]


def holds_code(evidence: Iterable[str], code: str) -> bool:
    """Whether one of some pieces of code holds all lines of another in a row, white space aside."""
    lines = _lines(code)
    wholes = map(_lines, evidence)
    return bool(lines) and any(
        whole[at : at + len(lines)] == lines for whole in wholes for at in range(len(whole))
    )


def holds_row(row: str, cells: Sequence[tuple[str, str]]) -> bool:
    """Whether a row of the notes ("name: cell; name: cell") has all cells, below the same names.

    A column that the row does not have by that name may hold any of its values.
    """
    theirs = [_named(part) for part in _folded(row).split("; ")]
    names = {name for name, _ in theirs}
    values = {value for _, value in theirs}
    return bool(cells) and all(
        (name, cell) in theirs if name in names else cell in values for name, cell in cells
    )


def holds_cells(text: str, cells: Sequence[tuple[str, str]]) -> bool:
    """Whether a sentence has all cells as whole words, in order."""
    rest = _folded(text)
    for _, cell in cells:
        found = re.search(rf"(?<!\w){re.escape(cell)}(?!\w)", rest)
        if found is None:
            return False
        rest = rest[found.end() :]
    return bool(cells)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _named(part: str) -> tuple[str, str]:
    name, colon, value = part.partition(": ")
    return (name, value) if colon else ("", name)


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[*`]", "", text).casefold().split())


def _lines(code: str) -> list[str]:
    bare = ("".join(line.split()) for line in code.splitlines() if not _FENCE.match(line))
    return [line for line in bare if line]
