"""From a question to ranked passages: words and meaning, joined by reciprocal rank, reranked.

Four rankings are joined: chunks by cosine, chunks by the cosine of their best unit (a sentence that
says the same as the question beats a chunk that is about the same), BM25 over words, and trigrams for
the words that no note has. The best of them are then put in order by a weighted sum of features that
can be read off the passage and its note; how much each is worth was measured on six sets of questions
over four corpora (README, "Quality").
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.embedding import Embedder, Matrix
from indexer.index import Index
from indexer.lexical import words_of
from indexer.types import Hit, Passage
from service.answering.words import content_words, names, stem

_DEPTH = 50  # how deep each ranking is read
_RERANKED = 50
_PAGE = 0.05  # what the note being read is worth
_RANK_CONSTANT = 60  # of reciprocal rank fusion; Cormack, Clarke and Büttcher 2009


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with what speaks for it; all features lie between 0 and 1.

    cosine: of the chunk. unit: of its best unit. note: of the best hint of its note, which is the
    note's title with its summary, or one of its questions. coverage: share of the question's words
    that it holds, weighted by how rare they are. place: the same share for its title and heading
    alone. words: BM25 as a share of the best passage's.
    """

    passage: Passage
    score: float
    cosine: float
    unit: float
    note: float
    coverage: float
    place: float
    words: float


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The candidates, best first, with the question's vector and the weight of each of its words.

    `unknown` are names in the question that no note holds. `rest` are the ids of the chunks that
    were found but not looked at closely, best first.
    """

    question: str
    vector: Matrix
    weights: dict[str, float]
    candidates: tuple[Candidate, ...]
    unknown: tuple[str, ...] = ()
    rest: tuple[int, ...] = ()


def retrieve(index: Index, embedder: Embedder, question: str, page: str | None = None) -> Retrieval:
    """Ranks the passages of an index for a question; `page` is the slug of the note being read."""
    vector = embedder.embed_question(question)
    content = content_words(question)
    counts = {word: index.lexical.count(word) for word in content}
    weights = _weights(counts, index.manifest.chunks)
    unknown = [word for word, count in counts.items() if count == 0]
    lexical = index.lexical.search(_searched(question, content), _DEPTH)
    rankings = [
        index.near_chunks(vector, _DEPTH),
        index.near_units(vector, 2 * _DEPTH)[:_DEPTH],
        lexical,
        index.lexical.search_trigrams(unknown, _DEPTH) if unknown else [],
    ]
    fused = [hit.id for hit in fuse(rankings)]
    passages = index.passages(fused[:_RERANKED])
    words = {hit.id: hit.score / lexical[0].score for hit in lexical}
    notes = {slug: _note(index, slug, vector) for slug in {p.note for p in passages}}
    found = [
        _candidate(
            index, passage, vector, weights, words.get(passage.id, 0.0), notes[passage.note], page
        )
        for passage in passages
    ]
    found.sort(key=lambda candidate: (-candidate.score, candidate.passage.id))
    foreign = tuple(name for name in names(question) if index.lexical.count(name) == 0)
    return Retrieval(question, vector, weights, tuple(found), foreign, tuple(fused[_RERANKED:]))


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


def _note(index: Index, slug: str, vector: Matrix) -> float:
    return float((index.hint_vectors(slug) @ vector).max())


def _candidate(
    index: Index,
    passage: Passage,
    vector: Matrix,
    weights: dict[str, float],
    words: float,
    note: float,
    page: str | None,
) -> Candidate:
    cosine = float(index.chunk_vector(passage.id) @ vector)
    units = index.unit_vectors(passage)
    unit = float((units @ vector).max()) if len(units) else cosine
    covered = coverage(f"{passage.place} {passage.text}", weights)
    place = coverage(passage.place, weights)
    score = 0.45 * cosine + 0.25 * unit + 0.2 * note + 0.15 * covered + 0.05 * place + 0.1 * words
    if page == passage.note:
        score += _PAGE
    return Candidate(passage, score, cosine, unit, note, covered, place, words)


def coverage(text: str, weights: dict[str, float]) -> float:
    """The weighted share of the question's words that a text holds, in any inflection."""
    total = sum(weights.values())
    if not total:
        return 0.0
    held = {stem(word) for word in content_words(text)}
    return sum(weight for word, weight in weights.items() if stem(word) in held) / total
