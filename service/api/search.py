"""POST /search: passages for a query, without an answer."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from indexer.index import Index
from service.answering.rerank import rerank
from service.answering.retrieve import Retrieval, retrieve
from service.api.identity import turn_of
from service.api.schemas import SearchRequest
from service.api.state import State, state_of
from service.tracing import span

router = APIRouter()


@router.post("/search", summary="Search the passages")
async def search(
    body: SearchRequest, request: Request, state: Annotated[State, Depends(state_of)]
) -> dict[str, list[dict[str, Any]]]:
    """The best passages, hybrid of words and meaning, without the model."""
    with span("retrieval"):
        found = await state.retrievals.run(
            _search, state.current.index, state, body.query, caller=turn_of(request)
        )
    hits = [
        {
            "note": candidate.passage.note,
            "title": candidate.passage.title,
            "heading": " › ".join(candidate.passage.heading),
            "url": candidate.passage.url,
            "html": candidate.passage.html,
            "score": round(candidate.score, 4),
        }
        for candidate in found.candidates[: body.k]
    ]
    return {"hits": hits}


def _search(index: Index, state: State, query: str) -> Retrieval:
    return rerank(retrieve(index, state.embedder, query), state.reranker)
