"""onramp insights: what people asked for and did not get."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from service.settings import read_settings

out = Console()


def insights_command(
    days: Annotated[int, typer.Option(min=1, max=366, help="How many days to look back.")] = 30,
    csv: Annotated[bool, typer.Option("--csv", help="Print a table for a spreadsheet.")] = False,
) -> None:
    """Show the questions that were refused or voted down, those that mean the same together."""
    from indexer.index import Index
    from service.insights.gaps import gaps
    from service.insights.report import insights
    from service.insights.table import as_csv
    from service.store.recorder import now
    from service.store.store import Store
    from service.wiring import build_embedder

    settings = read_settings()
    store = Store.open(settings.database)
    asked = store.usage.since(now() - timedelta(days=days))
    store.close()
    embedder = build_embedder(settings)
    found = gaps(asked, Index.load(settings.index_directory, embedder), embedder)
    if csv:
        sys.stdout.write(as_csv(found))
        return
    report = insights(asked, found, now(), days)
    share = "none" if report.share_answered is None else f"{report.share_answered:.0%}"
    out.print(
        f"{len(asked)} questions in {days} days, {share} answered; votes: {report.up} up, "
        f"{report.down} down",
        highlight=False,
    )
    for latency in report.latencies:
        out.print(
            f"{latency.name}: {latency.median} ms in the middle, {latency.slow} ms at the 95th percentile",
            highlight=False,
        )
    for gap in found:
        near = ", ".join(topic.title for topic in gap.nearest)
        out.print(f"[bold]{gap.count:>4}  {escape(gap.title)}[/]", highlight=False, soft_wrap=True)
        out.print(f"      nearest: {escape(near)}", style="dim", highlight=False, soft_wrap=True)
