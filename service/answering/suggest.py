"""What to ask next, and what is nearest when the notes don't answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from indexer.index import Index
from indexer.types import note_url
from service.answering.events import Nearest
from service.answering.evidence import Evidence
from service.answering.retrieve import Retrieval
from service.answering.words import stems

_FOLLOW_UPS = 3
_NEAREST = 3
_PASSAGES = 15  # looked at for questions
_NEAR = 0.3  # cosine from which a question is about the same things
_ALIKE = 0.6  # share of common words above which two questions are the same


def follow_ups(index: Index, retrieval: Retrieval, evidence: Iterable[Evidence]) -> list[str]:
    """Up to three questions that the notes can answer and that lie near the one that was asked.

    First the questions that stand in the passages found, answers beside them, nearest first; then
    those of the cited notes; then their headings.
    """
    cited = dict.fromkeys(item.passage.note for item in evidence)
    chosen: list[str] = []
    for question in chain(_asked_in_passages(index, retrieval), _asked_of(index, cited)):
        if not any(_alike(question, other) for other in (retrieval.question, *chosen)):
            chosen.append(question)
        if len(chosen) == _FOLLOW_UPS:
            break
    return chosen


def nearest(retrieval: Retrieval) -> list[Nearest]:
    """The notes closest to a question that they don't answer, at most three."""
    notes = {c.passage.note: c.passage.title for c in retrieval.candidates[:12]}
    return [Nearest(title, note_url(slug)) for slug, title in list(notes.items())[:_NEAREST]]


def _asked_in_passages(index: Index, retrieval: Retrieval) -> Iterator[str]:
    found: list[tuple[float, str]] = []
    for candidate in retrieval.candidates[:_PASSAGES]:
        cosines = index.unit_vectors(candidate.passage) @ retrieval.vector
        for unit, cosine in zip(candidate.passage.units, cosines.tolist(), strict=True):
            question = unit.text[: unit.text.find("?") + 1]
            if unit.kind != "code" and cosine >= _NEAR and _stands_alone(question):
                found.append((-cosine, question))
    return (question for _, question in sorted(found))


def _stands_alone(question: str) -> bool:
    """Whether a question is one that a reader could ask, not one that a sentence leads up to."""
    return len(question.split()) > 3 and ": " not in question


def _asked_of(index: Index, slugs: Iterable[str]) -> Iterator[str]:
    for note in filter(None, map(index.note, slugs)):
        yield from (*note.checkpoints, *note.questions)
        yield from (f"{note.title}: {name}" for level, name, _ in note.headings if level == 2)


def _alike(one: str, other: str) -> bool:
    here, there = stems(one), stems(other)
    return len(here & there) >= _ALIKE * max(1, min(len(here), len(there)))
