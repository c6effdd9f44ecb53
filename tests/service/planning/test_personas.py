"""The personas of the design get the plans that it expects, and different people different ones."""

from __future__ import annotations

from itertools import combinations

import pytest

from service.planning.graph.catalogue import Catalogue
from service.planning.plan import make_plan
from service.planning.rendering.document import Plan
from tests.service.planning.personas import PERSONAS, Persona, profile_of


def hours_of(plan: Plan) -> dict[str, float]:
    hours: dict[str, float] = {}
    for week in plan.weeks:
        for item in week.items:
            hours[item.slug] = hours.get(item.slug, 0) + item.hours
    return hours


def distance(one: Plan, other: Plan) -> float:
    """Sum of the differences in hours over notes, against the sum of the larger ones."""
    a, b = hours_of(one), hours_of(other)
    notes = a.keys() | b.keys()
    different = sum(abs(a.get(slug, 0) - b.get(slug, 0)) for slug in notes)
    return different / sum(max(a.get(slug, 0), b.get(slug, 0)) for slug in notes)


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.name)
def test_a_persona_gets_the_plan_that_is_expected(catalogue: Catalogue, persona: Persona) -> None:
    plan = make_plan(profile_of(persona.name), catalogue)
    core = make_plan(profile_of(persona.name, depth="core"), catalogue)
    hours = hours_of(plan)
    assert (plan.totals.weeks, core.totals.weeks) == (persona.weeks, persona.core_weeks)
    assert set(persona.has) <= hours.keys()
    assert not set(persona.lacks) & hours.keys()
    assert {slug: hours[slug] for slug in persona.hours} == persona.hours


def test_too_little_time_is_told_with_what_would_do(catalogue: Catalogue) -> None:
    plan = make_plan(profile_of("mobile", weeks=26), catalogue)
    cut = {note.slug for note in plan.feasibility.cut}
    texts = " ".join(option.text for option in plan.feasibility.options)
    assert plan.feasibility.status == "infeasible"
    assert {"applied-capstone", "fastai-part-1"} <= cut
    assert "36 weeks" in texts
    assert "7 h a week" in texts
    served = [week.n for week in plan.weeks for item in week.items if "serve" in item.slug]
    assert min(served) <= 3
    assert {"first-ml-pipeline", "domain-dataset-project"} <= hours_of(plan).keys()


@pytest.mark.parametrize("order", ["blend", "roadmap", "ship-first"])
@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.name)
def test_something_is_served_by_the_second_week(
    catalogue: Catalogue, persona: Persona, order: str
) -> None:
    plan = make_plan(profile_of(persona.name, order=order), catalogue)
    early = plan.weeks[:2]
    finished = any(
        item.slug == "serve-model-fastapi" and item.part.split("/")[0] == item.part.split("/")[1]
        for week in early
        for item in week.items
    )
    assert finished or any("a served model" in week.deliverable for week in early)


def test_different_roles_get_different_plans(catalogue: Catalogue) -> None:
    for one, other in combinations(PERSONAS, 2):
        if one.profile["target_role"] != other.profile["target_role"]:
            plans = [make_plan(profile_of(who.name), catalogue) for who in (one, other)]
            assert distance(*plans) >= 0.30, (one.name, other.name)


def test_the_same_role_with_other_knowledge_gets_another_plan(catalogue: Catalogue) -> None:
    plain = make_plan(profile_of("physicist", known_concepts={}), catalogue)
    assert distance(plain, make_plan(profile_of("physicist"), catalogue)) > 0


@pytest.mark.parametrize("role", ["applied", "mlops", "platform", "ai-engineer"])
def test_two_backgrounds_read_different_reasons(catalogue: Catalogue, role: str) -> None:
    domains = [
        *("backend", "frontend", "data-engineering", "devops-sre"),
        *("mobile", "qa", "game"),
    ]
    whys = {}
    for domain in domains:
        profile = profile_of("mobile", target_role=role, domains={domain: 5}, languages={})
        plan = make_plan(profile, catalogue)
        whys[domain] = {item.slug: item.why for week in plan.weeks for item in week.items}
    for one, other in combinations(domains, 2):
        both = whys[one].keys() & whys[other].keys()
        differ = sum(whys[one][slug] != whys[other][slug] for slug in both)
        assert differ >= 0.6 * len(both), (one, other)


def test_a_discount_is_shown_as_numbers_with_its_cause(catalogue: Catalogue) -> None:
    plan = make_plan(profile_of("backend-python"), catalogue)
    item = next(i for week in plan.weeks for i in week.items if i.slug == "serve-model-fastapi")
    assert item.discount
    assert (item.discount.source, item.discount.pct) == ("backend", 60)
    assert "3 h → 1.5 h: you build and run services already." in item.why
    assert "Coming from backend work" in item.why
    assert item.citation.url == "/notes/serve-model-fastapi#what-you-already-know"


def test_years_beyond_three_save_no_more(catalogue: Catalogue) -> None:
    plans = [
        make_plan(profile_of("staff-infrastructure", domains={"devops-sre": years}), catalogue)
        for years in (3, 12, 40)
    ]
    assert len({plan.totals.learning_h for plan in plans}) == 1


def test_algebra_does_not_bring_numpy_or_python(catalogue: Catalogue) -> None:
    strong = {"linear_algebra": 3}
    profile = profile_of("mobile", domains={"game": 8}, languages={"cpp": 3}, maths=strong)
    planned = hours_of(make_plan(profile, catalogue))
    assert {"python-for-swe", "numpy-vectorisation"} <= planned.keys()
    assert "matrix-multiplication" not in planned
