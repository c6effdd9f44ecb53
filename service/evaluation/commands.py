"""onramp eval retrieval."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from service.settings import read_settings

if TYPE_CHECKING:
    from service.evaluation.retrieval import Report

evaluation = typer.Typer(help="Measure quality on your own questions.", no_args_is_help=True)
out = Console()


@evaluation.command()
def retrieval(
    queries: Annotated[Path, typer.Option(help='JSON lines: {"qid", "query", "ignore"?}.')],
    qrels: Annotated[
        Path | None, typer.Option(help="Lines `qid docid grade`, parted by tabs.")
    ] = None,
    target: Annotated[Path | None, typer.Option("--index", help="Index directory.")] = None,
    method: Annotated[str, typer.Option(help="onramp, or bm25, dense, rrf to compare.")] = "onramp",
    by_query: Annotated[
        Path | None, typer.Option("--by-query", help="File for measures and ranking by query.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure how well notes are found: nDCG@10, MRR@10, hit@k, recall@20, with intervals."""
    from indexer.index import Index
    from service.errors import BadInput
    from service.evaluation.queries import read_qrels, read_queries
    from service.evaluation.ranking import METHODS
    from service.evaluation.retrieval import evaluate_retrieval
    from service.wiring import build_embedder

    known = {name: name for name in METHODS}
    if method not in known:
        raise BadInput(f"--method '{method}' is not one of {', '.join(METHODS)}.")
    asked, judged = read_queries(queries)
    if qrels is not None:
        judged = read_qrels(qrels)
    settings = read_settings()
    embedder = build_embedder(settings)
    index = Index.load(target or settings.index_directory, embedder)
    report = evaluate_retrieval(index, embedder, asked, judged, known[method])
    if by_query is not None:
        report.write_by_query(by_query)
    if as_json:
        out.print_json(json.dumps(report.summary()))
    else:
        _print(report)


def _print(report: Report) -> None:
    table = Table("measure", "mean", "95% interval", box=None)
    for name, value in report.measures.items():
        table.add_row(name, f"{value.mean:.3f}", f"{value.low:.3f}-{value.high:.3f}")
    out.print(table)
    out.print(f"{len(report.by_query)} queries, method {report.method}", highlight=False)
    if report.unknown:
        out.print(f"judged but in no note: {escape(', '.join(report.unknown))}", highlight=False)
