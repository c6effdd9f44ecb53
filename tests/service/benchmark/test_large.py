from __future__ import annotations

from pathlib import Path

import numpy as np

from indexer.build import build
from indexer.embedding import WordsEmbedder
from indexer.index import Index
from service.benchmark.large import NoisyEmbedder, measure_large, varied
from service.settings import Settings

WORDS = WordsEmbedder()


def test_a_copy_differs_in_numbers_and_headings_but_not_in_its_front_matter() -> None:
    text = "---\nhours: 6\n---\n# Title\n\nIt takes 600 s.\n"
    copied = varied(text, 3)
    assert copied.startswith("---\nhours: 6\n---\n# Title 3\n\nIt takes ")
    assert len(copied) == len(text) + 2
    assert "600" not in copied


def test_vectors_of_copies_lie_near_those_of_the_originals(settings: Settings) -> None:
    index = Index.load(settings.index_directory, WORDS)
    noisy = NoisyEmbedder(WORDS, index)
    near = noisy.embed_passages(["A cache entry expires after 12 seconds."])[0]
    (exact,) = WORDS.embed_passages(["A cache entry expires after 60 seconds."])
    index.close()
    assert abs(float(np.linalg.norm(near)) - 1) < 1e-5
    assert 0.85 < float(near @ exact) < 0.999


def test_the_notes_are_multiplied_to_the_size_asked_for(settings: Settings, notes: Path) -> None:
    index = Index.load(settings.index_directory, WORDS)
    found = measure_large(build, notes, index, WORDS, ["What does a cache keep?"], chunks=40)
    index.close()
    assert found.chunks >= 40
    assert found.passages_ms is not None
