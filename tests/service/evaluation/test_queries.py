from __future__ import annotations

from pathlib import Path

import pytest

from service.errors import BadInput
from service.evaluation.queries import Query, read_qrels, read_queries


def test_queries_with_what_answers_them(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(
        '{"qid": "1", "query": "a?", "ignore": ["x.md"]}\n\n{"qid": 2, "query": "b?", "notes": ["./n.md"]}\n'
    )
    queries, judged = read_queries(file)
    assert queries == [Query("1", "a?", frozenset({"x"})), Query("2", "b?")]
    assert judged == {"2": {"n": 1}}


def test_qrels_with_or_without_a_header(tmp_path: Path) -> None:
    file = tmp_path / "q.tsv"
    file.write_text("qid\tdocid\tgrade\n1\tdeep/a.md\t2\n1\tb\t0\n")
    assert read_qrels(file) == {"1": {"deep/a": 2, "b": 0}}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{", "line 1: not JSON"),
        ("[]", "line 1: not a JSON object"),
        ('{"qid": "1"}', "`qid` and `query`"),
        ('{"qid": "1", "query": " "}', "`qid` and `query`"),
        ('{"qid": "1", "query": "a", "ignore": "x"}', "`ignore`"),
        ('{"qid": "1", "query": "a", "notes": [1]}', "`notes`"),
        (
            '{"qid": "1", "query": "a"}\n{"qid": "1", "query": "b"}',
            "line 2: `qid` '1' stands twice",
        ),
        ("", "holds no query"),
    ],
)
def test_faults_in_queries_name_line_and_field(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(text)
    with pytest.raises(BadInput, match=r"q\.jsonl") as raised:
        read_queries(file)
    assert named in str(raised.value)


@pytest.mark.parametrize("text", ["1 a 1\n", "1\ta\t1\n1\ta\tgood\n", "1\ta\n"])
def test_faults_in_qrels_name_the_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "q.tsv"
    file.write_text(text)
    with pytest.raises(BadInput, match=r"q\.tsv, line"):
        read_qrels(file)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.jsonl"):
        read_queries(tmp_path / "none.jsonl")
