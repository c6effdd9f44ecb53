"""The gaps as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from service.insights.gaps import Gap

_HEAD = ("suggested_title", "asked", "refused", "voted_down", "reasons", "nearest", "examples")


def as_csv(gaps: Sequence[Gap]) -> str:
    """Comma-separated lines with a head; a cell never begins a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_HEAD)
    for gap in gaps:
        near = ", ".join(topic.title for topic in gap.nearest)
        cells = (gap.title, gap.count, gap.refused, gap.voted_down)
        writer.writerow(
            [
                _harmless(cell)
                for cell in (*cells, ", ".join(gap.reasons), near, " | ".join(gap.examples))
            ]
        )
    return text.getvalue()


def _harmless(cell: object) -> object:
    """Spreadsheets run a text that begins like a formula; an apostrophe makes it text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in tuple("=+-@\t\r") and cell else cell
