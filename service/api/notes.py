"""GET /notes/{slug}: a note as a page, where citations land. GET /graph and /examples."""

from __future__ import annotations

from html import escape
from string import Template
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from indexer.index import Index
from indexer.types import RenderedNote, note_url
from service.api.state import WEB, State, state_of
from service.errors import NotFound

router = APIRouter()
_EXAMPLES = 6
_KEPT = ("month", "level", "kind", "hours", "roles", "rank")  # what the map shows of a concept


@router.get("/notes/{slug:path}", summary="Read a note", response_class=HTMLResponse)
def note(slug: str, state: Annotated[State, Depends(state_of)]) -> HTMLResponse:
    """The rendered note with anchors at its headings."""
    index = state.current.index
    found = index.note(slug)
    if found is None:
        raise NotFound("There is no such note: follow a citation, or search from the chat page.")
    template = Template((WEB / "note.html").read_text(encoding="utf-8"))
    before, around = _around(index, slug)
    return HTMLResponse(
        template.substitute(
            title=escape(found.title),
            summary=escape(found.summary),
            contents=_contents(found),
            body=found.html,
            prerequisites=_list(index, before),
            linked=_list(index, around),
        )
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
def examples(state: Annotated[State, Depends(state_of)]) -> dict[str, list[str]]:
    """Questions that the notes of this index answer, for an empty page."""
    return {"questions": state.current.index.opening_questions(_EXAMPLES)}


def _contents(found: RenderedNote) -> str:
    entries = "".join(
        f'<li class="level-{level}"><a href="#{escape(anchor)}">{escape(title)}</a></li>'
        for level, title, anchor in found.headings
        if 1 < level < 4
    )
    return f"<ol>{entries}</ol>" if entries else ""


def _around(index: Index, slug: str) -> tuple[list[str], list[str]]:
    """The prerequisites of a note, and the other notes that it is linked with."""
    links = index.graph.links
    before = [link.source for link in links if link.kind == "prerequisite" and link.target == slug]
    return before, sorted(index.neighbours(slug) - set(before))


def _list(index: Index, slugs: list[str]) -> str:
    titles = index.titles
    entries = "".join(
        f'<li><a href="{escape(note_url(slug))}">{escape(titles[slug])}</a></li>' for slug in slugs
    )
    return f"<ul>{entries}</ul>" if entries else ""
