from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

from indexer.embedding import WordsEmbedder
from indexer.index import Index
from service.answering.assistant import Assistant
from service.answering.generator import QuotingGenerator
from service.evaluation.answers import AnswersReport, evaluate_answers
from service.evaluation.cases import read_cases
from service.evaluation.junit import write_junit
from service.settings import Settings
from tests.service.test_cli import onramp

CASES = """
- id: right
  kind: lookup
  question: What does a bounded queue refuse?
  notes: [queues]
  must: [8 jobs]
- id: lacking
  kind: lookup
  question: What does a bounded queue refuse?
  notes: [deep/locks]
  must: [nine jobs]
- id: said
  kind: lookup
  question: What does a bounded queue refuse?
  notes: [queues]
  must_not: [refuses work]
- {id: refused, kind: off-topic, question: purple zebras admire clever giraffes}
- {id: thanks, kind: small-talk, question: thanks!}
- {id: wrong, kind: near-miss, question: When does a cache entry expire?}
- {id: later, kind: follow-up, question: why?, history: [When does a cache entry expire?], notes: [caches]}
"""


def report_of(settings: Settings, folder: Path) -> AnswersReport:
    file = folder / "cases.yaml"
    file.write_text(CASES, encoding="utf-8")
    embedder = WordsEmbedder()
    index = Index.load(settings.index_directory, embedder)
    assistant = Assistant(embedder, QuotingGenerator())
    return evaluate_answers(index, assistant, read_cases(file), lambda done, total: None)


def test_faults_are_told_in_words(settings: Settings, tmp_path: Path) -> None:
    report = report_of(settings, tmp_path)
    faults = {result.case.id: result.faults for result in report.results}
    assert faults == {
        "right": (),
        "lacking": ("no right note is cited", "lacks 'nine jobs'"),
        "said": ("says 'refuses work'",),
        "refused": (),
        "thanks": (),
        "wrong": ("answered where refused was expected",),
        "later": (),
    }


def test_shares(settings: Settings, tmp_path: Path) -> None:
    shares = report_of(settings, tmp_path).shares
    assert shares["passed"] == 4 / 7
    assert shares["answered_precision"] == 4 / 5
    assert shares["answered_recall"] == 1
    assert shares["refused_precision"] == 1
    assert shares["refused_recall"] == 2 / 3
    assert shares["citation_recall"] == 3 / 4
    assert shares["supported"] == 1


def test_junit_names_each_failure(settings: Settings, tmp_path: Path) -> None:
    write_junit(tmp_path / "junit.xml", report_of(settings, tmp_path).results)
    suite = ElementTree.parse(tmp_path / "junit.xml").getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("7", "3")
    failed = [case.get("name") for case in suite if case.find("failure") is not None]
    assert failed == ["lacking", "said", "wrong"]


def test_the_command_exits_with_1_on_a_regression(settings: Settings, tmp_path: Path) -> None:
    cases, kept = tmp_path / "cases.yaml", tmp_path / "kept.json"
    cases.write_text(CASES, encoding="utf-8")
    done = onramp(settings, "eval", "answers", str(cases), "--keep", str(kept), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["kinds"]["lookup"]["cases"] == 3
    again = onramp(settings, "eval", "answers", str(cases), "--baseline", str(kept))
    assert again.returncode == 0
    assert "said: says 'refuses work'" in again.stdout
    kept.write_text(json.dumps(json.loads(kept.read_text()) | {"passed": 0.9}))
    worse = onramp(settings, "eval", "answers", str(cases), "--baseline", str(kept))
    assert worse.returncode == 1
    assert "passed fell from 0.900" in worse.stdout


def test_a_baseline_that_is_none_is_named(settings: Settings, tmp_path: Path) -> None:
    cases = tmp_path / "cases.yaml"
    cases.write_text(CASES, encoding="utf-8")
    done = onramp(settings, "eval", "answers", str(cases), "--baseline", str(tmp_path / "no.json"))
    assert done.returncode == 1
    assert "'no.json' is no baseline" in done.stderr
