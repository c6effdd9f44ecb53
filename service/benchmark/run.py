"""One run: the parts in order, each with the real objects of the service."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.embedding import Embedder
from indexer.index import Index
from service.answering.assistant import Assistant
from service.answering.conversion import packaged_weights
from service.answering.generator import Generator
from service.benchmark.figures import Figures, Machine, Served, Wording
from service.benchmark.indexing import Build, measure_indexing, note_files
from service.benchmark.large import measure_large
from service.benchmark.latency import measure_latency
from service.benchmark.load import put_load
from service.benchmark.plain_llama import PlainLlama, is_installed
from service.benchmark.plain_transformers import PlainTransformers, threads
from service.benchmark.server import running
from service.benchmark.wording import measure_wording
from service.errors import BadInput
from service.settings import Settings
from service.wiring import (
    build_embedder,
    build_generator,
    build_judge,
    build_reranker,
    model_of,
    server_of,
)

_USERS = (1, 4, 16)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to measure. `each` holds how many questions each of 1, 4 and 16 users asks."""

    questions: int = 12
    each: tuple[int, int, int] = (8, 3, 3)
    notes: int = 60
    server: bool = True
    large: bool = False

    @classmethod
    def quick(cls, *, server: bool, large: bool) -> Plan:
        return cls(4, (2, 1, 1), 6, server, large)


def measure(settings: Settings, build: Build, plan: Plan, say: Callable[[str], None]) -> Figures:
    """Raises what keeps the index or the models from being used, and BadInput without questions.

    `say` is told what is being measured.
    """
    embedder = build_embedder(settings)
    index = Index.load(settings.index_directory, embedder)
    try:
        questions = index.opening_questions(plan.questions)
        if not questions:
            raise BadInput(
                "The index holds no note to ask about: build it with `onramp index FOLDER`."
            )
        generator, _ = build_generator(settings)
        say("one question at a time")
        judge, reranker = build_judge(settings, generator), build_reranker(settings)
        assistant = Assistant(embedder, generator, reranker=reranker, judge=judge)
        latency = measure_latency(index, assistant, generator, questions)
        figures = Figures(_machine(index, embedder, generator, questions), latency)
        say("the wording, beside the yardsticks")
        figures.wording = _wording(
            settings, index, embedder, generator, questions, figures.left_out
        )
        _notes(settings.notes, build, index, embedder, questions, plan, figures, say)
        if plan.server:
            say("a server")
            asked = index.opening_questions(max(plan.questions, max(_USERS)))
            figures.served = _serve(settings.index_directory, asked, plan, say)
        return figures
    finally:
        index.close()


def _machine(
    index: Index, embedder: Embedder, generator: Generator, questions: Sequence[str]
) -> Machine:
    return Machine(
        cores=len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count() or 1,
        threads=threads(),
        generator=generator.name,
        embedder=embedder.name,
        notes=index.manifest.notes,
        chunks=index.manifest.chunks,
        questions=len(questions),
    )


def _wording(
    settings: Settings,
    index: Index,
    embedder: Embedder,
    generator: Generator,
    questions: Sequence[str],
    left_out: list[str],
) -> Wording | None:
    """The comparison, or None and a line in `left_out` that says why there is none."""
    model = model_of(settings)
    if settings.generator == "quote" or server_of(settings) is not None or model is None:
        left_out.append("yardsticks: no language model runs in this process")
        return None
    plain, others = PlainTransformers(model), []
    if not is_installed():
        left_out.append("llama.cpp: llama-cpp-python is not installed")
    elif settings.model:
        left_out.append("llama.cpp: it has the packaged model only, not the one that is set")
    else:
        others.append(PlainLlama(packaged_weights(), threads(), plain.rendered))
    wording = measure_wording(index, embedder, generator, plain, others, questions)
    if wording is None:
        left_out.append("yardsticks: the notes answer none of the questions")
    return wording


def _notes(
    notes: Path,
    build: Build,
    index: Index,
    embedder: Embedder,
    questions: Sequence[str],
    plan: Plan,
    figures: Figures,
    say: Callable[[str], None],
) -> None:
    """What needs the notes themselves, which may be gone where an index is served."""
    if not notes.is_dir() or not note_files(notes):
        figures.left_out.append(f"indexing: '{notes}' (ONRAMP_NOTES) holds no notes")
        return
    say("indexing")
    figures.indexing = measure_indexing(build, notes, embedder, plan.notes)
    if plan.large:
        say("a large index")
        figures.large = measure_large(build, notes, index, embedder, questions)


def _serve(root: Path, questions: Sequence[str], plan: Plan, say: Callable[[str], None]) -> Served:
    with running(root) as server:
        loads = []
        for users, each in zip(_USERS, plan.each, strict=True):
            say(f"{users} users")
            loads.append(put_load(server.address, questions, users, each))
        return Served(server.start_up_s, loads, server.peak_memory_mb())
