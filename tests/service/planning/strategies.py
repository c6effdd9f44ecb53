"""Random profiles, from the empty to the overfull."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, get_args

from hypothesis import strategies as st

from service.planning.learner.profile import Domain, Interest, Profile, Role
from tests.content.corpus import CONCEPT_SLUGS

SLUGS = sorted(CONCEPT_SLUGS)
LEVELS = st.integers(0, 3)
YEARS = st.integers(0, 100).map(lambda halves: halves / 2)
SKILLS = ["docker", "kubernetes", "airflow", "sql", "numpy", "search", "React", "PostgreSQL"]
LANGUAGES = ["python", "javascript", "java", "go", "kotlin", "rust", "c++"]
MATHS = ["linear_algebra", "calculus", "probability", "statistics"]


@cache
def fields() -> st.SearchStrategy[dict[str, Any]]:
    """The fields of a profile without a deadline and without anything left out on purpose."""
    return st.fixed_dictionaries(
        {"start_date": st.dates(date(2019, 12, 1), date(2040, 3, 1)).map(date.isoformat)},
        optional={
            "target_role": st.sampled_from(get_args(Role)),
            "interest_domain": st.none() | st.sampled_from(get_args(Interest)),
            "domains": st.dictionaries(st.sampled_from(get_args(Domain)), YEARS, max_size=6),
            "languages": st.dictionaries(st.sampled_from(LANGUAGES), LEVELS, max_size=5),
            "skills": st.dictionaries(st.sampled_from(SKILLS), LEVELS, max_size=6),
            "maths": st.dictionaries(st.sampled_from(MATHS), LEVELS, max_size=4),
            "maths_level": st.sampled_from(["none", "school", "university", "strong"]),
            "ml_exposure": st.sampled_from(
                ["none", "used-apis", "courses", "trained-models", "production"]
            ),
            "known_concepts": st.dictionaries(st.sampled_from(SLUGS), LEVELS, max_size=12),
            "hours_per_week": st.integers(2, 80).map(lambda halves: halves / 2),
            "weeks_off": st.lists(st.integers(1, 60), max_size=8, unique=True),
            "depth": st.sampled_from(["core", "standard", "full"]),
            "order": st.sampled_from(["blend", "roadmap", "ship-first"]),
            "must_include": st.lists(st.sampled_from(SLUGS), max_size=3, unique=True),
        },
    )


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    """Any profile: with a deadline or without, with notes left out or none."""
    given = draw(fields())
    if draw(st.booleans()):
        weeks = draw(st.integers(1, 104))
        off = set(given.get("weeks_off", []))
        if not set(range(1, weeks + 1)) <= off:
            given["weeks"] = weeks
    if draw(st.booleans()):
        wanted = set(given.get("must_include", []))
        left_out = draw(st.lists(st.sampled_from(SLUGS), max_size=3, unique=True))
        given["must_exclude"] = [slug for slug in left_out if slug not in wanted]
    return Profile.model_validate(given)
