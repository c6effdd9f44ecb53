"""Why, what if without it, what if otherwise: answered from the graph."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from service.errors import BadField
from service.planning.explanation import Ask, Explanation, answer
from service.planning.graph.catalogue import Catalogue
from tests.service.planning.personas import BY_NAME


def ask(catalogue: Catalogue, persona: str = "backend-python", **question: Any) -> Explanation:
    profile = {"start_date": "2026-01-05"} | BY_NAME[persona].profile
    profile |= question.pop("profile", {})
    return answer(Ask.model_validate({"profile": profile} | question), catalogue)


def test_why_a_note_is_there(catalogue: Catalogue) -> None:
    found = ask(
        catalogue, persona="frontend", why="derivatives-and-gradients", profile={"depth": "core"}
    )
    assert found.chain[0] == "derivatives-and-gradients"
    assert "Needed for" in found.text
    assert found.citations[0].note == "derivatives-and-gradients"
    assert found.after is None


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("python-for-swe", "is left out. Your profile says so"),
        ("ml-platform-project", "is not part of the role"),
        ("clustering-and-pca", "the depth 'full'"),
    ],
)
def test_why_a_note_is_not_there(catalogue: Catalogue, slug: str, words: str) -> None:
    assert words in ask(catalogue, why=slug).text


def test_what_is_cut_says_so_with_the_way_out(catalogue: Catalogue) -> None:
    found = ask(catalogue, why="applied-capstone", profile={"weeks": 3})
    assert "is cut" in found.text
    assert "weeks" in found.text


def test_what_dropping_a_note_takes_along(catalogue: Catalogue) -> None:
    found = ask(catalogue, drop="scikit-learn-workflow")
    assert {"scikit-learn-workflow", "first-ml-pipeline", "applied-capstone"} <= set(found.gone)
    assert found.after
    assert found.after.learning_h < found.before.learning_h


def test_what_more_hours_would_do(catalogue: Catalogue) -> None:
    found = ask(catalogue, change={"hours_per_week": 20})
    assert found.after
    assert found.after.weeks < found.before.weeks
    assert (found.gone, found.new) == ([], [])
    assert str(found.after.weeks) in found.text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"hours_per_week": 200}, "change.hours_per_week"),
        ({"hours": 3}, "change.hours"),
        ({"start_date": "2026-02-01"}, "change.start_date"),
    ],
)
def test_a_change_that_cannot_be_made_is_named(
    catalogue: Catalogue, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadField) as raised:
        ask(catalogue, change=change)
    assert raised.value.field == field


def test_one_question_at_a_time() -> None:
    with pytest.raises(ValidationError):
        Ask.model_validate({"profile": {}, "why": "mlflow", "drop": "mlflow"})
