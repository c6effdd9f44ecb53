"""The wording step, ours and the yardsticks', question by question so that noise hits all alike."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from statistics import median

from indexer.embedding import Embedder
from indexer.index import Index
from service.answering.assistant import Assistant
from service.answering.decide import decide
from service.answering.evidence import choose
from service.answering.generator import Generator
from service.answering.prompt import Prompt, word_prompt
from service.answering.retrieve import retrieve
from service.benchmark.figures import Speed, Spread, Wording
from service.benchmark.latency import ask, forget, passages_ms
from service.benchmark.plain_transformers import PlainTransformers
from service.benchmark.yardstick import Written, Yardstick

_NEW_TOKENS = 160  # what a plain service writes at most, and ours too


def prompts_of(
    index: Index, embedder: Embedder, questions: Sequence[str]
) -> Iterator[tuple[str, Prompt]]:
    """The questions that the notes answer, with what the model reads to word the answer."""
    for question in questions:
        retrieval = retrieve(index, embedder, question)
        evidence = choose(index, retrieval) if decide(retrieval).answerable else []
        if evidence:
            yield question, word_prompt(question, evidence)


def measure_wording(
    index: Index,
    embedder: Embedder,
    generator: Generator,
    plain: PlainTransformers,
    others: Sequence[Yardstick],
    questions: Sequence[str],
) -> Wording | None:
    """None if the notes answer none of the questions."""
    prompts = list(prompts_of(index, embedder, questions))
    if not prompts:
        return None
    yardsticks: list[Yardstick] = [plain, *others]
    for yardstick in yardsticks:
        yardstick.write(word_prompt("Hello", ()), 2)  # what the first call sets up is not its speed
    ours: list[Written] = []
    theirs: dict[str, list[Written]] = {yardstick.name: [] for yardstick in yardsticks}
    for _, prompt in prompts:
        mine = _write(generator, plain, prompt)
        ours.append(mine)
        for yardstick in yardsticks:
            theirs[yardstick.name].append(yardstick.write(prompt, max(1, mine.new_tokens)))
    our_ms, plain_ms = _answers(index, embedder, generator, plain, prompts)
    usual = median(written.total_s for written in ours)
    return Wording(
        prompts=len(prompts),
        new_tokens=median(written.new_tokens for written in ours),
        speeds=[_speed("onramp", ours), *(_speed(*entry) for entry in theirs.items())],
        times_ours={n: median(w.total_s for w in all_) / usual for n, all_ in theirs.items()},
        our_answer_ms=Spread.of(our_ms),
        plain_answer_ms=Spread.of(plain_ms),
        answer_ratio=median(plain_ms) / median(our_ms),
    )


def _answers(
    index: Index,
    embedder: Embedder,
    generator: Generator,
    plain: PlainTransformers,
    prompts: Sequence[tuple[str, Prompt]],
) -> tuple[list[float], list[float]]:
    """Milliseconds of whole answers: ours, and retrieval with plain generation."""
    assistant = Assistant(embedder, generator)
    ours: list[float] = []
    theirs: list[float] = []
    for at, (question, prompt) in enumerate(prompts):
        forget(generator)
        for turn in (at, at + 1):  # who goes first changes with each question
            if turn % 2:
                found = passages_ms(index, assistant, question)
                written = plain.write_to_end(prompt, _NEW_TOKENS)
                theirs.append(found + 1000 * written.total_s)
            else:
                ours.append(ask(index, assistant, question).total_ms)
    return ours, theirs


def _write(generator: Generator, plain: PlainTransformers, prompt: Prompt) -> Written:
    """Our generator on a prompt, timed from outside: text comes in pieces of one or more tokens."""
    forget(generator)
    began, first, text = time.perf_counter(), 0.0, ""
    for piece in generator.generate(prompt, lambda: False):
        first = first or time.perf_counter() - began
        text += piece
    total = time.perf_counter() - began
    read = plain.count(plain.rendered(prompt))
    return Written(read, plain.count(text), first or total, total)


def _speed(name: str, all_: Sequence[Written]) -> Speed:
    decode = [speed for written in all_ if (speed := written.decode) is not None]
    return Speed(
        name=name,
        prefill_tokens_per_s=median(written.prefill for written in all_),
        decode_tokens_per_s=median(decode) if decode else 0.0,
        wording_ms=Spread.of(1000 * written.total_s for written in all_),
    )
