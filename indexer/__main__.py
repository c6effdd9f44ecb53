"""`python -m indexer FOLDER OUT`: builds an index without the service."""

from __future__ import annotations

import sys
from pathlib import Path

from indexer.build import build
from indexer.errors import IndexerError
from indexer.sentence_embedder import SentenceEmbedder


def main() -> int:
    if len(sys.argv) != 3:
        print("usage: python -m indexer FOLDER OUT", file=sys.stderr)
        return 2
    try:
        report = build(Path(sys.argv[1]), Path(sys.argv[2]), SentenceEmbedder())
    except IndexerError as error:
        print(error, file=sys.stderr)
        return 1
    counts = report.manifest
    print(f"{report.generation}: {counts.notes} notes, {counts.chunks} chunks")
    return 0


if __name__ == "__main__":
    sys.exit(main())
