"""onramp serve, index, ask and the rest: `onramp --help` lists them."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, TaskID
from rich.table import Table

from indexer.build import Report, build
from indexer.check import Finding, check
from indexer.errors import IndexerError
from indexer.generations import Generations
from indexer.index import Index
from service.benchmark.commands import bench_command
from service.data_commands import backup, data, restore
from service.errors import ServiceError
from service.evaluation.commands import evaluation
from service.insights.command import insights_command
from service.keys_command import keys
from service.settings import Settings, read_settings

# Nothing is fetched at run time: the libraries must not even try.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

app = typer.Typer(
    help="Answers from your notes, each sentence cited.", no_args_is_help=True, add_completion=False
)
app.add_typer(evaluation, name="eval")
app.add_typer(keys, name="keys")
app.command()(bench_command(build))
app.add_typer(data, name="data")
app.command()(backup)
app.command()(restore)
app.command("insights")(insights_command)
out = Console()
err = Console(stderr=True)


def main() -> None:
    """Runs the command line; expected errors are one line and exit code 1."""
    try:
        app()
    except (IndexerError, ServiceError) as error:
        err.print(f"[red]onramp:[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(1)


@app.command()
def serve() -> None:
    """Serve the chat page and the API on ONRAMP_HOST and ONRAMP_PORT."""
    from service.logs import configure_logs
    from service.store.store import Store

    settings = read_settings()
    configure_logs(settings.log_level)
    _check_startup(settings)
    if settings.workers > 1:
        from service.workers.supervisor import serve_together

        Store.open(settings.database).close()  # the tables are brought up to date once
        several = f" with {settings.workers} workers"
        out.print(f"Onramp on http://{settings.host}:{settings.port}{several}", highlight=False)
        sys.exit(serve_together(settings))

    from service.app import create_app
    from service.serving import make_server

    store = Store.open(settings.database)
    out.print(f"Onramp on http://{settings.host}:{settings.port}", highlight=False)
    server = make_server(create_app(settings, store), settings)
    server.run()
    sys.exit(0 if server.started else 1)


@app.command()
def index(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder of Markdown notes; else ONRAMP_NOTES.")
    ] = None,
    target: Annotated[Path | None, typer.Option("--out", help="Index directory.")] = None,
    rollback: Annotated[bool, typer.Option(help="Go back to the generation before.")] = False,
    checked: Annotated[bool, typer.Option("--check", help="Only say what is wrong.")] = False,
    questions: Annotated[
        bool, typer.Option(help="Let the notes' own questions help the search.")
    ] = True,
) -> None:
    """Index a folder of Markdown notes; only what has changed is embedded."""
    from service.wiring import build_embedder

    settings = read_settings()
    directory = target or settings.index_directory
    if rollback:
        generations = Generations(directory)
        with generations.lock():
            out.print(f"Back to {generations.roll_back().name}.")
        return
    source, embedder = folder or settings.notes, build_embedder(settings)
    if checked:
        sys.exit(_print_findings(check(source, directory, embedder)))
    with _progress() as progress:
        report = build(source, directory, embedder, questions=questions, progress=progress)
    _summarise(report)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question.")],
    target: Annotated[Path | None, typer.Option("--index", help="Index directory.")] = None,
) -> None:
    """Answer one question in the terminal, with citations."""
    from service.terminal import print_answer

    settings = read_settings()
    if target is not None:
        settings = settings.model_copy(update={"index": target})
    sys.exit(print_answer(out, settings, question))


@app.command()
def plan(
    profile: Annotated[Path, typer.Argument(help="A profile or JSON Resume (.json), or a CV.")],
    form: Annotated[
        Literal["table", "json", "md", "ics"], typer.Option("--format", help="How to print it.")
    ] = "table",
    weeks: Annotated[int | None, typer.Option(help="Weeks until the end; else open.")] = None,
    hours: Annotated[
        float | None, typer.Option("--hours-per-week", help="1 to 40, in half hours.")
    ] = None,
    role: Annotated[
        str | None, typer.Option(help="mlops, platform, applied, ai-engineer or undecided.")
    ] = None,
    target: Annotated[Path | None, typer.Option("--index", help="Index directory.")] = None,
) -> None:
    """Make a study plan from a background profile, a JSON Resume or a CV."""
    from service.plan_command import export, plan_of, print_plan, print_proposed, read_document
    from service.planning.graph.catalogue import read_catalogue
    from service.wiring import build_embedder

    settings = read_settings()
    fields, proposed = read_document(profile)
    said = {"weeks": weeks, "hours_per_week": hours, "target_role": role}
    fields |= {name: value for name, value in said.items() if value is not None}
    index = Index.load(target or settings.index_directory, build_embedder(settings))
    made = plan_of(fields, read_catalogue(index))
    if form != "table":
        sys.stdout.write(export(made, form))
        return
    if proposed:
        print_proposed(out, proposed)
    print_plan(out, made)


@app.command()
def doctor() -> None:
    """Say what is installed, what is wrong and how to mend it; exit code 1 if anything is."""
    from service.doctor import examine

    wrong = 0
    marks = {True: "[green]ok[/]  ", False: "[red]fail[/]", None: "    "}
    for finding in examine(read_settings()):
        wrong += finding.ok is False
        line = f"{marks[finding.ok]} {finding.topic:<10} {escape(finding.text)}"
        out.print(line, highlight=False, soft_wrap=True)
    sys.exit(1 if wrong else 0)


@app.command()
def models(
    prepare: Annotated[bool, typer.Option(help="Convert the packaged generator, once.")] = False,
) -> None:
    """Show where each model came from, and its digest."""
    from service.answering.conversion import prepare as prepare_generator
    from service.model_list import list_models

    settings = read_settings()
    if prepare:
        prepare_generator(settings.models_directory)
    for entry in list_models(settings):
        out.print(f"[bold]{entry.role}[/]: {escape(entry.origin)}", highlight=False, soft_wrap=True)
        out.print(
            f"  sha256 {entry.digest}\n  {escape(entry.path)}", highlight=False, soft_wrap=True
        )


@app.command()
def mcp() -> None:
    """Serve the notes as MCP tools on standard input and output, until input ends."""
    from service.mcp_command import serve_pipes

    serve_pipes(read_settings())


def _print_findings(findings: list[Finding]) -> int:
    """Prints what a check found; 1 if any of it is a fault."""
    for finding in findings:
        mark = "[red]fault[/] " if finding.fault else "[yellow]advice[/]"
        place, text = escape(finding.place), escape(finding.text)
        out.print(f"{mark} {finding.topic:<10} {place}: {text}", highlight=False, soft_wrap=True)
    faults = sum(finding.fault for finding in findings)
    out.print(f"{faults} faults, {len(findings) - faults} pieces of advice", highlight=False)
    return 1 if faults else 0


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    with Progress(console=err, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=max(total, 1))
            bars.update(tasks[stage], completed=done if total else 1, total=max(total, 1))

        yield show


def _summarise(report: Report) -> None:
    counts = report.manifest
    if report.unchanged:
        out.print(f"Nothing has changed: {report.generation} stays ({counts.notes} notes).")
    else:
        table = Table(show_header=False, box=None)
        table.add_row("generation", report.generation)
        table.add_row("notes", str(counts.notes))
        table.add_row("chunks", str(counts.chunks))
        table.add_row(
            "embedded",
            f"{report.embedded} new texts of {counts.chunks + counts.units + counts.hints}",
        )
        table.add_row("time", f"{report.seconds:.1f} s")
        out.print(table)
    for skipped in report.skipped:
        out.print(f"left out: {escape(skipped.path)}: {escape(skipped.reason)}", highlight=False)
    dangling = [f"{slug} -> {to}" for slug, targets in report.dangling.items() for to in targets]
    if dangling:
        more = f" and {len(dangling) - 10} more" if len(dangling) > 10 else ""
        out.print(
            f"links that lead nowhere: {escape(', '.join(dangling[:10]))}{more}", highlight=False
        )


def _check_startup(settings: Settings) -> None:
    """Fails before the server starts, with one line, if index or models can't be used.

    The store is left to whoever opens it next: that reads the whole file.
    """
    from service.doctor import examine

    findings = list(examine(settings, store=False))
    broken = [finding.text for finding in findings if finding.ok is False]
    if broken:
        raise IndexerError(broken[0])
    for finding in findings:
        if finding.topic == "hosts":
            logging.getLogger(__name__).warning("%s", finding.text)
