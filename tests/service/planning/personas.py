"""The people that plans are tried on; the six of the design with what their plans must be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from service.planning.learner.profile import Profile

STRONG = dict.fromkeys(("linear_algebra", "calculus", "probability", "statistics"), 3)


@dataclass(frozen=True)
class Persona:
    """`weeks` and `core_weeks` at standard and core depth without a deadline."""

    name: str
    profile: dict[str, Any]
    weeks: int
    core_weeks: int
    has: tuple[str, ...]
    lacks: tuple[str, ...]
    hours: dict[str, float]


PERSONAS = [
    Persona(
        "backend-python",
        {
            "target_role": "applied",
            "interest_domain": "tabular",
            "domains": {"backend": 7},
            "languages": {"python": 3},
            "skills": {"sql": 3},
            "hours_per_week": 10,
        },
        24,
        18,
        (
            *("linear-regression-numpy", "logistic-regression-numpy", "tabular-deep-dive"),
            *("applied-capstone", "drift-detection", "fastai-part-1"),
        ),
        ("python-for-swe", "kubernetes-for-ml", "retrieval-augmented-generation", "nlp-deep-dive"),
        {"serve-model-fastapi": 1.5},
    ),
    Persona(
        "data-engineer",
        {
            "target_role": "mlops",
            "domains": {"data-engineering": 6},
            "languages": {"python": 3},
            "skills": {"airflow": 3, "sql": 3},
            "known_concepts": {"pandas-data-wrangling": 3},
            "hours_per_week": 6,
        },
        27,
        15,
        ("training-loop", "drift-detection"),
        ("python-for-swe", "pandas-data-wrangling"),
        {"feature-stores": 1.5, "ml-pipeline-orchestration": 1.5},
    ),
    Persona(
        "frontend",
        {
            "target_role": "ai-engineer",
            "interest_domain": "nlp",
            "domains": {"frontend": 5},
            "languages": {"javascript": 3},
            "hours_per_week": 7,
        },
        21,
        13,
        ("llm-fundamentals", "retrieval-augmented-generation", "llm-evaluation", "rag-project"),
        ("feature-stores", "kubernetes-for-ml", "trees-and-boosting"),
        {"python-for-swe": 5},
    ),
    Persona(
        "mobile",
        {
            "target_role": "applied",
            "interest_domain": "vision",
            "domains": {"mobile": 4},
            "languages": {"kotlin": 3},
            "hours_per_week": 5,
        },
        47,
        36,
        ("serve-model-fastapi", "first-ml-pipeline", "domain-dataset-project"),
        ("kubernetes-for-ml",),
        {},
    ),
    Persona(
        "physicist",
        {
            "target_role": "applied",
            "interest_domain": "time-series",
            "domains": {"backend": 4},
            "languages": {"python": 3},
            "maths": STRONG,
            "known_concepts": {"numpy-vectorisation": 3},
            "hours_per_week": 10,
        },
        21,
        16,
        (
            *("train-val-test-split", "skipping-evaluation", "ignoring-the-data"),
            *("serve-model-fastapi", "time-series-deep-dive"),
        ),
        (
            *("matrix-multiplication", "derivatives-and-gradients", "probability-distributions"),
            *("bayes-theorem", "statistics-for-ml", "numpy-vectorisation", "python-for-swe"),
        ),
        {},
    ),
    Persona(
        "staff-infrastructure",
        {
            "target_role": "platform",
            "domains": {"devops-sre": 15, "backend": 10},
            "languages": {"python": 2},
            "skills": {"kubernetes": 3, "docker": 3},
            "hours_per_week": 4,
        },
        43,
        33,
        ("gpu-fundamentals", "distributed-training", "ml-platform-project"),
        ("bayes-theorem", "linear-regression-numpy", "logistic-regression-numpy"),
        {"kubernetes-for-ml": 1.5},
    ),
]
BY_NAME = {persona.name: persona for persona in PERSONAS}


def profile_of(name: str, **changes: Any) -> Profile:
    """A persona's profile from Monday, 5 January 2026."""
    fields = {"start_date": "2026-01-05"} | BY_NAME[name].profile | changes
    return Profile.model_validate(fields)
