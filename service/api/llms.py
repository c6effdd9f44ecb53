"""GET /llms.txt and /llms-full.txt: the notes for programs that read a site as text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from indexer.index import Index
from indexer.types import note_url
from service.api.address import address
from service.api.pages import NO_CACHE
from service.api.state import State, state_of
from service.api.surroundings import roadmap
from service.protocols.note_text import note_text

router = APIRouter(include_in_schema=False)
_ABOUT = "> Notes that answer questions with a citation for each sentence, and that study plans are made of."


@router.get("/llms.txt")
def llms(request: Request, state: Annotated[State, Depends(state_of)]) -> Response:
    """Every note with a link and a line on it, those of the roadmap first."""
    text = _list(state.current.index, address(state, request))
    return _answer(request, text, "text/plain; charset=utf-8")


@router.get("/llms-full.txt")
def llms_full(request: Request, state: Annotated[State, Depends(state_of)]) -> Response:
    """The text of every note, in the same order."""
    text = _whole(state.current.index, address(state, request))
    return _answer(request, text, "text/markdown; charset=utf-8")


def _answer(request: Request, text: str, media_type: str) -> Response:
    tag = f'W/"{sha256(text.encode()).hexdigest()[:32]}"'  # weak: it may be sent compressed
    headers = NO_CACHE | {"ETag": tag}
    known = [one.strip() for one in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(text, media_type=media_type, headers=headers)


@lru_cache(maxsize=4)
def _list(index: Index, base: str) -> str:
    on_roadmap, others = _slugs(index)
    lines = ["# Onramp", "", _ABOUT, ""]
    for title, slugs in (("Roadmap", on_roadmap), ("Notes", others)):
        if slugs:
            lines += [f"## {title}", "", *(_line(index, slug, base) for slug in slugs), ""]
    whole = f"- [All notes in full]({base}/llms-full.txt): the Markdown of every note"
    return "\n".join([*lines, "## Optional", "", whole, ""])


@lru_cache(maxsize=2)
def _whole(index: Index, base: str) -> str:
    on_roadmap, others = _slugs(index)
    return "\n".join(_notes(index, on_roadmap + others, base))


def _notes(index: Index, slugs: list[str], base: str) -> Iterator[str]:
    for slug in slugs:
        yield f"<!-- {base}{note_url(slug)} -->\n\n{note_text(index, slug)}"


def _slugs(index: Index) -> tuple[list[str], list[str]]:
    """The notes of the roadmap in its order, and the others by title."""
    first = [concept.slug for concept in roadmap(index)]
    rest = sorted(index.titles.keys() - set(first), key=lambda slug: (index.titles[slug], slug))
    return first, rest


def _line(index: Index, slug: str, base: str) -> str:
    note = index.note(slug)
    summary = " ".join(note.summary.split()) if note else ""
    title = index.titles[slug].replace("[", "\\[").replace("]", "\\]")
    return f"- [{title}]({base}{note_url(slug)})" + (f": {summary}" if summary else "")
