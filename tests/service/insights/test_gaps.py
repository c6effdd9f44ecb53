"""Gaps, over a real index by the embedder without weights."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from indexer.embedding import WordsEmbedder
from indexer.index import Index
from service.insights.gaps import Gap, gaps, suggested_title
from service.insights.table import as_csv
from service.settings import Settings
from service.store.usage import Asked

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def asked(question: str | None, **changes: Any) -> Asked:
    fields: dict[str, Any] = {
        "created_at": NOON,
        "status": "refused",
        "question": question,
        "first_sentence_ms": None,
        "total_ms": 5,
        "verdict": None,
        "reasons": [],
    }
    return Asked(**fields | changes)


@pytest.fixture
def index(settings: Settings) -> Iterator[Index]:
    opened = Index.load(settings.index_directory, WordsEmbedder())
    yield opened
    opened.close()


def test_questions_that_mean_the_same_are_one_gap_the_largest_first(index: Index) -> None:
    found = gaps(
        [
            asked("How do I shard a cache over machines?"),
            asked("Why is the office cold?"),
            asked("how do I shard the cache over machines"),
            asked("How do I shard a cache over machines?", status="answered", verdict="down",
                  reasons=["incomplete"]),
            asked("What is a queue?", status="answered"),
            asked("What is a lock?", status="answered", verdict="up"),
            asked(None),
        ],
        index,
        WordsEmbedder(),
    )  # fmt: skip
    assert [(gap.refused, gap.voted_down) for gap in found] == [(2, 1), (1, 0)]
    assert "hard" in found[0].title
    assert found[0].reasons == ["incomplete"]
    assert found[0].nearest[0].title == "Caches"
    assert len(found[0].examples) == 2


def test_questions_without_words_do_no_harm(index: Index) -> None:
    found = gaps([asked("???"), asked("!!!"), asked("What is a shard?")], index, WordsEmbedder())
    assert sorted(gap.count for gap in found) == [1, 1, 1]


def test_without_gaps_there_is_nothing(index: Index) -> None:
    assert gaps([asked("What is a queue?", status="answered")], index, WordsEmbedder()) == []


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("How do I shard a cache?", "Shard a cache"),
        ("What's the difference between A and B?", "Difference between A and B"),
        ("can you explain Android with Kotlin?", "Android with Kotlin"),
        ("Which GPU should I buy", "GPU should I buy"),
        (
            "We run a shop. How do we rank what we sell for each customer? Any hints?",
            "Rank what we sell for each customer",
        ),
        ("???", "???"),
        ("word " * 100, ("Word " + "word " * 13).strip()),
    ],
)
def test_a_title_is_the_question_without_its_opening(question: str, title: str) -> None:
    assert suggested_title(question) == title


def test_a_cell_never_begins_a_formula() -> None:
    gap = Gap('=HYPERLINK("x")', 1, 0, [], ["@sum, a", "b"], [])
    head, row = csv.reader(io.StringIO(as_csv([gap])))
    assert head[0] == "suggested_title"
    assert row[0] == '\'=HYPERLINK("x")'
    assert row[-1] == "'@sum, a | b"
