"""The Python snippets of the notes do what they claim: each runs by itself and leaves no file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.content.corpus import NOTES, README, Note, slug_of

NOT_RUN = "# not run here"
SECONDS = 120
WITH_SNIPPETS = [note for note in [*NOTES, README] if note.snippets]


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The result of a snippet in a process of its own, in an empty folder, on one thread."""
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", code],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("note", WITH_SNIPPETS, ids=slug_of)
def test_snippets_run(note: Note, tmp_path: Path) -> None:
    for code in note.snippets:
        if code.startswith(NOT_RUN):
            compile(code, str(note.path), "exec")
            continue
        result = run(code, tmp_path)
        assert result.returncode == 0, result.stderr
        assert list(tmp_path.iterdir()) == []
