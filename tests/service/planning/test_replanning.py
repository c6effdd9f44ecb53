"""Plans that are carried on: what is done stays, what is missed moves, the order holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.planning.graph.catalogue import Catalogue
from service.planning.learner.profile import Profile
from service.planning.plan import make_plan
from service.planning.rendering.document import Plan
from tests.service.planning.invariants import items, violations
from tests.service.planning.personas import profile_of
from tests.service.planning.strategies import fields

FREE = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def as_json(plan: Plan) -> dict[str, Any]:
    return plan.model_dump(mode="json", by_alias=True)


def carried_on(
    plan: Plan, catalogue: Catalogue, progress: list[dict[str, Any]], **changes: Any
) -> Plan:
    """The plan posted back with a log."""
    posted = as_json(plan)
    profile_fields = posted["profile"] | {"plan_ref": posted, "progress": progress} | changes
    return make_plan(Profile.model_validate(profile_fields), catalogue)


def log_of(plan: Plan, weeks: int) -> list[dict[str, Any]]:
    """Everything of the first weeks done on the last day of its week."""
    entries = {}
    for week in plan.weeks[:weeks]:
        for item in week.items:
            entries[item.slug] = {
                "slug": item.slug,
                "status": "done",
                "date": week.end.isoformat(),
            }
    later = {item.slug for week in plan.weeks[weeks:] for item in week.items}
    for slug in entries.keys() & later:
        spent = sum(i.hours for w in plan.weeks[:weeks] for i in w.items if i.slug == slug)
        entries[slug] |= {"status": "partial", "hours": spent}
    return list(entries.values())


@FREE
@given(given_fields=fields())
def test_i16_without_a_log_nothing_changes(
    catalogue: Catalogue, given_fields: dict[str, Any]
) -> None:
    plan = make_plan(Profile.model_validate(given_fields), catalogue)
    again = carried_on(plan, catalogue, [])
    assert again.model_dump(exclude={"changes"}) == plan.model_dump(exclude={"changes"})
    assert again.changes is not None
    assert not again.changes.any


@FREE
@given(given_fields=fields(), weeks=st.integers(1, 30))
def test_i16_finishing_on_time_never_moves_the_end(
    catalogue: Catalogue, given_fields: dict[str, Any], weeks: int
) -> None:
    plan = make_plan(Profile.model_validate(given_fields), catalogue)
    weeks = min(weeks, len(plan.weeks))
    again = carried_on(plan, catalogue, log_of(plan, weeks))
    assert again.totals.end_date <= plan.totals.end_date
    before = [(i.slug, i.hours) for week in plan.weeks[:weeks] for i in week.items]
    after = [(i.slug, i.hours) for week in again.weeks[:weeks] for i in week.items]
    assert after == before, "what is over stays as it was"
    order = [i["slug"] for i in items(as_json(plan))]
    kept = [i["slug"] for i in items(as_json(again))]
    rest = [slug for slug in dict.fromkeys(order) if slug in kept]
    assert list(dict.fromkeys(kept)) == rest, "the order holds"


@FREE
@given(given_fields=fields(), weeks=st.integers(0, 20), late=st.integers(1, 5))
def test_missed_weeks_move_forward(
    catalogue: Catalogue, given_fields: dict[str, Any], weeks: int, late: int
) -> None:
    plan = make_plan(Profile.model_validate(given_fields), catalogue)
    if weeks + late >= len(plan.weeks):
        return
    log = log_of(plan, weeks)
    now = plan.weeks[0].start + timedelta(weeks=weeks + late)
    open_item = plan.weeks[-1].items[-1].slug
    entry = {"slug": open_item, "status": "partial", "hours": 0, "date": now.isoformat()}
    again = carried_on(plan, catalogue, [*log, entry])
    old = {i.slug for week in plan.weeks for i in week.items}
    assert {i.slug for week in again.weeks for i in week.items} >= old - {e["slug"] for e in log}
    assert again.totals.end_date >= plan.totals.end_date
    profile = Profile.model_validate(as_json(again)["profile"])
    assert violations(as_json(again), catalogue, profile) == []


def test_a_failed_check_brings_a_note_back_and_reviews_what_it_needs(catalogue: Catalogue) -> None:
    plan = make_plan(profile_of("backend-python"), catalogue)
    log = log_of(plan, 4)
    failed = next(entry for entry in log if entry["slug"] == "pandas-data-wrangling")
    failed |= {"status": "failed_check", "score": 0.3}
    again = carried_on(plan, catalogue, log)
    parts = [i for week in again.weeks for i in week.items if i.slug == "pandas-data-wrangling"]
    assert [part.status for part in parts if part.status == "failed"]
    assert sum(part.hours for part in parts if part.status == "open") == 1.5  # 40% of 3 h
    assert "REFRESH" in next(part.reasons for part in parts if part.status == "open")
    reviewed = {one.slug for week in again.weeks if week.n == 5 for one in week.reviews}
    assert "numpy-vectorisation" in reviewed


def test_a_claim_that_fails_its_check_comes_back(catalogue: Catalogue) -> None:
    plan = make_plan(profile_of("physicist"), catalogue)
    log = [{"slug": "matrix-multiplication", "status": "failed_check", "date": "2026-01-06"}]
    again = carried_on(plan, catalogue, log)
    assert "matrix-multiplication" in {i.slug for week in again.weeks for i in week.items}
    assert again.changes is not None
    assert "matrix-multiplication" in again.changes.added
    assert again.revision == plan.revision + 1
    assert again.plan_id == plan.plan_id


def test_the_pace_is_used_once_three_notes_tell_it(catalogue: Catalogue) -> None:
    plan = make_plan(profile_of("backend-python"), catalogue)
    log = [entry | {"hours": 4.0} for entry in log_of(plan, 2) if entry["status"] == "done"]
    few, more = (carried_on(plan, catalogue, log[:count]) for count in (2, 5))
    assert not few.pace.used
    assert few.totals.weeks_high > round(1.5 * few.totals.weeks)
    assert more.pace.used
    assert 1.0 < more.pace.value <= 1.6


def test_a_skipped_note_is_not_asked_for_again(catalogue: Catalogue) -> None:
    plan = make_plan(profile_of("backend-python"), catalogue)
    again = carried_on(plan, catalogue, [{"slug": "fastai-part-1", "status": "skipped"}])
    assert {note.slug: note.reason for note in again.skipped}["fastai-part-1"] == "skipped"
    assert again.totals.learning_h == plan.totals.learning_h - 10


def test_notes_that_were_renamed_or_are_gone(catalogue: Catalogue) -> None:
    plan = make_plan(profile_of("backend-python"), catalogue)
    posted = as_json(plan)
    posted["kb_version"] = "0" * 16
    for item in items(posted):
        if item["slug"] == "serve-model-fastapi":
            item["slug"] = "model-serving"  # now an alias
        if item["slug"] == "fastai-part-1":
            item["slug"] = "a-course-of-old"
    log = [
        {"slug": "model-serving", "status": "done", "date": "2026-01-10"},
        {"slug": "a-course-of-old", "status": "done", "date": "2026-01-10"},
    ]
    again = make_plan(
        Profile.model_validate(posted["profile"] | {"plan_ref": posted, "progress": log}), catalogue
    )
    assert again.changes is not None
    assert "a-course-of-old" in {note.slug for note in again.changes.dropped}
    assert any("a-course-of-old" in warning for warning in again.warnings)
    served = [i for week in again.weeks for i in week.items if i.slug == "serve-model-fastapi"]
    assert [item.status for item in served] == ["done"]
