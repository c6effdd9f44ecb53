"""The figures as tables for people."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from service.benchmark.figures import Figures, Served, Spread, Wording

Row = tuple[str, str]


def print_figures(console: Console, figures: Figures) -> None:
    """Prints what was measured, and what was not and why."""
    _print(console, list(_latency(figures)))
    if figures.wording is not None:
        _print_wording(console, figures.wording)
    if figures.served is not None:
        _print_served(console, figures.served)
    _print(console, list(_rest(figures)))
    for line in figures.left_out:
        console.print(f"left out: {escape(line)}", highlight=False)


def _latency(figures: Figures) -> Iterator[Row]:
    machine, latency = figures.machine, figures.latency
    yield "machine", f"{machine.cores} cores, {machine.threads} torch threads"
    yield "index", f"{machine.notes} notes, {machine.chunks} chunks"
    yield "models", f"{machine.generator}, {machine.embedder}"
    yield "questions", f"{latency.answered} answered, {latency.refused} refused"
    yield "passages", _ms(latency.retrieval_ms)
    yield "first sentence", _ms(latency.first_sentence_ms)
    yield "full answer", _ms(latency.full_answer_ms)
    if latency.worded_by_model is not None:
        yield "worded by the model", f"{latency.worded_by_model:.0%} of the sentences"


def _print_wording(console: Console, wording: Wording) -> None:
    heads = ("wording", "prefill tok/s", "decode tok/s", "median ms", "times ours")
    table = Table(*heads, box=None)
    for speed in wording.speeds:
        usual = "-" if speed.wording_ms is None else f"{speed.wording_ms.p50:.0f}"
        table.add_row(
            speed.name,
            f"{speed.prefill_tokens_per_s:.0f}",
            f"{speed.decode_tokens_per_s:.1f}",
            usual,
            f"{wording.times_ours.get(speed.name, 1.0):.2f}",
        )
    console.print()
    console.print(table)
    console.print(
        f"{wording.prompts} prompts, the same number of new tokens for each (median {wording.new_tokens:.0f})",
        highlight=False,
    )
    _print(
        console,
        [
            ("whole answer, ours", _ms(wording.our_answer_ms)),
            ("retrieval + plain generate", _ms(wording.plain_answer_ms)),
            ("ratio of the medians", "-" if wording.answer_ratio is None else f"{wording.answer_ratio:.2f}"),
        ],
    )  # fmt: skip


def _print_served(console: Console, served: Served) -> None:
    table = Table(
        "users", "answers/min", "asked", "answered", "busy (503)", "lost", "passages", box=None
    )
    for load in served.loads:
        counts = (load.asked, load.answered, load.busy, load.lost)
        rate = f"{load.answers_per_minute:.1f}"
        table.add_row(str(load.users), rate, *map(str, counts), _ms(load.passages_ms))
    console.print()
    console.print(table)
    memory = served.peak_memory_mb
    _print(
        console,
        [
            ("start-up", f"{served.start_up_s:.1f} s"),
            ("peak memory", "unknown here" if memory is None else f"{memory:.0f} MB"),
        ],
    )


def _rest(figures: Figures) -> Iterator[Row]:
    indexing, large = figures.indexing, figures.large
    if indexing is not None:
        rate = f"{indexing.chunks_per_s:.1f} chunks/s, {indexing.units_per_s:.1f} units/s"
        yield "indexing", f"{rate} ({indexing.notes} notes in {indexing.seconds:.1f} s)"
    if large is not None:
        yield f"passages over {large.chunks} chunks", _ms(large.passages_ms)


def _print(console: Console, rows: list[Row]) -> None:
    if not rows:
        return
    table = Table(show_header=False, box=None)
    for row in rows:
        table.add_row(*map(escape, row))
    console.print()
    console.print(table)


def _ms(spread: Spread | None) -> str:
    return "-" if spread is None else f"p50 {spread.p50:.0f} ms, p95 {spread.p95:.0f} ms"
