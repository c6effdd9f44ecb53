"""The notes of a folder made ready for an index: rendered, cut into pieces, links resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

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
class Corpus:
    """`targets` and `dangling` hold by slug what a note links to, and what of that is not there.

    `hints` hold by slug the texts that are embedded to lead to the note as a whole.
    """

    rendered: list[RenderedNote] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    targets: dict[str, Iterable[str]] = field(default_factory=dict)
    dangling: dict[str, list[str]] = field(default_factory=dict)
    hints: dict[str, list[str]] = field(default_factory=dict)


def read_corpus(
    notes: Sequence[Note],
    embedder: Embedder,
    limits: Limits,
    progress: Callable[[str, int, int], None],
    *,
    questions: bool = True,
) -> Corpus:
    """Renders and cuts every note; without `questions` those of the notes are no hints."""
    corpus = Corpus()
    renderer = Renderer(Links(notes))
    for done, note in enumerate(notes, 1):
        corpus.rendered.append(renderer.note(note))
        corpus.targets[note.slug], nowhere = renderer.targets(note)
        if nowhere:
            corpus.dangling[note.slug] = sorted(nowhere)
        chunks, environment = cut(note, embedder.count_tokens, limits)
        asked = note.questions if questions else ()
        corpus.hints[note.slug] = [f"{note.title}. {note.summary}".strip(), *asked]
        for at, chunk in enumerate(chunks):
            words = "" if at else "\n".join((*note.aliases, *asked, note.summary))
            corpus.pieces.append(Piece(chunk, *renderer.chunk(note, chunk, environment), words))
        progress("reading", done, len(notes))
    return corpus
