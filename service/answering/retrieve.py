"""From a question to ranked passages: words and meaning, joined by reciprocal rank, reranked.

Four rankings are joined: chunks by cosine, chunks by the cosine of their best unit (a sentence that
says the same as the question beats a chunk that is about the same), BM25 over words, and trigrams for
the words that no note has. The best of them are then put in order by a weighted sum of features that
can be read off the passage.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.embedding import Embedder, Matrix
from indexer.index import Index
from indexer.lexical import words_of
from indexer.types import Hit, Passage
from service.answering.words import content_words, stem

_DEPTH = 50  # how deep each ranking is read
_RERANKED = 30
_RANK_CONSTANT = 60  # of reciprocal rank fusion; Cormack, Clarke and Büttcher 2009


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with what speaks for it; all features lie between 0 and 1.

    cosine: of the chunk. unit: of its best unit. coverage: share of the question's words that it
    holds, weighted by how rare they are. place: the same share for its title and heading alone.
    """

    passage: Passage
    score: float
    cosine: float
    unit: float
    coverage: float
    place: float


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The candidates, best first, with the question's vector and the weight of each of its words.

    `rest` are the ids of the chunks that were found but not looked at closely, best first.
    """

    question: str
    vector: Matrix
    weights: dict[str, float]
    candidates: tuple[Candidate, ...]
    rest: tuple[int, ...] = ()


def retrieve(index: Index, embedder: Embedder, question: str, page: str | None = None) -> Retrieval:
    """Ranks the passages of an index for a question; `page` is the slug of the note being read."""
    vector = embedder.embed_question(question)
    content = content_words(question)
    counts = {word: index.lexical.count(word) for word in content}
    weights = _weights(counts, index.manifest.chunks)
    unknown = [word for word, count in counts.items() if count == 0]
    rankings = [
        index.near_chunks(vector, _DEPTH),
        index.near_units(vector, 2 * _DEPTH)[:_DEPTH],
        index.lexical.search(_searched(question, content), _DEPTH),
        index.lexical.search_trigrams(unknown, _DEPTH) if unknown else [],
    ]
    fused = [hit.id for hit in fuse(rankings)]
    passages = index.passages(fused[:_RERANKED])
    found = [_candidate(index, passage, vector, weights, page) for passage in passages]
    found = _lifted_by_links(index, found)
    found.sort(key=lambda candidate: (-candidate.score, candidate.passage.id))
    return Retrieval(question, vector, weights, tuple(found), tuple(fused[_RERANKED:]))


def _searched(question: str, content: Sequence[str]) -> list[str]:
    """Identifiers whole, then content words; all words if there is nothing else."""
    identifiers = [word for word in words_of(question) if not word.isalnum()]
    return [*identifiers, *content] or words_of(question)


def _weights(counts: dict[str, int], total: int) -> dict[str, float]:
    """How telling each word is: the logarithm of one over the share of chunks that hold it."""
    return {word: math.log((total + 1) / (count + 0.5)) for word, count in counts.items()}


def fuse(rankings: Iterable[Sequence[Hit]]) -> list[Hit]:
    """Rankings joined by reciprocal rank."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, hit in enumerate(ranking, 1):
            scores[hit.id] = scores.get(hit.id, 0.0) + 1 / (_RANK_CONSTANT + rank)
    ordered = sorted(scores.items(), key=lambda entry: (-entry[1], entry[0]))
    return [Hit(id_, score) for id_, score in ordered]


def _candidate(
    index: Index, passage: Passage, vector: Matrix, weights: dict[str, float], page: str | None
) -> Candidate:
    cosine = float(index.chunk_vector(passage.id) @ vector)
    units = index.unit_vectors(passage)
    unit = float((units @ vector).max()) if len(units) else cosine
    covered = coverage(f"{passage.title} {' '.join(passage.heading)} {passage.text}", weights)
    place = coverage(f"{passage.title} {' '.join(passage.heading)}", weights)
    score = 0.45 * unit + 0.25 * cosine + 0.25 * covered + 0.1 * place
    if page == passage.note:
        score += 0.05
    return Candidate(passage, score, cosine, unit, covered, place)


def coverage(text: str, weights: dict[str, float]) -> float:
    """The weighted share of the question's words that a text holds, in any inflection."""
    total = sum(weights.values())
    if not total:
        return 0.0
    held = {stem(word) for word in content_words(text)}
    return sum(weight for word, weight in weights.items() if stem(word) in held) / total


def _lifted_by_links(index: Index, found: Sequence[Candidate]) -> list[Candidate]:
    """Candidates whose note is linked with the best one's are a little more likely to belong."""
    if not found:
        return []
    best = max(found, key=lambda candidate: candidate.score).passage.note
    near = index.neighbours(best)
    return [
        Candidate(c.passage, c.score + 0.02, c.cosine, c.unit, c.coverage, c.place)
        if c.passage.note in near
        else c
        for c in found
    ]
