from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.embedding import WordsEmbedder
from indexer.index import Index
from service.errors import BadInput
from service.evaluation.queries import Query
from service.evaluation.ranking import METHODS, Method
from service.evaluation.retrieval import evaluate_retrieval
from service.settings import Settings
from tests.service.test_cli import onramp

WORDS = WordsEmbedder()
QUERIES = [
    Query("1", "When does a cache entry expire?"),
    Query("2", "two threads wait forever"),
    Query("3", "not judged"),
]


@pytest.fixture
def index(settings: Settings) -> Iterator[Index]:
    opened = Index.load(settings.index_directory, WORDS)
    yield opened
    opened.close()


@pytest.mark.parametrize("method", METHODS)
def test_every_method_finds_the_note(index: Index, method: Method) -> None:
    judged = {"1": {"caches": 1, "gone": 1}, "2": {"deep/locks": 1}}
    report = evaluate_retrieval(index, WORDS, QUERIES, judged, method)
    assert report.measures["hit@1"].mean == 1
    assert report.by_query["2"]["ranking"][0] == "deep/locks"
    assert report.unknown == ["gone"]
    assert sorted(report.by_query) == ["1", "2"]


def test_ignored_documents_leave_the_ranking(index: Index) -> None:
    queries = [Query("1", QUERIES[0].text, frozenset({"caches"}))]
    report = evaluate_retrieval(index, WORDS, queries, {"1": {"caches": 1}}, "onramp")
    assert "caches" not in report.by_query["1"]["ranking"]
    assert report.measures["recall@20"].mean == 0


def test_judgements_that_name_nothing_of_the_index_are_a_fault(index: Index) -> None:
    with pytest.raises(BadInput, match="docid is a note's path"):
        evaluate_retrieval(index, WORDS, QUERIES, {"1": {"elsewhere": 1}}, "onramp")


def test_the_command(settings: Settings, tmp_path: Path) -> None:
    queries, qrels, by_query = tmp_path / "q.jsonl", tmp_path / "q.tsv", tmp_path / "out.jsonl"
    queries.write_text('{"qid": "1", "query": "When does a cache entry expire?"}\n')
    qrels.write_text("1\tcaches\t1\n")
    given = ("--queries", str(queries), "--qrels", str(qrels), "--by-query", str(by_query))
    index = ("--index", str(settings.index_directory))
    done = onramp(settings, "eval", "retrieval", *given, *index, "--json")
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert summary["measures"]["MRR@10"] == {"mean": 1.0, "low": 1.0, "high": 1.0}
    assert json.loads(by_query.read_text())["relevant"] == ["caches"]
    table = onramp(settings, "eval", "retrieval", *given, *index).stdout
    assert "nDCG@10" in table


def test_a_method_that_is_none_is_named(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"qid": "1", "query": "a cache"}\n')
    done = onramp(
        settings, "eval", "retrieval", "--queries", str(tmp_path / "q.jsonl"), "--method", "magic"
    )
    assert done.returncode == 1
    assert "--method 'magic'" in done.stderr
