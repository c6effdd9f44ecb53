"""One note made ready for an index: rendered, cut into pieces, its links resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from indexer.chunking import Limits, cut
from indexer.embedding import Embedder
from indexer.links import Links
from indexer.rendering import Renderer
from indexer.types import Chunk, Note, RenderedNote, Unit


@dataclass(frozen=True, slots=True)
class Piece:
    """A chunk with its cleaned HTML, its units, and words that lead to it but don't stand in it."""

    chunk: Chunk
    html: str
    units: list[Unit]
    hints: str


@dataclass(frozen=True, slots=True)
class Page:
    """`targets` and `dangling` are what the note links to, and what of that is not there.

    `hints` is how many texts are embedded to lead to the note as a whole (`embedded_texts.py`).
    """

    note: Note
    rendered: RenderedNote
    pieces: list[Piece]
    targets: set[str]
    dangling: list[str]
    hints: int


def read_pages(
    notes: Sequence[Note],
    embedder: Embedder,
    limits: Limits,
    progress: Callable[[str, int, int], None],
    *,
    questions: bool = True,
) -> Iterator[Page]:
    """Renders and cuts note after note; without `questions` those of the notes are no hints.

    One page at a time, because the pages of a large folder take many times its size.
    """
    renderer = Renderer(Links(notes))
    for done, note in enumerate(notes, 1):
        targets, nowhere = renderer.targets(note)
        chunks, environment = cut(note, embedder.count_tokens, limits)
        asked = note.questions if questions else ()
        words = "\n".join((*note.aliases, *asked, note.summary))
        pieces = [
            Piece(chunk, *renderer.chunk(note, chunk, environment), "" if at else words)
            for at, chunk in enumerate(chunks)
        ]
        rendered = renderer.note(note)
        yield Page(note, rendered, pieces, targets, sorted(nowhere), 1 + len(asked))
        progress("reading", done, len(notes))
