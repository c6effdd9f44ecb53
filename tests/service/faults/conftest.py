"""A real service in a process of its own, over a small index and a real database."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer.build import build
from indexer.embedding import WordsEmbedder
from tests.served import ONRAMP, ROOT

QUESTION = "What does a bounded queue refuse?"


@pytest.fixture
def quick(tmp_path: Path, notes: Path) -> dict[str, str]:
    """Settings of a service that quotes, over the three notes."""
    data = tmp_path / "data"
    build(notes, data / "index", WordsEmbedder())
    given = {
        "ONRAMP_DATA": str(data),
        "ONRAMP_EMBEDDER": "words",
        "ONRAMP_GENERATOR": "quote",
        "ONRAMP_REFRESH_SECONDS": "0.05",
    }
    return os.environ | given


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "server.log"


def onramp(
    environment: dict[str, str], *command: str, within: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """What a command of ours prints and ends with; `within` is a command that becomes it."""
    return subprocess.run(
        [*within, *ONRAMP, *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
