"""The trained model, with its real weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import ModelMissing
from service.answering.verification.entailment import (
    LONGEST,
    TrainedEntailment,
    trained_entailment,
)

pytestmark = pytest.mark.models
EVIDENCE = (
    "Kettles > Descaling\nWhite flakes in the water are lime. Fill the kettle with one part of vinegar "
    "and four parts of water, bring it to the boil, and leave it to stand for an hour."
)


@pytest.mark.parametrize(
    ("borne_out", "changed"),
    [
        ("Lime is what shows as white flakes in the water.", "Vinegar shows as white flakes in the water."),
        ("Use four times as much water as vinegar.", "Use four times as much vinegar as water."),
        ("Leave the boiled mixture in the kettle for an hour.", "Empty the kettle as soon as it boils."),
    ],
)  # fmt: skip
def test_what_is_borne_out_is_likelier_than_what_is_changed(borne_out: str, changed: str) -> None:
    model = trained_entailment()
    assert model.likelihood(EVIDENCE, borne_out) > model.likelihood(EVIDENCE, changed)


def test_other_subjects_are_unlikely() -> None:
    model = trained_entailment()
    other = model.likelihood(EVIDENCE, "A lease ends with the month of March.")
    assert other < 0.3 < model.likelihood(EVIDENCE, "Use four times as much water as vinegar.")


def test_evidence_of_any_length_is_judged() -> None:
    likelihood = trained_entailment().likelihood(EVIDENCE * LONGEST, "White flakes are lime.")
    assert 0 <= likelihood <= 1


def test_weights_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"other\.safetensors"):
        TrainedEntailment(tmp_path / "other.safetensors")
