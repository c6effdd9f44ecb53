from __future__ import annotations

from pathlib import Path

import pytest

from service.errors import BadInput
from service.evaluation.cases import read_cases
from tests.conftest import ROOT

EVALS = ROOT / "tests" / "evals"


def write(folder: Path, text: str) -> Path:
    file = folder / "cases.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_what_is_expected_follows_from_kind_and_notes(tmp_path: Path) -> None:
    text = (
        "- {kind: lookup, question: a, notes: [x.md], must: [one, [two, three]]}\n"
        "- {kind: near-miss, question: b}\n"
        "- {kind: small-talk, question: c}\n"
        "- {kind: injection, question: d}\n"
        "- {kind: follow-up, question: e, history: [a], expect: answered}\n"
    )
    cases = read_cases(write(tmp_path, text))
    assert [case.expect for case in cases] == [
        ("answered",), ("refused",), ("smalltalk",), ("refused", "smalltalk"), ("answered",),
    ]  # fmt: skip
    assert cases[0].notes == {"x"}
    assert cases[0].must == (("one",), ("two", "three"))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{", "not YAML"),
        ("a: b", "not a list"),
        ("- x", "case 1: not a mapping"),
        ("- {kind: lookup, question: a, colour: red}", "no field `colour`"),
        ("- {kind: magic, question: a}", "`kind`"),
        ("- {kind: lookup}", "`question`"),
        ("- {kind: lookup, question: a, notes: x}", "`notes`"),
        ("- {kind: lookup, question: a, must_not: [1]}", "`must_not`"),
        ("- {kind: lookup, question: a, expect: maybe}", "`expect`"),
        ("- {id: 1, kind: lookup, question: a}\n- {id: 1, kind: lookup, question: b}", "twice"),
    ],
)
def test_faults_name_case_and_field(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(BadInput, match=r"cases\.yaml") as raised:
        read_cases(write(tmp_path, text))
    assert named in str(raised.value)


def test_there_are_enough_cases_of_each_kind() -> None:
    files = ("kb", "npm", "fastify", "foreign", "injections")
    cases = [case for name in files for case in read_cases(EVALS / f"{name}.yaml")]
    counts = {kind: sum(case.kind == kind for case in cases) for kind in {c.kind for c in cases}}
    assert len(cases) >= 250
    assert counts["near-miss"] >= 80
    assert counts["off-topic"] + counts["small-talk"] >= 60
    assert sum(bool(case.history) for case in cases) >= 36
    assert counts["injection"] >= 40
    assert len({case.id for case in cases}) == len(cases)
