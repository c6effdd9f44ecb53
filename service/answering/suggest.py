"""What to ask next, and what is nearest when the notes don't answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indexer.index import Index
from indexer.types import note_url
from service.answering.events import Nearest
from service.answering.evidence import Evidence
from service.answering.retrieve import Retrieval
from service.answering.words import stems

_FOLLOW_UPS = 3
_NEAREST = 3
_ALIKE = 0.6  # share of common words above which two questions are the same


def follow_ups(index: Index, retrieval: Retrieval, evidence: Iterable[Evidence]) -> list[str]:
    """Up to three questions that the notes can answer: of the cited notes, then of their like.

    Notes that carry checkpoints or questions give them; others give their headings.
    """
    cited = dict.fromkeys(item.passage.note for item in evidence)
    near = dict.fromkeys(candidate.passage.note for candidate in retrieval.candidates[:12])
    chosen: list[str] = []
    for question in _questions(index, retrieval, [*cited, *(slug for slug in near if slug not in cited)]):
        if not any(_alike(question, other) for other in (retrieval.question, *chosen)):
            chosen.append(question)
        if len(chosen) == _FOLLOW_UPS:
            break
    return chosen


def nearest(retrieval: Retrieval) -> list[Nearest]:
    """The notes closest to a question that they don't answer, at most three."""
    notes = {c.passage.note: c.passage.title for c in retrieval.candidates[:12]}
    return [Nearest(title, note_url(slug)) for slug, title in list(notes.items())[:_NEAREST]]


def _questions(index: Index, retrieval: Retrieval, slugs: Iterable[str]) -> Iterator[str]:
    """In turn one question of each note, so that the suggestions lead to different places."""
    kept = []
    for slug in slugs:
        note = index.note(slug)
        if note is None:
            continue
        asked = [*note.checkpoints, *note.questions]
        if not asked:
            title = note.title
            asked = [f"{title}: {name}" for level, name, _ in note.headings if level > 1]
        kept.append(iter(asked))
    while kept:
        for questions in list(kept):
            question = next(questions, None)
            if question is None:
                kept.remove(questions)
            else:
                yield question


def _alike(one: str, other: str) -> bool:
    here, there = stems(one), stems(other)
    return len(here & there) >= _ALIKE * max(1, min(len(here), len(there)))
