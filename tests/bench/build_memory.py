"""python -m tests.bench.build_memory --pages 1000 10000: the most memory that a build holds.

The pages are the real notes many times over, each copy with other numbers and headings. Each build
has a process of its own and an embedder without weights, so that only the build's own memory shows.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from indexer.build import build
from indexer.embedding import WordsEmbedder
from service.benchmark.indexing import note_files
from service.benchmark.large import varied
from tests.conftest import ROOT


@dataclass(frozen=True, slots=True)
class Built:
    """A build: what it read and wrote, in MB, and the most memory that it held."""

    pages: int
    vectors: int
    source_mb: float
    index_mb: float
    peak_mb: float
    seconds: float


def measure(pages: int) -> Built:
    """Builds an index of so many pages in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.build_memory", "--one", str(pages)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return Built(**json.loads(done.stdout))


def _build(pages: int) -> Built:
    with tempfile.TemporaryDirectory() as temporary:
        notes, out = Path(temporary) / "notes", Path(temporary) / "index"
        size = _write(notes, pages)
        began = time.monotonic()
        report = build(notes, out, WordsEmbedder(384))
        seconds = time.monotonic() - began
        written = sum(file.stat().st_size for file in (out / report.generation).iterdir())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    made = report.manifest
    vectors = made.chunks + made.units + made.hints
    return Built(made.notes, vectors, size / 1e6, written / 1e6, peak / 1e6, seconds)


def _write(folder: Path, pages: int) -> int:
    """Writes so many notes below a folder; how many bytes they take."""
    originals, size = note_files(ROOT / "kb"), 0
    folder.mkdir()
    for number in range(pages):
        copy, at = divmod(number, len(originals))
        text = varied(originals[at].read_text(encoding="utf-8"), copy)
        size += (folder / f"{number}.md").write_text(text, encoding="utf-8")
    return size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--one", type=int, help="build so many in this process")
    given = parser.parse_args()
    if given.one:
        print(json.dumps(asdict(_build(given.one))))
        return
    for pages in given.pages:
        print(json.dumps({name: round(value) for name, value in asdict(measure(pages)).items()}))


if __name__ == "__main__":
    main()
