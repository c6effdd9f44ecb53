"""The check of anybody's plan: ours passes, others hear what is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from service.planning.graph.catalogue import Catalogue
from service.planning.linter.check import Checked, check_plan
from service.planning.linter.submission import Submitted
from service.planning.linter.topics import match, read_topics
from service.planning.plan import make_plan
from tests.service.planning.personas import PERSONAS, profile_of


def check(catalogue: Catalogue, **given: Any) -> Checked:
    profile = {"start_date": "2026-01-05"} | given.pop("profile", {})
    return check_plan(Submitted.model_validate({"profile": profile} | given), catalogue)


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.name)
def test_our_own_plans_have_no_fault(catalogue: Catalogue, persona: Any) -> None:
    plan = make_plan(profile_of(persona.name), catalogue).model_dump(mode="json", by_alias=True)
    assert check(catalogue, profile=persona.profile, plan=plan).faults == []


def test_order_budget_and_coverage_of_a_pasted_plan(catalogue: Catalogue) -> None:
    text = """
    # My plan
    Week 1
    - Training loop (9 h)
    - Underwater basket weaving, 2h
    Week 2: NumPy and vectorised thinking - 3.5 hours
    3. MLflow [1 h]
    """
    found = check(
        catalogue, profile={"target_role": "mlops", "hours_per_week": 6, "weeks": 1}, text=text
    )
    codes = {(fault.code, fault.slug) for fault in found.faults}
    assert ("missing_prerequisite", "dataloaders-and-modules") in codes
    assert ("unknown_topic", None) in codes
    assert ("week_budget", None) in codes
    assert ("too_late", None) in codes
    assert ("not_covered", "mlops-project") in codes
    assert ("not_covered", "mlflow") not in codes
    assert found.counts["week_budget"] == 1
    assert all(fault.text and fault.fix for fault in found.faults)


def test_what_comes_too_early_or_is_known(catalogue: Catalogue) -> None:
    topics = [
        {"topic": "pandas", "week": 1, "hours": 4},
        {"topic": "NumPy", "week": 2, "hours": 0.5},
        {"topic": "Python", "week": 3, "hours": 8},
    ]
    profile = {"languages": {"python": 3}, "weeks_off": [3]}
    codes = {(f.code, f.slug) for f in check(catalogue, profile=profile, topics=topics).faults}
    assert ("order", "pandas-data-wrangling") in codes
    assert ("too_little", "numpy-vectorisation") in codes
    assert ("already_known", "python-for-swe") in codes
    assert ("week_off", None) in codes


@pytest.mark.parametrize(
    ("topic", "slug"),
    [
        ("Docker basics for ML models", "containerise-model"),
        ("Learn FastAPI: deploy a model", "serve-model-fastapi"),
        ("Backprop", "backpropagation"),
        ("Retrieval-Augmented Generation (RAG)", "retrieval-augmented-generation"),
        ("kubernetes-for-ml", "kubernetes-for-ml"),
        ("cross entropy", "cross-entropy-loss"),
        ("Intro to PyTorch tensors", "pytorch-tensors"),
        ("gardening", None),
        ("", None),
    ],
)
def test_topics_are_understood(catalogue: Catalogue, topic: str, slug: str | None) -> None:
    assert match(topic, catalogue) == slug


def test_a_pasted_plan_is_read_line_by_line() -> None:
    topics = read_topics("**Week 2**\n* [ ] NumPy (3,5 h)\n\n1) MLflow — 2 hrs\nweek 4 - RAG")
    assert [(one.text, one.week, one.hours) for one in topics] == [
        ("NumPy", 2, 3.5),
        ("MLflow", 2, 2.0),
        ("RAG", 4, None),
    ]


def test_long_lines_take_no_time(catalogue: Catalogue) -> None:
    found = check(catalogue, text="week " * 10_000)
    assert found.matched == []
