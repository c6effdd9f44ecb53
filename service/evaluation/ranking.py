"""Notes in order for a question: as the product ranks them, or by a plain method to compare with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

from indexer.embedding import Embedder
from indexer.index import Index
from indexer.lexical import words_of
from indexer.types import Hit
from service.answering.rerank import Reranker, rerank
from service.answering.retrieve import fuse, retrieve

Method = Literal["onramp", "bm25", "dense", "rrf"]
METHODS: tuple[Method, ...] = get_args(Method)
_DEPTH = 200  # chunks that a plain method looks at


def rank_notes(
    index: Index,
    embedder: Embedder,
    question: str,
    method: Method,
    reranker: Reranker | None = None,
) -> list[str]:
    """Slugs, best first; a note stands where its best chunk stands. Plain methods rerank nothing."""
    if method == "onramp":
        return index.notes_of(_onramp(index, embedder, question, reranker))
    return index.notes_of(_PLAIN[method](index, embedder, question))


def _onramp(
    index: Index, embedder: Embedder, question: str, reranker: Reranker | None
) -> list[int]:
    found = rerank(retrieve(index, embedder, question), reranker)
    return [*(candidate.passage.id for candidate in found.candidates), *found.rest]


def _bm25(index: Index, embedder: Embedder, question: str) -> list[int]:
    del embedder
    return _ids(index.lexical.search_plain(words_of(question), _DEPTH))


def _dense(index: Index, embedder: Embedder, question: str) -> list[int]:
    return _ids(index.near_chunks(embedder.embed_question(question), _DEPTH))


def _rrf(index: Index, embedder: Embedder, question: str) -> list[int]:
    vector = embedder.embed_question(question)
    lexical = index.lexical.search_plain(words_of(question), _DEPTH)
    return _ids(fuse([lexical, index.near_chunks(vector, _DEPTH)]))


def _ids(hits: list[Hit]) -> list[int]:
    return [hit.id for hit in hits]


_PLAIN: dict[Method, Callable[[Index, Embedder, str], list[int]]] = {
    "bm25": _bm25,
    "dense": _dense,
    "rrf": _rrf,
}
