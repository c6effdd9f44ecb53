"""The index in force while the service runs: swapped when a new generation is published."""

from __future__ import annotations

import logging
from pathlib import Path

from indexer.embedding import Embedder
from indexer.errors import IndexerError
from indexer.generations import Generations
from indexer.index import Index

log = logging.getLogger(__name__)


class CurrentIndex:
    """Holds the newest generation that could be read.

    A generation that cannot be read leaves the one before it in force, and `trouble` says why.
    """

    def __init__(self, root: Path, embedder: Embedder) -> None:
        """Raises the IndexerError that keeps the first generation from being read."""
        self._root = root
        self._embedder = embedder
        self._refused = ""
        self.index = Index.load(root, embedder)
        self.trouble: str | None = None

    def refresh(self) -> bool:
        """Looks for another generation and takes it; True if it did."""
        try:
            name = Generations(self._root).current().name
            if name in (self.index.name, self._refused):
                return False
            self._refused = name  # until it has been read
            self.index = Index.load(self._root, self._embedder)
        except IndexerError as error:
            if str(error) != self.trouble:
                log.warning("index kept at %s: %s", self.index.name, error)
            self.trouble = str(error)
            return False
        self._refused, self.trouble = "", None
        log.info("index is now %s", self.index.name)
        return True
