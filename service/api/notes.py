"""GET /notes and /notes/{slug}: the notes as pages. GET /graph and /examples."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response

from indexer.types import RenderedNote, note_url
from service.answering.decide import decide
from service.answering.retrieve import retrieve
from service.api.documented import Problem
from service.api.identity import turn_of
from service.api.pages import page
from service.api.schemas import QUESTION_LIMIT
from service.api.security import page_policy
from service.api.state import State, state_of
from service.api.surroundings import groups, surroundings
from service.errors import NotFound

router = APIRouter()
_PAGE: dict[str, Any] = {"content": {"text/html": {"schema": {"type": "string"}}}}
# A refusal is a page for a person, and JSON for a program.
_NONE: dict[str, Any] = _PAGE | {"model": Problem, "description": "There is no such note."}
_EXAMPLES = 6
_HITS = 12
_KEPT = ("month", "level", "kind", "hours", "roles", "rank")  # what the map shows of a concept


@router.get(
    "/notes",
    summary="Search and list the notes",
    response_class=Response,
    responses={200: _PAGE},
)
async def notes(
    request: Request,
    state: Annotated[State, Depends(state_of)],
    query: Annotated[str, Query(alias="q", max_length=QUESTION_LIMIT)] = "",
) -> HTMLResponse:
    """All notes by month, or the passages nearest to `q`, with a word if none fits; no scripts."""
    index, words = state.current.index, query.strip()
    hits, fits = [], False
    if words:
        found = await state.retrievals.run(
            retrieve, index, state.embedder, words, caller=turn_of(request)
        )
        hits = [candidate.passage for candidate in found.candidates[:_HITS]]
        fits = decide(found).answerable
    policy = page_policy(connect=False, forms=True)
    return page(
        *("notes", "/notes"),
        policy=policy,
        query=words,
        hits=hits,
        fits=fits,
        groups=groups(index),
    )


@router.get(
    "/notes/{slug:path}",
    summary="Read a note",
    response_class=Response,
    responses={200: _PAGE, 404: _NONE},
)
def note(slug: str, state: Annotated[State, Depends(state_of)]) -> HTMLResponse:
    """The rendered note with anchors at its headings."""
    index = state.current.index
    found = index.note(slug)
    if found is None:
        raise NotFound("There is no such note: /notes lists and searches them.")
    return page(
        "note",
        policy=page_policy(connect=False, forms=True),
        note=found,
        contents=[entry for entry in found.headings if 1 < entry[0] < 4],
        ask=f"/?about={quote(slug)}",
        around=surroundings(index, slug),
    )


@router.get("/graph", summary="The graph of notes")
def graph(state: Annotated[State, Depends(state_of)]) -> dict[str, list[dict[str, Any]]]:
    """Concepts with what the map shows of them, and the links between notes."""
    shown = state.current.index.graph
    nodes = [
        {"slug": concept.slug, "title": concept.title, "url": note_url(concept.slug)}
        | {"summary": concept.summary}
        | {key: concept.fields.get(key) for key in _KEPT}
        for concept in shown.concepts
    ]
    edges = [{"from": link.source, "to": link.target, "kind": link.kind} for link in shown.links]
    return {"nodes": nodes, "edges": edges}


@router.get("/examples", summary="Questions to begin with")
def examples(
    state: Annotated[State, Depends(state_of)],
    note: Annotated[str | None, Query(max_length=500)] = None,
) -> dict[str, Any]:
    """Questions that the notes of this index answer, for an empty page; or those of one note."""
    index = state.current.index
    found: RenderedNote | None = index.note(note) if note else None
    if note and found is None:
        raise NotFound("There is no such note: /notes lists and searches them.")
    if found is None:
        return {"questions": index.opening_questions(_EXAMPLES)}
    return {"questions": list(found.questions[:_EXAMPLES]), "note": found.title}
