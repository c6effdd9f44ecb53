"""Whether the notes can answer at all: decided from retrieval evidence alone, the same every turn."""

from __future__ import annotations

from dataclasses import dataclass

from service.answering.retrieve import Retrieval

_LOOKED_AT = 5  # candidates
_UNIT, _COSINE, _COVERAGE = 1.0, 0.6, 0.6
THRESHOLD = 1.06


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, with the strength of the evidence that it rests on."""

    answerable: bool
    strength: float


def decide(retrieval: Retrieval, threshold: float = THRESHOLD) -> Decision:
    """Adds up the best of three kinds of evidence among the first candidates.

    The closest sentence, the closest chunk, and the share of the question's words that one passage
    holds. Off-topic questions score low on all three; a question about a missing page may share
    words or meaning, seldom both.
    """
    top = retrieval.candidates[:_LOOKED_AT]
    if not top:
        return Decision(False, 0.0)
    strength = (
        _UNIT * max(candidate.unit for candidate in top)
        + _COSINE * max(candidate.cosine for candidate in top)
        + _COVERAGE * max(candidate.coverage for candidate in top)
    )
    return Decision(strength >= threshold, strength)
