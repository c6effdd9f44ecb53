"""What made a generation, and what its files must be."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from indexer.errors import IndexBroken
from indexer.model_files import digest_of

SCHEMA = 3  # raise it when the same notes would give another index: older ones are then refused
FILE = "manifest.json"
DATABASE = "index.sqlite"
CHUNK_VECTORS = "vectors.faiss"
UNIT_VECTORS = "units.faiss"
HINT_VECTORS = "hints.faiss"
FILES = {DATABASE, CHUNK_VECTORS, UNIT_VECTORS, HINT_VECTORS}


@dataclass(frozen=True, slots=True)
class Manifest:
    """Written last into a generation; what it lacks or contradicts is not read.

    `source` is the digest of the notes and of all that shapes the index, by which a build sees that
    there is nothing to do; `questions` says whether the notes' own
    questions help the search. `checksums` holds the SHA-256 of every other file of the generation.
    """

    schema: int
    created: str
    source: str
    embedder: str
    embedder_digest: str
    dimension: int
    largest: int
    whole: int
    tiny: int
    questions: bool
    notes: int
    chunks: int
    units: int
    hints: int
    checksums: dict[str, str]

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), indent=1, sort_keys=True)
        (folder / FILE).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest of a generation whose files are all there and unaltered.

        Raises IndexBroken, naming the file at fault.
        """
        try:
            fields = json.loads((folder / FILE).read_text(encoding="utf-8"))
            schema = fields.get("schema")
        except (OSError, ValueError, AttributeError):
            raise IndexBroken(f"'{FILE}' is missing or unreadable. {MEND}") from None
        if schema != SCHEMA:
            raise IndexBroken(
                f"The index is of schema {schema}, this version reads {SCHEMA}: build it again with "
                "`onramp index FOLDER`."
            )
        try:
            manifest = cls(**fields)
            checksums = manifest.checksums.items()
        except (TypeError, AttributeError):
            raise IndexBroken(f"'{FILE}' lacks a field or has one too many. {MEND}") from None
        for name, checksum in checksums:
            path = folder / name
            if not path.is_file():
                raise IndexBroken(f"'{name}' is missing from the index. {MEND}")
            if digest_of(path) != checksum:
                raise IndexBroken(f"'{name}' of the index was cut short or altered. {MEND}")
        return manifest


MEND = "Build it again with `onramp index FOLDER`, or go back with `onramp index --rollback`."
