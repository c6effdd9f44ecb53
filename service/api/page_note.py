"""Which note a page shows: one of ours, or a wiki's page that was made from the same Markdown."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from indexer.index import Index
from service.api.schemas import Page

_OWN = "/notes/"
_ENDING = re.compile(r"(/index|/readme)?\.(html?|md|php)$|/(index|readme)?$", re.IGNORECASE)
_BREAKS = re.compile(r"[\s_:-]+")  # wikis spell a title's spaces in several ways
_TITLE_ENDS = (" - ", " | ", " – ", " — ", " · ", " [")  # what follows is the site's name


def note_of(index: Index, page: Page) -> str | None:
    """The slug of the note that a page shows, None if it can't be told.

    By the end of its path (`/docs/deep/locks/`), else by its title (`Locks - Team wiki`).
    """
    try:
        path = unquote(urlsplit(page.url).path)
    except ValueError:
        path = ""
    if path.startswith(_OWN) and path.removeprefix(_OWN) in index.titles:
        return path.removeprefix(_OWN)
    slugs, titles = _names(index)
    parts = [_plain(part) for part in _ENDING.sub("", path).split("/") if part]
    for start in range(len(parts)):
        slug = slugs.get("/".join(parts[start:]))
        if slug:
            return slug
    heads = [page.title, *(page.title.partition(end)[0] for end in _TITLE_ENDS)]
    return next((titles[_plain(head)] for head in heads if _plain(head) in titles), None)


@lru_cache(maxsize=2)
def _names(index: Index) -> tuple[dict[str, str], dict[str, str]]:
    """Slugs by what a path may call them, whole and by their last part where that is one note's."""
    slugs: dict[str, str] = {}
    ends: dict[str, set[str]] = {}
    for slug in index.titles:
        parts = [_plain(part) for part in slug.split("/")]
        slugs["/".join(parts)] = slug
        ends.setdefault(parts[-1], set()).add(slug)
    single = {end: next(iter(found)) for end, found in ends.items() if len(found) == 1}
    return single | slugs, {_plain(title): slug for slug, title in index.titles.items()}


def _plain(text: str) -> str:
    return _BREAKS.sub("-", text.strip()).casefold()
