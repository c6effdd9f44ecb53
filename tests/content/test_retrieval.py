"""Notes are found by the questions that people ask, measured with the real embedder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.build import build
from indexer.index import Index
from indexer.notes import read_folder
from indexer.sentence_embedder import SentenceEmbedder
from service.evaluation.queries import Query, read_queries
from service.evaluation.retrieval import evaluate_retrieval
from tests.conftest import DATA, ROOT

pytestmark = pytest.mark.models
EMBEDDER = SentenceEmbedder()


@pytest.fixture(scope="module")
def bare(environment: dict[str, str]) -> Iterator[Index]:
    """An index of the notes in which their own questions help no search."""
    out = DATA / "test-bare"
    out.mkdir(exist_ok=True)
    embedded = Path(environment["ONRAMP_INDEX"]) / "embeddings.sqlite"
    shutil.copy(embedded, out / embedded.name)  # the same texts: nothing is embedded twice
    build(ROOT / "kb", out, EMBEDDER, questions=False)
    index = Index.load(out, EMBEDDER)
    yield index
    index.close()


def test_each_note_is_found_by_its_own_questions(bare: Index) -> None:
    notes, _ = read_folder(ROOT / "kb")
    queries = [
        Query(f"{note.slug}-{at}", question)
        for note in notes
        for at, question in enumerate(note.questions)
    ]
    judged = {query.qid: {query.qid.rpartition("-")[0]: 1} for query in queries}
    report = evaluate_retrieval(bare, EMBEDDER, queries, judged, "onramp")
    assert len(report.by_query) >= 8 * 100
    assert report.measures["hit@1"].mean >= 0.95
    assert report.measures["hit@3"].mean >= 0.99


def test_questions_that_the_notes_were_not_written_from(environment: dict[str, str]) -> None:
    index = Index.load(Path(environment["ONRAMP_INDEX"]), EMBEDDER)
    queries, judged = read_queries(ROOT / "tests" / "evals" / "transition.jsonl")
    report = evaluate_retrieval(index, EMBEDDER, queries, judged, "onramp")
    index.close()
    assert len(queries) == 60
    assert report.unknown == []
    assert report.measures["hit@3"].mean >= 0.9
