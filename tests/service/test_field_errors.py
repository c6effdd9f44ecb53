"""What is wrong with a field is said in plain words."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from service.field_errors import explain
from service.planning.learner.profile import Profile


def test_a_field_may_be_called_query() -> None:
    error = {"type": "missing", "loc": ("body", "query"), "msg": "Field required"}
    assert explain(error).message == "'query': Field required."
    assert explain(error).field == "query"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"hours_per_week": 0}, "'hours_per_week': it should be at least 1."),
        ({"hours_per_week": 41}, "'hours_per_week': it should be at most 40."),
        ({"weeks_off": ["banana"]}, "'weeks_off.0': it should be a whole number."),
        ({"hours_per_week": "six"}, "'hours_per_week': it should be a number."),
    ],
)
def test_bounds_are_said_in_plain_words(body: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Profile.model_validate(body)
    assert explain(refused.value.errors()[0], Profile).message == said
