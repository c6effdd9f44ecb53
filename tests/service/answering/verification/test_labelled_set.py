"""The verifier on its labelled set, with the real embedder."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from indexer.sentence_embedder import SentenceEmbedder
from service.evaluation.verdicts import Figures, by_part, figures, judge, read_pairs
from tests.conftest import ROOT

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def parts() -> Mapping[str, Figures]:
    pairs = read_pairs(ROOT / "tests/evals/verifier.yaml")
    return by_part(judge(pairs, SentenceEmbedder()))


@pytest.mark.parametrize(
    ("part", "precision", "recall"),
    [("tuned", 0.97, 0.68), ("held-out", 0.95, 0.55), ("all", 0.96, 0.64)],
)
def test_the_figures_do_not_fall(
    parts: Mapping[str, Figures], part: str, precision: float, recall: float
) -> None:
    found = parts[part]
    assert found.precision is not None
    assert found.recall is not None
    assert found.precision >= precision
    assert found.recall >= recall


def test_the_figures_on_other_subjects_do_not_fall() -> None:
    pairs = read_pairs(ROOT / "tests/evals/claims.yaml")
    found = figures(judge(pairs, SentenceEmbedder()))
    assert (found.precision or 0) >= 0.55
    assert (found.recall or 0) >= 0.09


def test_what_models_really_wrote() -> None:
    pairs = read_pairs(ROOT / "tests/evals/written.yaml")
    better = [pair for pair in pairs if pair.kind == "a better model"]
    found = figures(judge(better, SentenceEmbedder()))
    assert (found.precision or 0) >= 0.90
    assert (found.recall or 0) >= 0.55
    shortened = figures(judge(pairs, SentenceEmbedder(), paraphrases=False))
    assert (shortened.precision or 0) >= 0.98
    assert (shortened.recall or 0) >= 0.36


def test_the_packaged_model_gets_hardly_a_wrong_word_through() -> None:
    pairs = read_pairs(ROOT / "tests/evals/verifier.yaml")
    found = by_part(judge(pairs, SentenceEmbedder(), paraphrases=False))
    assert min(figures.precision or 0 for figures in found.values()) >= 0.97


@pytest.mark.xfail(reason="free wording that is right is quoted instead", strict=True)
def test_the_whole_set_reaches_the_goal(parts: Mapping[str, Figures]) -> None:
    found = parts["all"]
    assert (found.precision or 0) >= 0.95
    assert (found.recall or 0) >= 0.80
