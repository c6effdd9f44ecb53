"""What can go wrong while an index is built or read, split by what the caller can do.

IndexerError
├── NotesError            mend the notes, then build again
├── IndexMissing          build an index first
├── IndexBroken           build again, or roll back to the generation before
├── EmbedderMismatch      build again with this embedder, or set the one that made the index
├── ModelMissing          install the model, or point the setting at it
├── BuildBusy             another build is running in the same index directory: wait for it
└── NotWritable           make the index directory writable, or choose another

Each message is one sentence that names the fix, because it is shown to people as it is.
"""

from __future__ import annotations


class IndexerError(Exception):
    """Root of everything the indexer raises on purpose."""


class NotesError(IndexerError):
    """The notes contradict themselves, for example by a cycle of prerequisites."""


class IndexMissing(IndexerError):
    """There is no published generation in the index directory."""


class IndexBroken(IndexerError):
    """A file of the generation is missing, cut short, altered or of another schema."""


class EmbedderMismatch(IndexerError):
    """The index was made by an embedder other than the one in use."""


class ModelMissing(IndexerError):
    """A model's files are not where they should be."""


class BuildBusy(IndexerError):
    """Another process is building in the same index directory."""


class NotWritable(IndexerError):
    """The index directory can't be written to."""
