from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from indexer.embedding import WordsEmbedder
from service.cli import app
from service.errors import BadInput
from service.evaluation.verdicts import by_kind, by_part, judge, read_pairs
from tests.conftest import ROOT

PAIRS = """
- {id: a, kind: copy, question: Why?, evidence: &e [A bounded queue refuses work.],
   sentence: A bounded queue refuses work., supported: true}
- {id: b, kind: negation, question: Why?, evidence: *e,
   sentence: A bounded queue never refuses work., supported: false}
- {id: c, kind: paraphrase, question: Why?, evidence: *e,
   sentence: Xylophones sing at night., supported: true, part: held-out}
"""


def test_figures_by_part_and_kind(tmp_path: Path) -> None:
    file = tmp_path / "pairs.yaml"
    file.write_text(PAIRS)
    rulings = judge(read_pairs(file), WordsEmbedder())
    parts = by_part(rulings)
    assert (parts["all"].precision, parts["all"].recall) == (1.0, 0.5)
    assert (parts["tuned"].precision, parts["tuned"].recall) == (1.0, 1.0)
    assert (parts["held-out"].precision, parts["held-out"].recall) == (None, 0.0)
    assert by_kind(rulings) == {"copy": (1, 1), "negation": (1, 1), "paraphrase": (1, 0)}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("id: b", "id: a"), "`id` 'a' stands twice"),
        (("kind: copy", "kind: 3"), "`kind`"),
        (("[A bounded queue refuses work.]", "[]"), "`evidence`"),
        (("supported: false", "supported: no idea"), "`supported`"),
        (("held-out", "else"), "`part`"),
        (("kind: copy", "sort: copy"), "no field `sort`"),
        ((PAIRS, "{"), "not YAML"),
        ((PAIRS, "{}"), "not a list"),
        ((PAIRS, "[1]"), "not a mapping"),
    ],
)
def test_faults_of_the_file_are_named(tmp_path: Path, change: tuple[str, str], named: str) -> None:
    file = tmp_path / "pairs.yaml"
    file.write_text(PAIRS.replace(*change))
    with pytest.raises(BadInput, match=named):
        read_pairs(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="check the path"):
        read_pairs(tmp_path / "none.yaml")


def test_the_command_prints_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "pairs.yaml"
    file.write_text(PAIRS)
    monkeypatch.setenv("ONRAMP_EMBEDDER", "words")
    result = CliRunner().invoke(app, ["eval", "verifier", str(file), "--json"])
    assert json.loads(result.stdout)["parts"]["all"]["recall"] == 0.5
    assert "let through" not in CliRunner().invoke(app, ["eval", "verifier", str(file)]).stdout


def test_the_set_is_large_and_even() -> None:
    pairs = read_pairs(ROOT / "tests/evals/verifier.yaml")
    assert len(pairs) >= 240
    assert 0.4 <= sum(pair.supported for pair in pairs) / len(pairs) <= 0.6
    assert 0.30 <= sum(pair.part == "held-out" for pair in pairs) / len(pairs) <= 0.4
