"""Profiles at the edge of what is possible, and ways out that keep their promise."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.errors import BadField
from service.planning.graph.catalogue import Catalogue
from service.planning.learner.profile import Profile
from service.planning.plan import make_plan
from tests.service.planning.strategies import SLUGS, fields

FREE = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def profile(**given_fields: Any) -> Profile:
    return Profile.model_validate({"start_date": "2026-01-05"} | given_fields)


@FREE
@given(given_fields=fields(), weeks=st.integers(1, 60))
def test_ways_out_are_true_when_followed(
    catalogue: Catalogue, given_fields: dict[str, Any], weeks: int
) -> None:
    off = [week for week in given_fields.get("weeks_off", []) if week > 1]
    given_fields = given_fields | {"weeks": weeks, "weeks_off": off}
    plan = make_plan(Profile.model_validate(given_fields), catalogue)
    options = plan.feasibility.options
    assert bool(plan.feasibility.cut) == (plan.feasibility.status != "ok")
    assert len({option.kind for option in options}) == len(options)
    for option in options:
        if option.change is not None:
            followed = Profile.model_validate(given_fields | option.change)
            other = make_plan(followed, catalogue)
            assert other.feasibility.status == "ok", option.text
            assert other.feasibility.cut == []
        if option.kind == "more_weeks":
            fewer = Profile.model_validate(given_fields | {"weeks": round(option.value) - 1})
            assert make_plan(fewer, catalogue).feasibility.cut, "fewer weeks would do"


def test_an_empty_profile_gets_a_plan_and_is_told_what_is_assumed(catalogue: Catalogue) -> None:
    plan = make_plan(profile(), catalogue)
    assert plan.weeks
    assert {one.field for one in plan.assumptions} >= {"target_role", "hours_per_week", "domains"}
    assert "decide on a role" in plan.phases[0].milestone.deliverable


def test_who_knows_everything_has_nothing_to_learn(catalogue: Catalogue) -> None:
    known = dict.fromkeys(SLUGS, 3)
    plan = make_plan(profile(target_role="applied", known_concepts=known), catalogue)
    assert (plan.weeks, plan.totals.weeks, plan.totals.learning_h) == ([], 0, 0)
    assert plan.totals.end_date.isoformat() == "2026-01-05"
    assert "interviews" in plan.summary.text
    assert len(plan.diagnostic) == 20


def test_one_hour_a_week_has_no_reviews_and_says_so(catalogue: Catalogue) -> None:
    plan = make_plan(profile(target_role="mlops", hours_per_week=1), catalogue)
    assert not any(week.reviews for week in plan.weeks)
    assert any("hours_per_week" in warning for warning in plan.warnings)
    assert "a served model" in plan.weeks[1].deliverable


def test_forty_hours_a_week_and_104_weeks(catalogue: Catalogue) -> None:
    plan = make_plan(profile(target_role="platform", hours_per_week=40, weeks=104), catalogue)
    assert plan.feasibility.status == "ok"
    assert plan.totals.weeks < 10


def test_a_deadline_of_one_week_is_a_valid_plan(catalogue: Catalogue) -> None:
    plan = make_plan(profile(target_role="applied", deadline="2026-01-12"), catalogue)
    assert plan.feasibility.status == "infeasible"
    assert plan.totals.weeks == 1
    assert plan.feasibility.options


@pytest.mark.parametrize("start", ["2028-02-29", "2026-12-30", "2026-03-25", "2026-10-21"])
def test_weeks_follow_one_another_over_every_calendar(catalogue: Catalogue, start: str) -> None:
    plan = make_plan(profile(target_role="mlops", start_date=start), catalogue)
    assert plan.weeks[0].start.isoformat() == start
    for week, after in zip(plan.weeks, plan.weeks[1:], strict=False):
        assert (week.end - week.start).days == 6
        assert (after.start - week.end).days == 1


def test_leaving_out_a_prerequisite_leaves_out_what_needs_it(catalogue: Catalogue) -> None:
    plan = make_plan(
        profile(target_role="applied", must_exclude=["scikit-learn-workflow"]), catalogue
    )
    reasons = {note.slug: note.reason for note in plan.skipped}
    assert reasons["scikit-learn-workflow"] == "excluded"
    assert reasons["first-ml-pipeline"] == "excluded_with:scikit-learn-workflow"
    assert reasons["applied-capstone"] == "excluded_with:scikit-learn-workflow"
    assert "trees-and-boosting" not in {i.slug for week in plan.weeks for i in week.items}


def test_an_alias_stands_for_its_note(catalogue: Catalogue) -> None:
    plan = make_plan(profile(known_concepts={"model serving": 3}), catalogue)
    assert "serve-model-fastapi" in {note.slug for note in plan.skipped}


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"must_include": ["fastapi-servin"]}, "must_include.0", "did you mean"),
        ({"known_concepts": {"qwertyuiop": 1}}, "known_concepts.qwertyuiop", "GET /graph"),
        ({"progress": [{"slug": "zzzz", "status": "done"}]}, "progress.0.slug", "no concept"),
        ({"deadline": "2026-01-05"}, "deadline", "after start_date"),
        ({"deadline": "2026-01-08"}, "deadline", "whole week"),
        ({"deadline": "2030-01-08"}, "deadline", "104 weeks"),
        ({"weeks": 2, "weeks_off": [1, 2]}, "weeks_off", "at least one"),
        ({"must_include": ["mlflow"], "must_exclude": ["mlflow"]}, "must_exclude", "keep one"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_fix(
    catalogue: Catalogue, wrong: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(BadField) as raised:
        make_plan(profile(**wrong), catalogue)
    assert raised.value.field == field
    assert words in str(raised.value)


def test_constraints_are_told_where_they_matter(catalogue: Catalogue) -> None:
    platform = make_plan(profile(target_role="platform"), catalogue)
    assert any("constraints.no_gpu" in warning for warning in platform.warnings)
    offline = make_plan(profile(target_role="applied", constraints={"offline": True}), catalogue)
    assert any("constraints.offline" in warning for warning in offline.warnings)


def test_sittings_follow_the_minutes_of_a_session(catalogue: Catalogue) -> None:
    long, short = (
        make_plan(profile(target_role="mlops", session_minutes=minutes), catalogue)
        for minutes in (180, 30)
    )
    assert short.weeks[0].sessions > long.weeks[0].sessions
    hours = short.weeks[0].hours
    assert short.weeks[0].sessions == (hours.learn + hours.review) * 2


def test_a_skill_that_is_not_known_is_told(catalogue: Catalogue) -> None:
    plan = make_plan(profile(skills={"underwater basket weaving": 3}), catalogue)
    assert any("basket weaving" in warning for warning in plan.warnings)
