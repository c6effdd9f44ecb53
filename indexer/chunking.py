"""Notes to chunks, cut from the source at headings and blocks.

The chunks of a note joined together are its body, to the letter. A chunk holds parts of two sections
only where a whole section is tiny; a heading with nothing below it goes with the section it opens.
A block is cut only if it alone is over its limit (`pieces.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.markdown import blocks
from indexer.pieces import KEPT_WHOLE, CountTokens, pieces
from indexer.types import Block, Chunk, Note


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in the embedder's tokens.

    largest: what a chunk of several blocks may hold; a tiny rest may bring it a quarter over.
    whole:   up to here a code block or table stays in one piece, though the embedder then reads
             its beginning only: half a snippet helps nobody.
    tiny:    below this a section is put together with its neighbour.
    """

    largest: int = 200
    whole: int = 480
    tiny: int = 40

    @property
    def stretched(self) -> int:
        return self.largest + self.largest // 4


@dataclass(frozen=True, slots=True)
class _Section:
    heading: tuple[str, ...]
    anchor: str
    blocks: tuple[Block, ...]


Run = tuple[Block, ...]


def cut(note: Note, count: CountTokens, limits: Limits) -> tuple[list[Chunk], dict[str, Any]]:
    """The chunks of a note, and the environment that its link references need when rendered."""
    spans, environment = blocks(note.body)

    def size(run: Run) -> int:
        return count(note.body[run[0].start : run[-1].end])

    placed: list[tuple[_Section, Run, bool]] = []  # with whether the run is its whole section
    for section in _opened(_sections(spans)):
        runs = list(_pack(section.blocks, note.body, size, count, limits))
        for run in runs:
            whole = len(runs) == 1
            if placed and _join(placed[-1], (section, run, whole), size, limits):
                before, earlier, _ = placed.pop()
                placed.append((before, earlier + run, True))
            else:
                placed.append((section, run, whole))
    return [_chunk(note, section, run) for section, run, _ in placed], environment


def _sections(spans: Sequence[Block]) -> Iterator[_Section]:
    path: list[tuple[int, str]] = []
    anchor, members = "", list[Block]()
    for block in spans:
        if block.kind == "heading_open":
            if members:
                yield _Section(tuple(title for _, title in path), anchor, tuple(members))
            path = [(level, title) for level, title in path if level < block.level]
            path.append((block.level, block.title))
            anchor, members = block.anchor, []
        members.append(block)
    if members:
        yield _Section(tuple(title for _, title in path), anchor, tuple(members))


def _opened(sections: Iterator[_Section]) -> Iterator[_Section]:
    """The sections, a bare heading put in front of the section that follows it."""
    bare: Run = ()
    place: _Section | None = None
    for section in sections:
        place = section
        if len(section.blocks) == 1 and section.blocks[0].kind == "heading_open":
            bare += section.blocks
            continue
        yield _Section(section.heading, section.anchor, bare + section.blocks)
        bare = ()
    if bare and place is not None:
        yield _Section(place.heading, place.anchor, bare)


def _pack(
    spans: Sequence[Block],
    body: str,
    size: Callable[[Run], int],
    count: CountTokens,
    limits: Limits,
) -> Iterator[Run]:
    """Whole blocks in runs of at most `largest` tokens, a tiny rest added to the last run."""
    runs: list[Run] = []
    for block in spans:
        for piece in pieces(block, body, count, limits.largest, limits.whole):
            room = limits.largest
            if runs and piece.kind in KEPT_WHOLE and size(runs[-1]) < limits.tiny:
                room = limits.whole  # a short lead-in stays with what it introduces
            elif runs and all(block.kind == "heading_open" for block in runs[-1]):
                room = limits.whole  # so does a heading
            if runs and size((*runs[-1], piece)) <= room:
                runs[-1] += (piece,)
            else:
                runs.append((piece,))
    if (
        len(runs) > 1
        and size(runs[-1]) < limits.tiny
        and size(runs[-2] + runs[-1]) <= limits.stretched
    ):
        tail = runs.pop()
        runs[-1] += tail
    yield from runs


def _join(
    last: tuple[_Section, Run, bool],
    new: tuple[_Section, Run, bool],
    size: Callable[[Run], int],
    limits: Limits,
) -> bool:
    """Whether two runs become one: both are whole neighbouring sections, one tiny, and they fit."""
    (before, earlier, whole), (after, later, also_whole) = last, new
    if before is after or not (whole and also_whole):
        return False
    if before.heading[:-1] != after.heading[:-1] and after.heading[:-1] != before.heading:
        return False
    return min(size(earlier), size(later)) < limits.tiny and size(earlier + later) <= limits.largest


def _chunk(note: Note, section: _Section, run: Run) -> Chunk:
    source = (block.before + note.body[block.start : block.end] + block.after for block in run)
    heading = section.heading
    return Chunk(
        note=note.slug,
        title=note.title,
        heading=heading[1:] if heading[:1] == (note.title,) else heading,
        anchor=section.anchor,
        text=note.body[run[0].start : run[-1].end],
        markdown="".join(source),
    )
