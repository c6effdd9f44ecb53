"""onramp eval retrieval | answers | decision | verifier."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from service.settings import read_settings

if TYPE_CHECKING:
    from service.evaluation.answers import AnswersReport
    from service.evaluation.retrieval import Report
    from service.evaluation.verdicts import Ruling

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
    from service.wiring import build_embedder, build_reranker

    known = {name: name for name in METHODS}
    if method not in known:
        raise BadInput(f"--method '{method}' is not one of {', '.join(METHODS)}.")
    asked, judged = read_queries(queries)
    if qrels is not None:
        judged = read_qrels(qrels)
    settings = read_settings()
    embedder = build_embedder(settings)
    index = Index.load(target or settings.index_directory, embedder)
    reranker = build_reranker(settings)
    report = evaluate_retrieval(index, embedder, asked, judged, known[method], reranker)
    if by_query is not None:
        report.write_by_query(by_query)
    if as_json:
        out.print_json(json.dumps(report.summary()))
    else:
        _print(report)


@evaluation.command()
def answers(
    cases: Annotated[list[Path], typer.Argument(help="YAML files of cases.")],
    target: Annotated[Path | None, typer.Option("--index", help="Index directory.")] = None,
    junit: Annotated[Path | None, typer.Option(help="File for results as JUnit XML.")] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="Kept figures to compare with; exit code 1 if worse.")
    ] = None,
    kept: Annotated[Path | None, typer.Option("--keep", help="Keep the figures here.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure answers and refusals on your own cases."""
    from indexer.index import Index
    from service.answering.assistant import Assistant
    from service.evaluation.answers import evaluate_answers
    from service.evaluation.baseline import keep, read_baseline, regressions
    from service.evaluation.cases import read_cases
    from service.evaluation.junit import write_junit
    from service.wiring import build_embedder, build_generator, build_judge, build_reranker

    asked = [case for path in cases for case in read_cases(path)]
    before = read_baseline(baseline) if baseline is not None else {}
    settings = read_settings()
    embedder = build_embedder(settings)
    index = Index.load(target or settings.index_directory, embedder)
    generator, _ = build_generator(settings)
    judge, reranker = build_judge(settings, generator), build_reranker(settings)
    assistant = Assistant(embedder, generator, reranker=reranker, judge=judge)
    with Progress(console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("asking", total=len(asked))
        report = evaluate_answers(
            index, assistant, asked, lambda done, _: bars.update(task, completed=done)
        )
    if junit is not None:
        write_junit(junit, report.results)
    fallen = regressions(before, report.shares)
    if kept is not None:
        keep(kept, report.shares)
    if as_json:
        out.print_json(json.dumps(report.summary() | {"regressions": fallen}))
    else:
        _print_answers(report)
        for line in fallen:
            out.print(f"[red]worse:[/] {line}", highlight=False)
    sys.exit(1 if fallen else 0)


@evaluation.command()
def verifier(
    pairs: Annotated[Path, typer.Argument(metavar="FILE", help="YAML file of pairs.")] = Path(
        "tests/evals/verifier.yaml"
    ),
    paraphrases: Annotated[
        bool, typer.Option(help="Other words than the evidence's; off for the packaged model.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure which sentences the verifier lets through: precision and recall of "supported"."""
    from service.evaluation.verdicts import judge, read_pairs, summary
    from service.wiring import build_embedder

    embedder = build_embedder(read_settings())
    rulings = judge(read_pairs(pairs), embedder, paraphrases=paraphrases)
    if as_json:
        out.print_json(json.dumps(summary(rulings)))
    else:
        _print_rulings(rulings)


def _print_rulings(rulings: Sequence[Ruling]) -> None:
    from service.evaluation.verdicts import by_kind, by_part

    table = Table("part", "pairs", "precision", "recall", box=None)
    for part, found in by_part(rulings).items():
        shares = ("-" if x is None else f"{x:.3f}" for x in (found.precision, found.recall))
        table.add_row(part, str(found.pairs), *shares)
    out.print(table)
    kinds = Table("kind", "pairs", "judged rightly", box=None)
    for kind, (total, right) in by_kind(rulings).items():
        kinds.add_row(kind, str(total), f"{right / total:.2f}")
    out.print(kinds)
    for ruling in rulings:
        if not ruling.right:
            text = f"{ruling.pair.id}: {ruling.reason or 'let through'}: {ruling.pair.sentence}"
            out.print(escape(text), highlight=False, soft_wrap=True)


@evaluation.command()
def decision(
    cases: Annotated[list[Path], typer.Argument(help="YAML files of cases.")],
    target: Annotated[Path | None, typer.Option("--index", help="Index directory.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show, for every threshold, what is answered: with its notes in the index, and left out."""
    from indexer.index import Index
    from service.answering.decide import THRESHOLD
    from service.evaluation.cases import read_cases
    from service.evaluation.decision import decision_curve
    from service.wiring import build_embedder, build_generator, build_judge

    asked = [case for path in cases for case in read_cases(path)]
    settings = read_settings()
    embedder = build_embedder(settings)
    judge = build_judge(settings, build_generator(settings)[0]) if settings.judge else None
    index = Index.load(target or settings.index_directory, embedder)
    curve = decision_curve(index, embedder, asked)
    rows = [{"threshold": step, "judged": False, **answered} for step, answered in curve.rows()]
    if judge is not None:
        rows.append({"threshold": THRESHOLD, "judged": True, **curve.judged(index, judge)})
    if as_json:
        out.print_json(json.dumps(rows))
    else:
        _print_decision(rows)


def _print_decision(rows: Sequence[dict[str, float]]) -> None:
    groups = list(rows[0])[2:]
    table = Table("threshold", *groups, box=None)
    for row in rows:
        told = f"{row['threshold']:.2f}{', judged' if row['judged'] else ''}"
        table.add_row(told, *(f"{row[group]:.2f}" for group in groups))
    out.print(table)


def _print_answers(report: AnswersReport) -> None:
    summary = report.summary()
    table = Table("measure", "value", box=None)
    for name, value in (
        *summary["shares"].items(),
        ("worded_by_model", summary["worded_by_model"]),
    ):
        table.add_row(name, "-" if value is None else f"{value:.3f}")
    for name in ("retrieval_ms", "first_sentence_ms", "total_ms"):
        if summary[name]:
            table.add_row(name, f"p50 {summary[name]['p50']:.0f}, p95 {summary[name]['p95']:.0f}")
    out.print(table)
    kinds = Table("kind", "cases", "answered", "passed", box=None)
    for kind, entry in summary["kinds"].items():
        kinds.add_row(
            kind, str(entry["cases"]), f"{entry['answered']:.2f}", f"{entry['passed']:.2f}"
        )
    out.print(kinds)
    for result in report.results:
        if result.faults:
            text = escape(f"{result.case.id}: {'; '.join(result.faults)}")
            out.print(text, highlight=False, soft_wrap=True)


def _print(report: Report) -> None:
    table = Table("measure", "mean", "95% interval", box=None)
    for name, value in report.measures.items():
        table.add_row(name, f"{value.mean:.3f}", f"{value.low:.3f}-{value.high:.3f}")
    out.print(table)
    out.print(f"{len(report.by_query)} queries, method {report.method}", highlight=False)
    if report.unknown:
        out.print(f"judged but in no note: {escape(', '.join(report.unknown))}", highlight=False)
