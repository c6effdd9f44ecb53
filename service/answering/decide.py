"""Whether the notes can answer at all: decided from retrieval evidence alone, the same every turn."""

from __future__ import annotations

from dataclasses import dataclass

from service.answering.retrieve import Retrieval

# Over four corpora (these notes, npm's and Fastify's documentation, the answers of a course's FAQ)
# 95% of the answerable questions reach between 0.44 and 0.45; of questions about other subjects 1% do.
THRESHOLD = 0.44


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, with the strength of the evidence that it rests on."""

    answerable: bool
    strength: float


def decide(retrieval: Retrieval, threshold: float = THRESHOLD) -> Decision:
    """Looks at the score of the best passage: meaning and words, of passage, sentence and note.

    Other features were tried (how far the best passage leads, where words and meaning agree, soft
    matches of single words): none of them made the refusals more exact on corpora left out.
    """
    best = max((candidate.score for candidate in retrieval.candidates), default=0.0)
    return Decision(best >= threshold, best)
