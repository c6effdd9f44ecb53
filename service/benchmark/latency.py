"""How long one question takes, from the question to each thing that people see."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.index import Index
from service.answering.assistant import Assistant, Question
from service.answering.events import Event, PassagesFound, Refusal, SentenceChecked
from service.answering.generator import Generator
from service.answering.prompt import word_prompt
from service.benchmark.figures import Latency, Spread

_WARM_UPS = 3
_ROUNDS = 5  # of the passages, which are quick: a 95th centile of twelve would be one sample


@dataclass(slots=True)
class Answered:
    """One answer; milliseconds since the question. `first_ms` are the passages or a refusal."""

    refused: bool = False
    first_ms: float = 0.0
    sentence_ms: float | None = None
    total_ms: float = 0.0
    worded: int = 0
    sentences: int = 0


def ask(index: Index, assistant: Assistant, question: str) -> Answered:
    """Asks in a conversation of its own and takes the time of each event."""
    answer, began = Answered(), time.perf_counter()
    for event in assistant.answer(index, _alone(question), lambda: False):
        now = _since(began)
        answer.first_ms = answer.first_ms or now
        if isinstance(event, SentenceChecked):
            answer.sentence_ms = answer.sentence_ms or now
            answer.sentences += 1
            answer.worded += event.origin == "model"
        answer.refused |= isinstance(event, Refusal)
        answer.total_ms = now
    return answer


def passages_ms(index: Index, assistant: Assistant, question: str) -> float:
    """Milliseconds to the passages; the model is not touched."""
    began = time.perf_counter()
    events = assistant.answer(index, _alone(question), lambda: False)
    first: Event = next(events)
    taken = _since(began)
    events.close()
    assert isinstance(first, PassagesFound) or first.terminal  # noqa: S101 - what events.py promises
    return taken


def measure_passages(index: Index, assistant: Assistant, questions: Sequence[str]) -> Spread | None:
    """Warm: some questions are asked before the clock runs."""
    for question in questions[:_WARM_UPS]:
        passages_ms(index, assistant, question)
    rounds = [question for _ in range(_ROUNDS) for question in questions]
    return Spread.of(passages_ms(index, assistant, question) for question in rounds)


def forget(generator: Generator) -> None:
    """Reads something else, so that of the next prompt only what all prompts share is cached."""
    for _ in generator.generate(word_prompt("Hello", ()), lambda: False):
        break


def measure_latency(
    index: Index, assistant: Assistant, generator: Generator, questions: Sequence[str]
) -> Latency:
    """One question after another, warm; `generator` is the assistant's."""
    for question in questions[-_WARM_UPS:]:
        ask(index, assistant, question)
    retrieval = measure_passages(index, assistant, questions)
    asked = []
    for question in questions:
        forget(generator)
        asked.append(ask(index, assistant, question))
    answered = [answer for answer in asked if not answer.refused]
    sentences = sum(answer.sentences for answer in answered)
    return Latency(
        retrieval_ms=retrieval,
        first_sentence_ms=Spread.of(a.sentence_ms for a in answered if a.sentence_ms is not None),
        full_answer_ms=Spread.of(answer.total_ms for answer in answered),
        worded_by_model=sum(a.worded for a in answered) / sentences if sentences else None,
        answered=len(answered),
        refused=len(asked) - len(answered),
    )


def _alone(question: str) -> Question:
    return Question(question, uuid.uuid4().hex)


def _since(began: float) -> float:
    return 1000 * (time.perf_counter() - began)
