"""Worked examples of profiles, as the description of the API shows them."""

from __future__ import annotations

from fastapi.openapi.models import Example

PROFILES: dict[str, Example] = {
    "backend": {
        "summary": "Backend engineer, seven years of Python services, to applied ML",
        "value": {
            "target_role": "applied",
            "interest_domain": "tabular",
            "domains": {"backend": 7},
            "languages": {"python": 3},
            "skills": {"sql": 3, "docker": 2},
            "hours_per_week": 10,
            "start_date": "2026-01-05",
        },
    },
    "sre": {
        "summary": "SRE with twelve weeks, to MLOps",
        "value": {
            "target_role": "mlops",
            "domains": {"devops-sre": 6},
            "languages": {"python": 1, "go": 3},
            "skills": {"kubernetes": 3, "docker": 3},
            "hours_per_week": 6,
            "start_date": "2026-01-05",
            "weeks": 12,
        },
    },
    "frontend": {
        "summary": "Frontend engineer without Python, to AI engineering",
        "value": {
            "target_role": "ai-engineer",
            "interest_domain": "nlp",
            "domains": {"frontend": 5},
            "languages": {"javascript": 3},
            "ml_exposure": "used-apis",
            "hours_per_week": 7,
            "start_date": "2026-01-05",
            "weeks_off": [7],
        },
    },
}
