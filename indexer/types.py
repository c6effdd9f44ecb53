"""The shared types: frozen, standard library only, imports nothing of ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote

UnitKind = Literal["sentence", "item", "row", "code", "heading"]
LinkKind = Literal["prerequisite", "link"]


def note_url(slug: str, anchor: str = "") -> str:
    """Address of a note, or of a heading in it, relative to the service's root."""
    return f"/notes/{quote(slug)}" + (f"#{quote(anchor)}" if anchor else "")


def path_of(title: str, heading: Iterable[str]) -> str:
    """Where a text stands, as the models read it: the title of its note and the headings above it."""
    return " > ".join(filter(None, dict.fromkeys((title, *heading))))


def placed(title: str, heading: Iterable[str], text: str) -> str:
    """A text below where it stands, as the models read it."""
    return f"{path_of(title, heading)}\n{text.strip()}".strip()


@dataclass(frozen=True, slots=True)
class Note:
    """One Markdown file.

    `path` is where it lies below the folder, without `.md`, with `/` between its parts. `slug` is
    what it is called in addresses: the same path, unless the front matter names a free one.
    `body` is the text after the front matter, newlines as `\\n`.
    """

    slug: str
    path: str
    title: str
    body: str
    summary: str = ""
    aliases: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was left out of the index, and the reason in words."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Block:
    """A top-level Markdown block as a span of the body, blank lines after it included.

    `before` and `after` are what has to stand around the text for it to be parsed as what it was,
    when the block is a piece of a code fence or of a table that was too long for one chunk.
    """

    start: int
    end: int
    kind: str
    level: int = 0
    title: str = ""
    anchor: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest piece that can be shown as evidence: a sentence, list item, row or code block.

    `block` numbers the Markdown block of the chunk in which the unit stands; `html` is cleaned.
    """

    text: str
    kind: UnitKind
    block: int
    html: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is embedded and retrieved: a run of whole blocks of one section.

    `text` is the exact source, so that the chunks of a note joined together are its body;
    `markdown` is the same made parseable on its own; `heading` is the path of titles.
    """

    note: str
    title: str
    heading: tuple[str, ...]
    anchor: str
    text: str
    markdown: str

    def embedded_text(self) -> str:
        """The text that the embedder sees: where the chunk stands, then what it says."""
        return placed(self.title, self.heading, self.text)


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk as the index gives it back, with its rendered HTML and its units."""

    id: int
    note: str
    title: str
    heading: tuple[str, ...]
    anchor: str
    text: str
    html: str
    units: tuple[Unit, ...]

    @property
    def place(self) -> str:
        """The title of its note and the headings above it."""
        return f"{self.title} {' '.join(self.heading)}"

    @property
    def url(self) -> str:
        """Where the passage stands in the rendered note, relative to the service's root."""
        return note_url(self.note, self.anchor)


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk's id with the score that one half of the search gave it; higher is better."""

    id: int
    score: float


@dataclass(frozen=True, slots=True)
class Link:
    """A directed edge between two notes, by slug."""

    source: str
    target: str
    kind: LinkKind


@dataclass(frozen=True, slots=True)
class Concept:
    """A node of the graph. The planner's fields stay as the front matter gave them."""

    slug: str
    title: str
    summary: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class RenderedNote:
    """A note as a page: cleaned HTML with anchors, its headings and where it leads."""

    slug: str
    title: str
    summary: str
    html: str
    headings: tuple[tuple[int, str, str], ...]  # level, title, anchor
    questions: tuple[str, ...]
    checkpoints: tuple[str, ...]
