"""A model's words for a finished plan: one summary, one line a phase, each checked or not shown.

The plan is whole without them, and nothing in it changes by them.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from indexer.embedding import Embedder
from indexer.types import Passage, Unit
from service.answering.events import Event
from service.answering.evidence import Evidence
from service.answering.generator import Generator as Model
from service.answering.prompt import word_prompt
from service.answering.verification.verifier import Verifier
from service.answering.written import cut_written
from service.errors import ModelAway
from service.planning.rendering.document import Plan
from service.tracing import span

_WORDS = 60  # at most, of a text
_KEPT = 500  # texts that are remembered
_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z“])")
_ASKED = "What is this plan about?"


@dataclass(frozen=True, slots=True)
class WordingBegun(Event):
    """How many texts are to come, and who words them."""

    name: ClassVar[str] = "begun"

    plan_id: str
    texts: int
    model: str
    queue: int = 0


@dataclass(frozen=True, slots=True)
class PlanText(Event):
    """The summary ("summary") or what a phase is for (its id), worded or as the template has it."""

    name: ClassVar[str] = "text"

    part: str
    text: str
    source: Literal["template", "model"]


@dataclass(frozen=True, slots=True)
class Worded(Event):
    """The end: how many of the texts are the model's."""

    name: ClassVar[str] = "done"
    terminal: ClassVar[bool] = True
    status: ClassVar[str] = "plan_worded"  # how metrics count it

    by_model: int


class PlanWriter:
    """Words plans, and remembers what it made of a text.

    By the text alone: a plan's name may come from whoever posts it, and must not lead to another's.
    """

    def __init__(self, embedder: Embedder, model: Model) -> None:
        self._embedder = embedder
        self._model = model
        self._written: OrderedDict[str, str | None] = OrderedDict()

    def write(self, plan: Plan, cancelled: Callable[[], bool]) -> Generator[Event]:
        """Yields how many texts there are, then each, then the end."""
        parts, by_model, away = parts_of(plan), 0, False
        yield WordingBegun(plan.plan_id, len(parts), self._model.name)
        for part, template in parts:
            if template not in self._written and not away:
                try:
                    with span("wording"):
                        worded = self._worded(template, cancelled)
                except ModelAway:
                    away = True  # the templates will do, and the model is asked again next time
                else:
                    if cancelled():
                        return
                    self._keep(template, worded)
            worded = self._written.get(template)
            by_model += worded is not None
            yield PlanText(part, worded or template, "model" if worded else "template")
        yield Worded(by_model)

    def _keep(self, template: str, worded: str | None) -> None:
        self._written[template] = worded
        while len(self._written) > _KEPT:
            self._written.popitem(last=False)

    def _worded(self, template: str, cancelled: Callable[[], bool]) -> str | None:
        """The model's words that the template supports, None if there are none."""
        evidence = self._evidence(template)
        verifier = Verifier(self._embedder, _ASKED, evidence, paraphrases=self._model.paraphrases)
        stream = self._model.generate(word_prompt(_ASKED, evidence), cancelled)
        sentences: list[str] = []
        for written in cut_written(stream, verifier.may_be_code):
            fits = written.kind == "sentence" and verifier.check(written.text).support
            if not fits or len(" ".join([*sentences, written.text]).split()) > _WORDS:
                break
            sentences.append(written.text)
        return " ".join(sentences) or None

    def _evidence(self, template: str) -> list[Evidence]:
        """The template's own sentences: a model may say nothing beyond them."""
        sentences = _SENTENCE.split(template)
        units = tuple(Unit(text, "sentence", 0, "") for text in sentences)
        passage = Passage(0, "", "", (), "", template, "", units)
        vectors = self._embedder.embed_passages(sentences)
        return [Evidence(passage, at, vectors[at], 1.0) for at in range(len(units))]


def parts_of(plan: Plan) -> Sequence[tuple[str, str]]:
    """What can be worded, by part, with the template for it."""
    phases = []
    for phase in plan.phases:
        first, last = phase.weeks
        span = f"week {first}" if first == last else f"weeks {first} to {last}"
        text = (
            f"{phase.title} takes {span}. {phase.goal} It ends with this: "
            f"{phase.milestone.deliverable}"
        )
        phases.append((phase.id, text))
    return [("summary", plan.summary.text), *phases]
