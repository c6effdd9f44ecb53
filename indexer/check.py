"""What is wrong with a folder of notes, and with the index of it, found without building."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from indexer.build import source_digest
from indexer.chunking import Limits
from indexer.embedding import Embedder
from indexer.errors import IndexerError
from indexer.generations import Generations
from indexer.graph import cycles_of, gather_links
from indexer.manifest import Manifest
from indexer.notes import read_folder
from indexer.page import Page, read_pages
from indexer.types import Link, Note

Topic = Literal["link", "cycle", "generation", "heading", "window", "orphan", "history", "left out"]
_FAULTS: frozenset[Topic] = frozenset({"link", "cycle", "generation"})
_SPECIAL = 2  # tokens that the embedder puts around a text


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: which note (or generation), and what to do about it."""

    topic: Topic
    place: str
    text: str

    @property
    def fault(self) -> bool:
        """Whether it is wrong in any folder, not just worth a look."""
        return self.topic in _FAULTS


def check(
    folder: Path, out: Path, embedder: Embedder, *, limits: Limits | None = None
) -> list[Finding]:
    """Everything worth saying about the notes below `folder` and the index below `out`.

    Raises NotesError if the folder cannot be read.
    """
    limits = limits or Limits()
    notes, skipped = read_folder(folder)
    targets: dict[str, Iterable[str]] = {}
    dangling: dict[str, list[str]] = {}
    headings, windows = list[Finding](), list[Finding]()
    for page in read_pages(notes, embedder, limits, lambda *_: None):
        targets[page.note.slug], dangling[page.note.slug] = page.targets, page.dangling
        headings += _headings(page)
        windows += _over_the_window(page, embedder)
    _, links, unknown = gather_links(notes, targets)
    return [
        *_dangling(dangling, unknown),
        *(Finding("cycle", path[0], f"prerequisites form a cycle: {' -> '.join(path)}")
          for path in cycles_of(links)),
        *headings,
        *windows,
        *_orphans(notes, links),
        *(Finding("left out", skip.path, skip.reason) for skip in skipped),
        *_generations(out, lambda asked: source_digest(notes, embedder, limits, asked)),
    ]  # fmt: skip


def _dangling(
    dangling: Mapping[str, Sequence[str]], unknown: Mapping[str, Sequence[str]]
) -> Iterator[Finding]:
    for slug, targets in dangling.items():
        yield from (Finding("link", slug, f"links to '{to}', which is not there") for to in targets)
    for slug, targets in unknown.items():
        yield from (
            Finding("link", slug, f"names the prerequisite '{to}', which is not there")
            for to in targets
        )


def _headings(page: Page) -> Iterator[Finding]:
    """Headings of one note that read the same: links to the second go to the first."""
    note = page.rendered
    counts = Counter(title.casefold() for _, title, _ in note.headings)
    for _, title, _ in note.headings:
        if counts.pop(title.casefold(), 0) > 1:
            yield Finding("heading", note.slug, f"has the heading '{title}' more than once")


def _over_the_window(page: Page, embedder: Embedder) -> Iterator[Finding]:
    for piece in page.pieces:
        size = embedder.count_tokens(piece.chunk.embedded_text()) + _SPECIAL
        if size > embedder.window:
            place = " › ".join(piece.chunk.heading) or piece.chunk.title
            yield Finding(
                "window",
                piece.chunk.note,
                f"a passage under '{place}' has {size} tokens; the embedder reads the first {embedder.window}",
            )


def _orphans(notes: Sequence[Note], links: Sequence[Link]) -> Iterator[Finding]:
    linked = {link.target for link in links if link.source != link.target}
    linked |= {link.source for link in links if link.kind == "prerequisite"}
    for note in notes:
        if note.slug not in linked and len(notes) > 1:
            yield Finding("orphan", note.slug, "no other note links to it")


def _generations(out: Path, source_with: Callable[[bool], str]) -> Iterator[Finding]:
    generations = Generations(out)
    for folder in generations.unfinished():
        yield Finding("generation", folder.name, "was left unfinished; the next build removes it")
    try:
        current = generations.current()
    except IndexerError as error:
        yield Finding("generation", out.name, str(error))
        return
    for folder in generations.newest_first():
        try:
            manifest = Manifest.read(folder)
        except IndexerError as error:
            yield Finding("generation" if folder == current else "history", folder.name, str(error))
            continue
        if folder == current and manifest.source != source_with(manifest.questions):
            text = f"is stale: the notes or settings have changed since {manifest.created}"
            yield Finding("generation", folder.name, f"{text}; build it again")
