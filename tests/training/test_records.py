from __future__ import annotations

import random

from indexer.embedding import WordsEmbedder
from service.evaluation.verdicts import read_pairs
from tests.conftest import ROOT
from training.records import make_examples, read_records

RECORDS = ROOT / "training/records"


def test_every_record_is_whole() -> None:
    records = read_records(RECORDS)
    assert len(records) > 1000
    for record in records:
        assert record.title
        assert record.passage
        assert record.answers and record.misses  # noqa: PT018
        assert record.supported and record.unsupported  # noqa: PT018


def test_what_is_measured_on_is_not_learnt_from() -> None:
    learnt = {text for record in read_records(RECORDS) for text in record.supported}
    assert not [p.id for p in read_pairs(ROOT / "tests/evals/claims.yaml") if p.sentence in learnt]


def test_each_sentence_stands_beside_its_passage_and_some_beside_another() -> None:
    records = read_records(RECORDS)[:20]
    pairs = make_examples(records, WordsEmbedder(), random.Random(1))
    by_text = {record.text: record for record in records}
    for pair in pairs:
        record = by_text[pair.text]
        fitting = record.supported if pair.task == "sentence" else map(_plain, record.answers)
        assert pair.fits == (pair.said in set(fitting))
    moved = [
        pair
        for pair in pairs
        if pair.task == "sentence"
        and pair.said not in (*by_text[pair.text].supported, *by_text[pair.text].unsupported)
    ]
    assert len(moved) == 2 * len(records)


def _plain(question: str) -> str:
    return question.rstrip(" ?").lower()
