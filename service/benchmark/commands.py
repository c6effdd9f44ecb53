"""onramp bench."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from service.settings import read_settings

if TYPE_CHECKING:
    from service.benchmark.indexing import Build


def bench_command(build: Build) -> Callable[..., None]:
    """The command; `build` is what writes an index, which the service itself does not import."""

    def bench(
        questions: Annotated[int, typer.Option(min=1, help="How many questions to ask.")] = 12,
        quick: Annotated[bool, typer.Option("--quick", help="Few of everything.")] = False,
        server: Annotated[
            bool, typer.Option(help="Also start a server and put load on it.")
        ] = True,
        large: Annotated[
            bool, typer.Option("--large", help="Also search 10,000 chunks; takes minutes.")
        ] = False,
        target: Annotated[Path | None, typer.Option("--index", help="Index directory.")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Measure speed, beside plain ways to run the same weights in the same run."""
        from service.benchmark.report import print_figures
        from service.benchmark.run import Plan, measure

        settings = read_settings()
        if target is not None:
            settings = settings.model_copy(update={"index": target})
        plan = (
            Plan.quick(server=server, large=large)
            if quick
            else Plan(questions=questions, server=server, large=large)
        )
        with Console(stderr=True).status("starting") as status:
            figures = measure(
                settings, build, plan, lambda what: status.update(f"measuring {what}")
            )
        out = Console()
        if as_json:
            out.print_json(json.dumps(figures.summary()))
        else:
            print_figures(out, figures)

    return bench
