"""Prints how many plans a second are made, and what is wrong with other ways to make one.

The other ways: the months of the roadmap in fixed weeks for everybody, and the packaged language
model asked for a whole plan as JSON. Machines are noisy: no test asserts a time.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from typing import Any

import pytest

from service.answering.conversion import prepared_folder
from service.answering.prompt import Prompt
from service.planning.graph.catalogue import Catalogue
from service.planning.linter.check import check_plan
from service.planning.linter.submission import Submitted
from service.planning.plan import make_plan
from tests.conftest import DATA
from tests.service.planning.personas import PERSONAS, profile_of

_MONTHS = 4
_WEEKS = 4  # a month
_SYSTEM = "You make study plans. Answer with JSON only."
_ASK = (
    "Make a study plan for a {role} with {hours} hours a week. Answer as a JSON list of objects with the "
    'keys "week", "topic" and "hours", in the order of learning. Choose the topics from this list: '
    "{topics}"
)


def fixed_months(catalogue: Catalogue) -> list[dict[str, Any]]:
    """Every note of the roadmap's months, each month spread over four weeks, for everybody."""
    topics = []
    for month in range(1, _MONTHS + 1):
        slugs = [slug for slug, one in catalogue.concepts.items() if one.month == month]
        for at, slug in enumerate(slugs):
            week = (month - 1) * _WEEKS + at * _WEEKS // len(slugs) + 1
            hours = catalogue.concepts[slug].quanta / 2
            topics.append({"topic": slug, "week": week, "hours": hours})
    return topics


def by_model(catalogue: Catalogue, persona: Any) -> list[dict[str, Any]]:
    """What of the model's answer can be read as a plan at all."""
    from service.answering.transformers_generator import TransformersGenerator

    model = TransformersGenerator(str(prepared_folder(DATA / "models")), paraphrases=False)
    topics = ", ".join(concept.title for concept in catalogue.concepts.values())
    hours, role = persona.profile["hours_per_week"], persona.profile["target_role"]
    prompt = Prompt(_SYSTEM, _ASK.format(role=role, hours=hours, topics=topics))
    text = "".join(model.generate(prompt, lambda: False))
    entries = []
    for found in re.finditer(r"\{[^{}]*\}", text):
        try:
            entry = json.loads(found[0])
            week = int(entry["week"])
            entries.append(
                {"topic": str(entry["topic"])[:300], "week": week, "hours": float(entry["hours"])}
            )
        except (ValueError, KeyError, TypeError):
            continue
    return [entry for entry in entries if 1 <= entry["week"] <= 520 and 0 <= entry["hours"] <= 1000]


def faults(catalogue: Catalogue, persona: Any, **plan: Any) -> Counter[str]:
    profile = {"start_date": "2026-01-05"} | persona.profile
    submitted = Submitted.model_validate({"profile": profile} | plan)
    return Counter(check_plan(submitted, catalogue).counts)


@pytest.mark.slow
@pytest.mark.models
def test_our_plans_have_no_fault_and_others_many(
    catalogue: Catalogue,
    environment: dict[str, str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    ours: Counter[str] = Counter()
    months: Counter[str] = Counter()
    for persona in PERSONAS:
        plan = make_plan(profile_of(persona.name), catalogue)
        ours += faults(catalogue, persona, plan=plan.model_dump(mode="json", by_alias=True))
        months += faults(catalogue, persona, topics=fixed_months(catalogue))
    written = by_model(catalogue, PERSONAS[1])
    model = faults(catalogue, PERSONAS[1], topics=written)
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < 2:
        make_plan(profile_of(PERSONAS[count % len(PERSONAS)].name), catalogue)
        count += 1
    with capsys.disabled():
        print(f"\nplans a second: {count / (time.perf_counter() - began):.0f}")
        print(f"faults of our {len(PERSONAS)} plans: {ours.total()}")
        print(f"faults of the fixed months for the same people: {months.total()} {dict(months)}")
        print(f"faults of the model's plan for one, {len(written)} entries: {dict(model)}")
    assert ours.total() == 0
    assert months.total() > 0
    assert model.total() > 0
