from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer import lexical
from indexer.lexical import Lexical, words_of
from indexer.types import Chunk

TEXTS = [
    "Training the model trains it.",
    "A queue holds jobs.",
    "call loss.backward() here",
    "日本語の文",
]
# fmt: off
INJECTIONS = [
    '"', '""', "'; DROP TABLE words; --", 'a" OR "b', 'AND', 'OR', 'NOT', 'NEAR(queue jobs, 2)',
    'NEAR', 'queue*', '*', '(', ')', '(queue', 'title:queue', '-queue',
    '^queue', '{title body}: x', '+', '\\', ':', '_', '...',
]
# fmt: on


@pytest.fixture(scope="module")
def found() -> Iterator[Lexical]:
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as connection:
        lexical.create(connection)
        chunks = [
            Chunk("n", f"Title{at}", ("Head",), "", text, text) for at, text in enumerate(TEXTS)
        ]
        rows = [(at, chunk, "hinted" if at == 1 else "") for at, chunk in enumerate(chunks)]
        lexical.add(connection, rows)
        yield Lexical(connection)


def ids(hits: list[lexical.Hit]) -> list[int]:
    return [hit.id for hit in hits]


def test_words_of() -> None:
    text = "Call loss.backward(), e-mail x_y: 3.5 “Ünï” 日本"
    assert words_of(text) == ["call", "loss.backward", "e-mail", "x_y", "3.5", "ünï", "日本"]


def test_words_are_found_in_any_form_and_in_every_column(found: Lexical) -> None:
    assert ids(found.search(["train"], 5)) == [0]
    assert ids(found.search(["QUEUES"], 5)) == [1]
    assert ids(found.search(["hinted"], 5)) == [1]
    assert ids(found.search(["title2"], 5)) == [2]
    assert ids(found.search(["loss.backward"], 5)) == [2]
    assert sorted(ids(found.search(["head"], 9))) == [0, 1, 2, 3]
    assert found.search([], 5) == []
    assert found.search(["absent"], 5) == []


def test_best_first_and_at_most_k(found: Lexical) -> None:
    hits = found.search(["head", "queue", "jobs"], 2)
    assert hits[0].id == 1
    assert len(hits) == 2
    assert hits[0].score > hits[1].score


def test_trigrams_find_what_is_misspelt_or_unspaced(found: Lexical) -> None:
    assert ids(found.search_trigrams(["backwrad"], 1)) == [2]
    assert ids(found.search_trigrams(["日本語"], 5)) == [3]
    assert found.search_trigrams(["ab", ""], 5) == []


def test_count(found: Lexical) -> None:
    assert (found.count("trains"), found.count("head"), found.count("absent")) == (1, 4, 0)


@pytest.mark.parametrize("word", INJECTIONS)
def test_what_people_type_is_never_an_operator(found: Lexical, word: str) -> None:
    found.search([word], 5)
    found.search_trigrams([word], 5)
    found.count(word)
    assert set(ids(found.search([word, "jobs"], 5))) >= {1}


def test_operators_mean_themselves(found: Lexical) -> None:
    assert found.search(["que*"], 5) == []
    assert found.count("title:queue") == 0
    assert ids(found.search(["NOT", "queue"], 5)) == [1]


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_question_is_harmless(found: Lexical, text: str) -> None:
    words = words_of(text)
    found.search(words, 3)
    found.search_trigrams(words, 3)
    for word in words:
        found.count(word)
