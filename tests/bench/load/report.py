"""A run as one table."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from tests.bench.load.outcome import Figures, Kind, figures
from tests.bench.load.run import Run

_ENDS = {
    "answered": "answered",
    "refused": "refused by the notes",
    "fault": "ended by an error event",
    "rejected": "rejected, with Retry-After",
    "rejected_without": "rejected without (must be 0)",
    "failed": "other statuses (must be 0)",
    "lost": "lost (must be 0)",
    "left": "left by the user as the test ended",
}
_NEVER = ("rejected_without", "failed", "lost")
_KINDS: tuple[Kind, ...] = ("chat", "search")


def of(run: Run) -> list[Figures]:
    """The figures of each kind of request that was made."""
    return [found for kind in _KINDS if (found := figures(run.outcomes, kind)).requests]


def is_sound(run: Run) -> bool:
    """Whether nothing happened that never may, and the service lives."""
    kinds = of(run)
    never = sum(found.ends[end] for found in kinds for end in _NEVER)
    return bool(kinds) and never == 0 and run.alive and not run.errors


def show(run: Run, title: str) -> None:
    """Prints it."""
    kinds = of(run)
    table = Table("", *(found.kind for found in kinds), title=title)
    table.add_row("requests", *(str(found.requests) for found in kinds))
    for end, text in _ENDS.items():
        table.add_row(text, *(str(found.ends[end]) for found in kinds))
    well = [found.ends["answered"] + found.ends["refused"] for found in kinds]
    rates = [60 * count / found.seconds for count, found in zip(well, kinds, strict=True)]
    table.add_row("ended well, a minute", *(f"{rate:.1f}" for rate in rates))
    for name in ("first", "total"):
        label = "to the first byte" if name == "first" else "to the end"
        told = [" / ".join(f"{value:.2f}" for value in getattr(found, name)) for found in kinds]
        table.add_row(f"{label}, p50 / p95 / p99 in s", *told)
    for when, held in run.memory.items():
        table.add_row(f"RSS (PSS) in MB, {when}", f"{held.rss:.0f} ({held.pss:.0f})")
    table.add_row("errors in the log", str(len(run.errors)))
    table.add_row("the service lives", str(run.alive))
    console = Console(width=100)
    console.print(table)
    for found in kinds:
        for detail, count in found.details.most_common(8):
            console.print(f"{found.kind}: {detail}: {count}", highlight=False)
    for line in run.errors[:5]:
        console.print(line[:2000], highlight=False, markup=False)
