"""The index in force while the service runs: swapped when a new generation is published."""

from __future__ import annotations

import logging
from pathlib import Path

from indexer.embedding import Embedder
from indexer.errors import IndexerError
from indexer.generations import Generations
from indexer.index import Index

log = logging.getLogger(__name__)


Stamp = tuple[tuple[str, int, int], ...]  # of a generation's files


class CurrentIndex:
    """Holds the newest generation that could be read.

    A generation that cannot be read leaves the one before it in force, and `trouble` says why.
    """

    def __init__(self, root: Path, embedder: Embedder) -> None:
        """Raises the IndexerError that keeps the first generation from being read."""
        self._root = root
        self._embedder = embedder
        self._refused: Stamp = ()
        self.index = Index.load(root, embedder)
        self._taken = _stamp(root / self.index.name)
        self.trouble: str | None = None

    def refresh(self) -> bool:
        """Looks for another generation and takes it; True if it did."""
        stamp: Stamp = ()
        try:
            stamp = _stamp(Generations(self._root).current())
            if stamp == self._taken:
                self._refused, self.trouble = (), None  # back from one that could not be read
                return False
            if stamp == self._refused:
                return False
            self.index = Index.load(self._root, self._embedder)
            self._taken = _stamp(self._root / self.index.name)
        except IndexerError as error:
            self._refuse(stamp, str(error))
            return False
        except OSError as error:  # such as too many open files: the next look may do better
            self._refuse((), f"The index cannot be read ({error.strerror}).")
            return False
        self._refused, self.trouble = (), None
        log.info("index is now %s", self.index.name)
        return True

    def _refuse(self, stamp: Stamp, why: str) -> None:
        if why != self.trouble:
            log.warning("index kept at %s: %s", self.index.name, why)
        self._refused, self.trouble = stamp, why


def _stamp(folder: Path) -> Stamp:
    """What tells a generation from another of the same name, and from itself once it is mended."""
    found = [(file, file.stat()) for file in sorted(folder.iterdir())]
    return (
        (folder.name, 0, 0),
        *((file.name, stat.st_size, stat.st_mtime_ns) for file, stat in found),
    )
