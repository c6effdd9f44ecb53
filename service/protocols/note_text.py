"""A note as the Markdown that it was indexed from."""

from __future__ import annotations

from difflib import get_close_matches

from indexer.index import Index
from service.errors import NotFound


def note_text(index: Index, slug: str) -> str:
    """The Markdown of a note, front matter left out. Raises NotFound, naming the likeliest slugs."""
    if slug not in index.titles:
        near = get_close_matches(slug, index.titles, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else "search names the slugs."
        raise NotFound(f"There is no note '{slug}': {hint}")
    return "".join(section.text for section in index.sections(slug)).strip() + "\n"
