"""The invariants of plans (numbers as in the design), each over random profiles."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.planning.graph.catalogue import Catalogue
from service.planning.learner.profile import Profile
from service.planning.plan import make_plan
from service.planning.rendering.document import Plan
from service.planning.schedule.draft import draft
from tests.service.planning.invariants import items, violations
from tests.service.planning.strategies import LEVELS, SLUGS, YEARS, fields, profiles

MANY = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def total(catalogue: Catalogue, given_fields: dict[str, Any]) -> float:
    """Hours of everything that has to be learnt, without a deadline."""
    plan = make_plan(Profile.model_validate(given_fields), catalogue)
    return plan.totals.learning_h


def as_json(plan: Plan) -> dict[str, Any]:
    return plan.model_dump(mode="json", by_alias=True)


@MANY
@given(profile=profiles())
def test_i1_to_i6_and_i13_to_i15(catalogue: Catalogue, profile: Profile) -> None:
    plan = as_json(make_plan(profile, catalogue))
    assert violations(plan, catalogue, profile) == []


@MANY
@given(profile=profiles())
def test_i3_the_goal_is_planned_skipped_or_cut(catalogue: Catalogue, profile: Profile) -> None:
    plan = as_json(make_plan(profile, catalogue))
    told = {item["slug"] for item in items(plan)}
    told |= {note["slug"] for note in plan["skipped"] + plan["feasibility"]["cut"]}
    assert draft(profile, catalogue).selection.goal <= told


@MANY
@given(profile=profiles())
def test_i4_and_i5_hours_are_those_of_the_note(catalogue: Catalogue, profile: Profile) -> None:
    decided = draft(profile, catalogue)
    hours: dict[str, float] = {}
    for item in items(as_json(make_plan(profile, catalogue))):
        assert decided.transfer.level(item["slug"]) < 3
        hours[item["slug"]] = hours.get(item["slug"], 0) + item["hours"]
        if not item["discount"] and decided.transfer.level(item["slug"]) == 0:
            assert item["base_hours"] == catalogue.concepts[item["slug"]].quanta / 2
    for slug, planned in hours.items():
        assert planned == decided.transfer.quanta(catalogue.concepts[slug]) / 2


@MANY
@given(given_fields=fields(), slug=st.sampled_from(SLUGS), level=LEVELS)
def test_i8_knowing_more_never_takes_longer(
    catalogue: Catalogue, given_fields: dict[str, Any], slug: str, level: int
) -> None:
    known = given_fields.get("known_concepts", {})
    before = given_fields | {"known_concepts": known | {slug: level}}
    after = given_fields | {"known_concepts": known | {slug: min(3, level + 1)}}
    assert total(catalogue, after) <= total(catalogue, before)


@MANY
@given(given_fields=fields(), more=st.integers(1, 10))
def test_i9_more_hours_never_need_more_weeks(
    catalogue: Catalogue, given_fields: dict[str, Any], more: int
) -> None:
    hours = given_fields.get("hours_per_week", 6)
    weeks = [
        make_plan(Profile.model_validate(given_fields | {"hours_per_week": pace}), catalogue)
        for pace in (hours, min(40, hours + more / 2))
    ]
    assert weeks[1].totals.weeks <= weeks[0].totals.weeks


@MANY
@given(
    given_fields=fields(),
    weeks=st.integers(1, 100),
    more_weeks=st.integers(0, 4),
    more=st.integers(0, 6),
)
def test_i10_more_time_keeps_at_least_as_much(
    catalogue: Catalogue, given_fields: dict[str, Any], weeks: int, more_weeks: int, more: int
) -> None:
    given_fields = given_fields | {"weeks_off": []}
    hours = given_fields.get("hours_per_week", 6)
    kept = []
    for changes in (
        {"weeks": weeks, "hours_per_week": hours},
        {"weeks": weeks + more_weeks, "hours_per_week": min(40, hours + more / 2)},
    ):
        profile = Profile.model_validate(given_fields | changes)
        kept.append(set(draft(profile, catalogue).fit.kept))
    assert kept[0] <= kept[1]


@MANY
@given(given_fields=fields(), years=YEARS, domain=st.sampled_from(["backend", "devops-sre", "qa"]))
def test_i11_more_years_never_take_longer(
    catalogue: Catalogue, given_fields: dict[str, Any], years: float, domain: str
) -> None:
    rest = {key: value for key, value in given_fields.get("domains", {}).items() if key != domain}
    rest = dict(list(rest.items())[:5])
    before = given_fields | {"domains": rest | {domain: years}}
    after = given_fields | {"domains": rest | {domain: min(50, years + 1)}}
    assert total(catalogue, after) <= total(catalogue, before)


@MANY
@given(profile=profiles(), role=st.text(max_size=80), goal=st.text(max_size=200))
def test_i12_what_does_not_matter_changes_nothing(
    catalogue: Catalogue, profile: Profile, role: str, goal: str
) -> None:
    changed = dict(reversed(profile.model_dump(mode="json", exclude_defaults=True).items()))
    other = Profile.model_validate(changed | {"current_role": role, "goal_text": goal})
    plans = [make_plan(one, catalogue) for one in (profile, other)]
    assert plans[0].model_dump(exclude={"profile"}) == plans[1].model_dump(exclude={"profile"})
