from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import ModelMissing
from indexer.model_files import EMBEDDER, packaged_file
from indexer.types import Passage
from service.answering.decide import decide
from service.answering.rerank import rerank
from service.answering.retrieve import Candidate, Retrieval


def candidate(id_: int, score: float, text: str) -> Candidate:
    passage = Passage(id_, "note", "Title", ("Title", "Part"), "part", text, text, ())
    return Candidate(passage, score, score, 0.0, 0.0, 0.0, 0.0, 0.0)


def retrieval(*texts: str) -> Retrieval:
    found = [candidate(at, 0.9 - at / 100, text) for at, text in enumerate(texts)]
    return Retrieval("q", np.zeros(3, dtype=np.float32), {}, tuple(found))


class Longest:
    """Likes long texts."""

    name = "longest"

    def __init__(self) -> None:
        self.seen: list[str] = []

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        assert question == "q"
        self.seen += texts
        return [float(len(text)) for text in texts]


def test_passages_move_and_scores_stay() -> None:
    found, reranker = retrieval("a", "ccc", "bb", "aa"), Longest()
    moved = rerank(found, reranker)
    assert [one.passage.text for one in moved.candidates] == ["ccc", "bb", "aa", "a"]
    assert [one.score for one in moved.candidates] == [one.score for one in found.candidates]
    assert decide(moved) == decide(found)
    assert reranker.seen[0] == "Title > Part\na"


def test_what_lies_far_down_is_not_read() -> None:
    found, reranker = retrieval(*["x" * at for at in range(15)]), Longest()
    moved = rerank(found, reranker)
    assert len(reranker.seen) == 10
    assert [one.passage.id for one in moved.candidates] == [*reversed(range(10)), *range(10, 15)]


def test_without_one_nothing_changes() -> None:
    found = retrieval("a", "bb")
    assert rerank(found, None) is found
    assert rerank(retrieval(), Longest()).candidates == ()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A cross-encoder made of the packaged encoder with a head that nobody has trained."""
    import torch
    from transformers import AutoConfig, AutoModelForSequenceClassification, AutoTokenizer

    base = str(packaged_file(EMBEDDER, "model/model.safetensors").parent)
    torch.manual_seed(0)
    config = AutoConfig.from_pretrained(base, num_labels=1)
    model = AutoModelForSequenceClassification.from_pretrained(base, config=config)
    model.save_pretrained(tmp_path / "cross")
    AutoTokenizer.from_pretrained(base).save_pretrained(tmp_path / "cross")
    return tmp_path / "cross"


@pytest.mark.models
def test_a_cross_encoder_reads_question_and_text_together(folder: Path) -> None:
    from service.answering.cross_encoder import CrossEncoderReranker

    reranker = CrossEncoderReranker(folder)
    texts = ["Gradients explode.", "Bread rises. " * 400]
    scores = reranker.scores("Why do gradients explode?", texts)
    assert reranker.name == "cross"
    assert scores[::-1] == pytest.approx(reranker.scores("Why do gradients explode?", texts[::-1]))
    assert scores != pytest.approx(reranker.scores("How is bread made?", texts))


@pytest.mark.models
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"architectures": ["BertModel"]}, "'cross' is no cross-encoder"),
        ({"id2label": {"0": "no", "1": "neutral", "2": "yes"}}, "'cross' is no cross-encoder"),
        ({"id2label": None}, "'cross' is no cross-encoder"),
        ({"model_type": "unheard-of"}, "'cross' cannot be loaded"),
        (None, "'cross' has no readable"),
    ],
)
def test_what_is_no_cross_encoder_is_refused(
    folder: Path, change: dict[str, object] | None, said: str
) -> None:
    from service.answering.cross_encoder import CrossEncoderReranker

    config = folder / "config.json"
    text = json.dumps(json.loads(config.read_text()) | change) if change is not None else "{"
    config.write_text(text)
    with pytest.raises(ModelMissing, match=rf"{said}.*Set ONRAMP_RERANKER"):
        CrossEncoderReranker(folder)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    from service.answering.cross_encoder import CrossEncoderReranker

    with pytest.raises(ModelMissing, match=r"'none' has no readable config\.json"):
        CrossEncoderReranker(tmp_path / "none")
