"""The knowledge base as the content tests read it: every note with its front matter and tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from markdown_it.token import Token

from indexer.markdown import WIKI, headings, parser
from indexer.notes import parse_note

ROOT = Path(__file__).parents[2]
KB = ROOT / "kb"
_FENCE = re.compile(r"^ *```.*?^ *```", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Note:
    """One Markdown file of the knowledge base."""

    path: Path
    meta: dict[str, Any]
    body: str

    @property
    def slug(self) -> str:
        return self.path.stem

    @property
    def prerequisites(self) -> list[str]:
        return [edge["slug"] for edge in self.meta.get("prerequisites", [])]

    @cached_property
    def tokens(self) -> list[Token]:
        return parser().parse(self.body)

    @cached_property
    def headings(self) -> list[tuple[int, str, str]]:
        """Level, title and anchor of every heading in order."""
        return [(level, title, anchor) for _, level, title, anchor in headings(self.tokens)]

    @cached_property
    def anchors(self) -> set[str]:
        return {anchor for *_, anchor in self.headings}

    @cached_property
    def links(self) -> list[str]:
        """The targets of the wikilinks in the text, as written."""
        inline = [child for token in self.tokens for child in token.children or []]
        hrefs = [str(child.attrGet("href")) for child in inline if child.type == "link_open"]
        return [href.removeprefix(WIKI) for href in hrefs if href.startswith(WIKI)]

    @cached_property
    def snippets(self) -> list[str]:
        """The contents of the Python fences."""
        fences = [token for token in self.tokens if token.type == "fence"]
        return [token.content for token in fences if token.info.strip() == "python"]

    @cached_property
    def prose(self) -> str:
        """The body without its fences."""
        return _FENCE.sub("", self.body)

    @cached_property
    def paragraphs(self) -> list[str]:
        """What stands between blank lines outside fences, headings left out, one line each."""
        parts = [folded(part) for part in re.split(r"\n\s*\n", self.prose)]
        return [part for part in parts if part and not part.startswith("#")]


def folded(text: str) -> str:
    """The text with every run of whitespace as one space."""
    return " ".join(text.split())


def load(path: Path) -> Note:
    note = parse_note(path.read_text(encoding="utf-8"), path.name)
    return Note(path, dict(note.fields), note.body.strip())


CONCEPTS = [load(path) for path in sorted((KB / "notes").glob("*.md"))]
GUIDES = [load(path) for path in sorted((KB / "guides").glob("*.md"))]
ROADMAP = load(KB / "roadmap.md")
README = load(KB / "README.md")
NOTES = [*CONCEPTS, *GUIDES, ROADMAP]
BY_SLUG = {note.slug: note for note in NOTES}
CONCEPT_SLUGS = {note.slug for note in CONCEPTS}


def slug_of(note: Note) -> str:
    """The name of a note in a test's identifier."""
    return note.slug
