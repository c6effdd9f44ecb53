from __future__ import annotations

import pytest

from indexer.embedding import WordsEmbedder
from indexer.types import Passage, Unit
from service.answering.evidence import Evidence
from service.answering.verify import Verifier

TEXT = (
    "A bounded queue in Redis refuses new work when 8 jobs wait, and client.push() does not block."
)


@pytest.fixture
def verifier() -> Verifier:
    embedder = WordsEmbedder()
    unit = Unit(TEXT, "sentence", 0, TEXT)
    passage = Passage(0, "queues", "Queues", (), "", TEXT, TEXT, (unit,))
    evidence = Evidence(passage, 0, embedder.embed_question(TEXT), 1.0)
    return Verifier(embedder, "When does the queue say no to more jobs?", [evidence])


@pytest.mark.parametrize(
    "sentence",
    [
        TEXT,
        "A bounded queue in Redis refuses work when 8 jobs wait, and client.push() does not block.",
    ],
)
def test_what_the_evidence_says_is_supported(verifier: Verifier, sentence: str) -> None:
    assert verifier.check(sentence).support == (0,)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("8 jobs", "9 jobs"), "9"),
        (("Redis", "Kafka"), "Kafka"),
        (("client.push()", "client.pull()"), "client.pull()"),
        (("does not block", "does block"), "denies"),
        (
            ("jobs wait", "jobs wait, so developers celebrate happy birthdays everywhere"),
            "says more",
        ),
    ],
)
def test_each_controlled_edit_is_caught(
    verifier: Verifier, change: tuple[str, str], reason: str
) -> None:
    verdict = verifier.check(TEXT.replace(*change))
    assert verdict.support == ()
    assert reason in verdict.reason


def test_fragments_and_questions_are_no_sentences(verifier: Verifier) -> None:
    assert verifier.check("Bounded queue").support == ()
    assert verifier.check("When does the queue say no to more jobs?").support == ()
