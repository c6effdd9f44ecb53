"""What holds for every proposal, whatever it was made of."""

from __future__ import annotations

import json
from dataclasses import asdict

from service.planning.intake.exposure import LEVELS
from service.planning.intake.gazetteer import language_tag, skill_tag
from service.planning.intake.mathematics import FIELDS
from service.planning.intake.proposal import Proposal

DOMAINS = frozenset(
    "backend frontend fullstack data-engineering devops-sre mobile embedded qa game security".split()
)
NAMES = {"years_experience", "domains", "languages", "skills", "maths", "ml_exposure"}


def shown(proposal: Proposal) -> str:
    """All that leaves the parser, as text."""
    return json.dumps(asdict(proposal), ensure_ascii=False)


def assert_within_bounds(proposal: Proposal) -> None:
    profile = proposal.profile
    assert profile.keys() <= NAMES
    years = [profile.get("years_experience", 0), *profile.get("domains", {}).values()]
    assert all(0 <= number <= 50 and number * 2 == int(number * 2) for number in years)
    assert profile.get("domains", {}).keys() <= DOMAINS
    assert len(profile.get("domains", {})) <= 6
    assert len(profile.get("languages", {})) <= 20
    assert len(profile.get("skills", {})) <= 60
    assert profile.get("maths", {}).keys() <= set(FIELDS)
    assert profile.get("ml_exposure", "none") in LEVELS
    assert all(language_tag(name) == name for name in profile.get("languages", {}))
    assert all(skill_tag(name) == name for name in profile.get("skills", {}))
    levels = [
        level for key in ("languages", "skills", "maths") for level in profile.get(key, {}).values()
    ]
    assert all(type(level) is int and 0 <= level <= 3 for level in levels)
    _assert_evidence(proposal)


def _assert_evidence(proposal: Proposal) -> None:
    values = {
        f"{group}.{name}" if isinstance(entry, dict) else group: value
        for group, entry in proposal.profile.items()
        for name, value in (entry.items() if isinstance(entry, dict) else [("", entry)])
    }
    assert {one.field for one in proposal.evidence} == values.keys()
    for one in proposal.evidence:
        assert one.value == values[one.field]
        assert len(one.quote) <= 80
        assert 0 < one.confidence <= 1
        assert one.rule.partition(".")[0] in ("cv", "resume")
