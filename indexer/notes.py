"""Markdown files to notes. The only file that knows the note format."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from indexer.errors import NotesError
from indexer.markdown import headings, parser
from indexer.types import Note, Skipped

ENDINGS = (".md", ".markdown")
LARGEST = 5_000_000  # bytes; a larger file is a dump, not a note
_IGNORED_FOLDERS = {"node_modules", "__pycache__"}
_MOST_VALUES = 10_000
# libyaml takes what people write, such as [What is it?], where the plain loader does not.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FENCED = re.compile(r"---[ \t]*\n(.*?\n)---[ \t]*(?:\n|$)", re.DOTALL)
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*(?:/[a-z0-9][a-z0-9_-]*)*")


def read_folder(folder: Path) -> tuple[list[Note], list[Skipped]]:
    """Every note below a folder, ordered by path, and the files that were left out.

    Hidden folders are passed over. Raises NotesError if the folder is not there or holds no note.
    """
    if not folder.is_dir():
        raise NotesError(f"There is no folder '{folder}': name a folder of Markdown files.")
    notes: list[Note] = []
    skipped: list[Skipped] = []
    taken: set[str] = set()
    for file in _files(folder):
        path = file.relative_to(folder).as_posix()
        shown = path.encode(errors="replace").decode()
        read = _read(file, path) if shown == path else Skipped(shown, "its name is not UTF-8")
        if isinstance(read, Skipped):
            skipped.append(read)
            continue
        note = _unique(read, taken)
        taken.add(note.slug)
        notes.append(note)
    if not notes:
        reasons = "; ".join(f"{skip.path}: {skip.reason}" for skip in skipped[:5])
        found = f" Left out: {reasons}." if reasons else ""
        raise NotesError(f"'{folder}' holds no Markdown file that can be indexed.{found}")
    return notes, skipped


def parse_note(text: str, path: str) -> Note:
    """A note from a file's text; `path` is relative to the folder, with its ending.

    The title is the front matter's, else the first heading's, else made of the file's name. Front
    matter that is not a mapping, or not YAML, counts as text.
    """
    text = (
        text.removeprefix("\ufeff")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\0", "\ufffd")
    )
    fields, body = _front_matter(text)
    stem = path.rsplit(".", 1)[0]
    slug = str(fields.get("slug", "")).strip("/")
    return Note(
        slug=slug if _SLUG.fullmatch(slug) else stem,
        path=stem,
        title=_words(fields.get("title")) or _first_heading(body) or _title_of(stem),
        body=body,
        summary=_words(fields.get("summary") or fields.get("description")),
        aliases=_list(fields.get("aliases")),
        questions=_list(fields.get("questions")),
        fields=fields,
    )


def _files(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in _IGNORED_FOLDERS
        )
        for name in sorted(names):
            if name.lower().endswith(ENDINGS) and not name.startswith("."):
                yield Path(root, name)


def _read(file: Path, path: str) -> Note | Skipped:
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            return Skipped(path, "not a regular file")
        if status.st_size > LARGEST:
            return Skipped(path, f"larger than {LARGEST // 1_000_000} MB")
        data = file.read_bytes()
    except OSError as error:
        return Skipped(path, f"cannot be read ({error.strerror})")
    if b"\0" in data[:8192] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Skipped(path, "binary, not text")
    try:
        note = parse_note(data.decode("utf-8"), path)
    except UnicodeDecodeError as error:
        return Skipped(path, f"not UTF-8 (byte {error.start}); save it as UTF-8")
    if note.fields.get("index") is False:
        return Skipped(path, "asks to be left out (index: false)")
    if not note.body.strip():
        return Skipped(path, "empty")
    return note


def _unique(note: Note, taken: set[str]) -> Note:
    """The note itself, or the same under its path (numbered if need be) if its slug is taken."""
    slug, count = note.slug, 1
    while slug in taken:
        slug = note.path if count == 1 else f"{note.path}-{count}"
        count += 1
    if slug == note.slug:
        return note
    return Note(
        slug,
        note.path,
        note.title,
        note.body,
        note.summary,
        note.aliases,
        note.questions,
        note.fields,
    )


def _front_matter(text: str) -> tuple[Mapping[str, Any], str]:
    match = _FENCED.match(text)
    if match is None:
        return {}, text
    try:
        fields = _plain(yaml.load(match[1], Loader=_LOADER), count())  # noqa: S506 - safe, both
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        return {}, text
    return (fields, text[match.end() :]) if isinstance(fields, dict) and fields else ({}, text)


def _plain(value: object, seen: Iterator[int]) -> Any:
    """YAML as plain data with text for keys, so that it can be stored.

    Raises ValueError for more values than anybody writes: aliases can nest without end.
    """
    if next(seen) > _MOST_VALUES:
        raise ValueError("too many values")
    if isinstance(value, dict):
        return {str(key): _plain(entry, seen) for key, entry in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(entry, seen) for entry in value]
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _first_heading(body: str) -> str:
    return next((title for _, level, title, _ in headings(parser().parse(body)) if level <= 2), "")


def _title_of(stem: str) -> str:
    name = stem.rsplit("/", 1)[-1]
    if name.lower() in ("index", "readme") and "/" in stem:
        name = stem.rsplit("/", 2)[-2]
    words = re.sub(r"[-_]+", " ", name).strip()
    return words[:1].upper() + words[1:] or stem


def _words(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _list(value: object) -> tuple[str, ...]:
    entries = value if isinstance(value, list) else [value]
    return tuple(filter(None, map(_words, entries)))
