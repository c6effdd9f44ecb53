"""From the addresses written in notes to the notes that they mean."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from indexer.markdown import WIKI, anchor_of
from indexer.types import Note

_ENDINGS = (".md", ".markdown", ".html", "/index", "/readme", "/")


class Links:
    """Resolves relative links and wikilinks among the notes of one folder.

    A wikilink means a note by slug, path, file name, title or alias, in this order, in any case.
    """

    def __init__(self, notes: Iterable[Note]) -> None:
        notes = list(notes)
        self._paths: dict[str, str] = {}
        self._names: dict[str, str] = {}
        for note in notes:
            self._paths.setdefault(_bare(note.path), note.slug)
            self._paths.setdefault(_bare(note.slug), note.slug)
        for name_of in (
            lambda note: (note.slug, note.path),
            lambda note: (posixpath.basename(note.path),),
            lambda note: (note.title,),
            lambda note: note.aliases,
        ):
            for note in notes:
                for name in name_of(note):
                    self._names.setdefault(name.casefold(), note.slug)

    def resolve(self, note: Note, address: str) -> tuple[str, str] | None:
        """The slug and the fragment that an address in a note means; None if it means no note."""
        address = unquote(address)
        if address.startswith(WIKI):
            name, _, fragment = address.removeprefix(WIKI).partition("#")
            slug = self._names.get(name.strip().casefold()) if name.strip() else note.slug
            return (slug, _fragment(fragment)) if slug else None
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        if parts.scheme or parts.netloc:
            return None
        if not parts.path:
            return (note.slug, parts.fragment) if parts.fragment else None
        slug = self._paths.get(self._path(note, parts.path))
        return (slug, parts.fragment) if slug else None

    def _path(self, note: Note, path: str) -> str:
        folder = "" if path.startswith("/") else posixpath.dirname(note.path)
        near = _bare(posixpath.normpath(posixpath.join(folder, path.lstrip("/"))))
        if near in self._paths:
            return near
        # Hosts that give each page a folder of its own count one level more.
        return _bare(posixpath.normpath(posixpath.join(note.path, path.lstrip("/"))))


def _bare(path: str) -> str:
    """A path as a key: no ending, no index file, any case."""
    path = path.casefold()
    for ending in _ENDINGS:
        path = path.removesuffix(ending)
    return path


def _fragment(heading: str) -> str:
    return anchor_of(heading, {}) if heading.strip() else ""
