"""The records that the entailment model learns from, and the examples that are made of them."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from indexer.embedding import Embedder
from indexer.types import placed

Task = Literal["question", "sentence"]
_NEAREST = 3  # other passages, one of which becomes an example that does not fit


@dataclass(frozen=True, slots=True)
class Record:
    """A passage with questions that it answers and does not, and sentences that it supports and does not."""

    title: str
    heading: str
    passage: str
    answers: tuple[str, ...]
    misses: tuple[str, ...]
    supported: tuple[str, ...]
    unsupported: tuple[str, ...]

    @property
    def text(self) -> str:
        """The passage below where it stands, as the model reads it."""
        return placed(self.title, [self.heading], self.passage)


@dataclass(frozen=True, slots=True)
class Example:
    """What is asked or said, the text beside it, and whether that answers or supports it."""

    task: Task
    said: str
    text: str
    fits: bool


def read_records(folder: Path) -> list[Record]:
    """The records of every `*.jsonl` of a folder, in the order of their names."""
    files = sorted(folder.glob("*.jsonl"))
    lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines())
    return [_record(json.loads(line)) for line in lines if line.strip()]


def make_examples(
    records: Sequence[Record], embedder: Embedder, chance: random.Random
) -> list[Example]:
    """Every question and sentence with its own passage, and some with a near one of another record."""
    passages = embedder.embed_passages([record.text for record in records])
    examples: list[Example] = []
    for at, record in enumerate(records):
        own = record.text
        examples += [
            Example("question", said.rstrip(" ?").lower(), own, True) for said in record.answers
        ]
        examples += [
            Example("question", said.rstrip(" ?").lower(), own, False) for said in record.misses
        ]
        examples += [Example("sentence", said, own, True) for said in record.supported]
        examples += [Example("sentence", said, own, False) for said in record.unsupported]
        moved: list[tuple[Task, str]] = [("question", said) for said in record.answers]
        moved += [("sentence", said) for said in record.supported[:2]]
        vectors = embedder.embed_passages([said for _, said in moved])
        for (task, said), vector in zip(moved, vectors, strict=True):
            cosines = passages @ vector
            cosines[at] = -1
            near = int(np.argsort(-cosines)[chance.randrange(_NEAREST)])
            plain = said.rstrip(" ?").lower() if task == "question" else said
            examples.append(Example(task, plain, records[near].text, False))
    return examples


def _record(fields: dict[str, object]) -> Record:
    return Record(
        title=str(fields["title"]),
        heading=str(fields["heading"]),
        passage=str(fields["passage"]),
        answers=_many(fields["answers"]),
        misses=_many(fields["misses"]),
        supported=_many(fields["supported"]),
        unsupported=_many(fields["unsupported"]),
    )


def _many(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"A list was expected, not {value!r}.")
    return tuple(map(str, value))
