"""Whether the notes can answer at all: decided from retrieval evidence alone, the same every turn."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.embedding import Matrix
from indexer.index import Index
from service.answering.retrieve import Retrieval, coverage
from service.answering.words import content_words

# Over four corpora (these notes, npm's and Fastify's documentation, the answers of a course's FAQ)
# 95% of the answerable questions reach between 0.44 and 0.45; of questions about other subjects 1% do.
THRESHOLD = 0.44
SURE = 0.55  # reached by 55 to 65% of the answerable and by 15 to 45% of near misses
_NAMED = 0.50  # for a question with a name that no note holds
_LOOKED_AT = 5  # passages that a follow-up has to belong to
_HELD = 0.35  # share of its own words that one of them holds, or
_NEAR = 0.25  # cosine to their nearest sentence
_FOREIGN = 0.9  # share of its own words that no note holds


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, with the strength of the evidence that it rests on."""

    answerable: bool
    strength: float
    unknown: tuple[str, ...] = ()  # names in the question that no note holds

    @property
    def sure(self) -> bool:
        """Whether questions that no note answers seldom get so far."""
        return self.strength >= SURE


def decide(retrieval: Retrieval, threshold: float = THRESHOLD) -> Decision:
    """Looks at the score of the best passage: meaning and words, of passage, sentence and note.

    Other features were tried (how far the best passage leads, where words and meaning agree, soft
    matches of single words): none of them made the refusals more exact on corpora left out. But a
    question with a name that no note holds (a third of our near misses, 4% of the answerable) needs
    more.
    """
    best = max((candidate.score for candidate in retrieval.candidates), default=0.0)
    needed = max(threshold, _NAMED) if retrieval.unknown else threshold
    return Decision(best >= needed, best, retrieval.unknown)


def belongs(index: Index, retrieval: Retrieval, said: str, vector: Matrix) -> bool:
    """Whether what was said is about the passages found for it together with an earlier question.

    The earlier question finds its answer again whatever is asked next; so what was said has to be
    near to the passages by its own words or, by its own `vector`, in meaning.
    """
    weights = {w: retrieval.weights[w] for w in content_words(said) if w in retrieval.weights}
    if not weights:
        return True
    total = sum(weights.values())
    unknown = sum(w for word, w in weights.items() if index.lexical.count(word) == 0)
    if unknown >= _FOREIGN * total:
        return False
    for passage in (candidate.passage for candidate in retrieval.candidates[:_LOOKED_AT]):
        if coverage(f"{passage.place} {passage.text}", weights) >= _HELD:
            return True
        if passage.units and float((index.unit_vectors(passage) @ vector).max()) >= _NEAR:
            return True
    return False
