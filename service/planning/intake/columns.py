"""Two columns that were copied line by line, put one below the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_GAP = re.compile(r"(?<=\S)[ ]{3,}(?=\S)")
_FEWEST = 6  # lines in which both columns stand
_DATE = re.compile(r"(?:19|20)\d\d")
_LONGEST = 400  # characters of a row
_WIDEST = 20  # columns of text at which a second one begins at least


def in_one_column(rows: Sequence[str]) -> list[str]:
    """The left column and then the right one; the rows as they are if there is one column.

    Dates on the left belong to what stands beside them: then nothing is moved.
    """
    at = _second_column(rows)
    if at is None:
        return list(rows)
    top, bottom = _extent(rows, at)
    left = [row[:at].rstrip() for row in rows[top:bottom]]
    right = [row[at:].strip() for row in rows[top:bottom]]
    return [*rows[:top], *left, "", *right, "", *rows[bottom:]]


def _second_column(rows: Sequence[str]) -> int | None:
    """Where the second column begins, if there is one beside the first on enough lines."""
    starts: Counter[int] = Counter()
    several = 0
    for row in rows:
        gaps = [match.end() for match in _GAP.finditer(row.rstrip()[:_LONGEST])]
        several += len(gaps) > 1
        indent = len(row) - len(row.lstrip(" "))
        starts.update(gaps[:1] or ([indent] if indent >= _WIDEST else []))
    if not starts:
        return None
    at, count = max(starts.items(), key=lambda entry: (entry[1], -entry[0]))
    if at < _WIDEST:
        return None
    top, bottom = _extent(rows, at)
    within = [row for row in rows[top:bottom] if row.strip()]
    beside = [row for row in within if _is_beside(row, at)]
    if len(beside) < _FEWEST or count < len(within) / 3 or several > count / 3:
        return None
    if "|" in "".join(row[:2] for row in beside):
        return None
    dated = sum(bool(_DATE.search(row[:at])) for row in beside)
    return at if dated < len(beside) / 4 else None


def _extent(rows: Sequence[str], at: int) -> tuple[int, int]:
    """The rows from the first that stands in two columns to the last before one that runs over."""
    top = next((n for n, row in enumerate(rows) if _is_beside(row, at)), len(rows))
    bottom = next((n for n in range(top, len(rows)) if not _is_parted(rows[n], at)), len(rows))
    return top, bottom


def _is_beside(row: str, at: int) -> bool:
    return bool(row[:at].strip() and row[at:].strip()) and row[at - 2 : at] == "  "


def _is_parted(row: str, at: int) -> bool:
    return len(row) <= at or row[at - 1] == " " or not row[:at].strip()
