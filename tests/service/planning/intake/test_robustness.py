"""Any text and any JSON: no crash, bounds kept, time in proportion to length."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.planning.intake.cv import propose_from_text
from service.planning.intake.json_resume import propose_from_resume
from service.planning.intake.proposal import Proposal
from tests.service.planning.intake.bounds import assert_within_bounds

LENGTH = 50_000
WORDS = (
    "Python Go R C Rust Docker Kubernetes, . ; : ( ) - | / & \n \t • no never used experience with "
    "years of 5 2016 2018 03/2016 present since expert basic learning Backend Engineer SKILLS "
    "Experience Jan '16 bis seit möchte lernen BSc Physics machine learning course trained model "
    "@ a@b.c https://x.y/z 🐍 \u202e \u200b ﬁ ² １２ Mr Jenkins"
).split(" ")
SECTIONS = "basics work skills projects certificates education languages references".split()
KEYS = "name position startDate endDate highlights summary keywords level area studyType courses".split()

documents = st.lists(st.sampled_from(WORDS), max_size=120).map(" ".join)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | documents
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=12,
)
resumes = st.dictionaries(st.sampled_from(SECTIONS) | st.text(max_size=5), anything, max_size=8)


@settings(max_examples=150, deadline=None)
@given(st.text() | documents)
def test_any_text(text: str) -> None:
    proposal = propose_from_text(text)
    assert_within_bounds(proposal)
    assert propose_from_text(text) == proposal


@settings(max_examples=150, deadline=None)
@given(resumes)
def test_any_json(resume: dict[str, Any]) -> None:
    proposal = propose_from_resume(resume)
    assert_within_bounds(proposal)
    assert propose_from_resume(resume) == proposal


@pytest.mark.parametrize(
    "unit",
    [
        "a", "(", "9", "9 ", "@", "a@", "-", "a-", "\n", " ", "•\n", "1/", "C/", "\ufdfa",
        "years of ", "5 years of ", "no experience with ", "2016 - ", "2016-2018 ", "Go, ",
        "engineer ", "jan ", "learning ", "Engineer\n2016 - 2018\n", "Docker and ", "Basic:\nDocker\n",
        "Docker I have never used ", "between 2016 and ", "BSc Physics ", "trained model ",
        "a" * 30 + "   b\n", "Mr Jenkins ", "experience\n", "machine learning course ",
    ],
)  # fmt: skip
def test_time_grows_with_length_alone(unit: str) -> None:
    text = (unit * (LENGTH // len(unit) + 1))[:LENGTH]
    # 4 if it grows evenly, 16 if with the square; looked at again, since a machine may stall in one look
    assert any(growth(propose_from_text, text) < 12 for _ in range(3))
    assert_within_bounds(propose_from_text(text))


def growth(read: Callable[[str], Proposal], text: str) -> float:
    """How many times as long the whole takes as a quarter of it."""
    return fastest(read, text) / fastest(read, text[: LENGTH // 4])


def fastest(read: Callable[[str], Proposal], text: str) -> float:
    """Seconds of processor time: the least of three, since the machine does other things too."""
    times = []
    for _ in range(3):
        began = time.process_time()
        read(text)
        times.append(time.process_time() - began)
    return min(times)


def test_a_resume_of_ten_thousand_entries() -> None:
    entry = {
        "position": "Backend Engineer",
        "startDate": "2016",
        "highlights": ["Go", "Docker"] * 50,
    }
    resume = {section: [entry] * 10_000 for section in ("work", "skills", "projects")}
    proposal = propose_from_resume(resume)
    assert_within_bounds(proposal)
    assert "work: only the first 300 entries are read." in proposal.warnings


def test_the_most_that_a_profile_takes_is_kept() -> None:
    from service.planning.intake.gazetteer import aliases

    names = list(dict.fromkeys(alias.tag for alias in aliases()))
    proposal = propose_from_resume(
        {"skills": [{"name": name, "level": "Expert"} for name in names]}
    )
    assert_within_bounds(proposal)
    assert len(proposal.profile["skills"]) == 60
    assert len(proposal.profile["languages"]) == 20
    assert any("60 are kept" in warning for warning in proposal.warnings)
