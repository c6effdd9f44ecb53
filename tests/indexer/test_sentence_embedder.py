"""The real embedder, and one that a person has saved themselves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.errors import ModelMissing
from indexer.model_files import EMBEDDER, packaged_file
from indexer.sentence_embedder import SentenceEmbedder

TEXTS = ["Gradients explode where learning rates are too high.", "Bread needs yeast."]


@pytest.mark.models
def test_a_model_that_was_saved_anew_is_the_same(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    packaged = SentenceEmbedder()
    folder = packaged_file(EMBEDDER, "model/modules.json").parent
    SentenceTransformer(str(folder), device="cpu", local_files_only=True).save(str(tmp_path / "my"))
    saved = SentenceEmbedder(tmp_path / "my")
    assert (saved.name, saved.window, saved.dimension) == ("my", packaged.window, 384)
    assert packaged.window == 256
    assert np.allclose(saved.embed_passages(TEXTS), packaged.embed_passages(TEXTS), atol=1e-5)


def test_a_folder_that_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"lacks modules\.json, config\.json"):
        SentenceEmbedder(tmp_path)
