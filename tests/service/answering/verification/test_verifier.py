from __future__ import annotations

from collections.abc import Sequence

import pytest

from indexer.embedding import WordsEmbedder
from indexer.types import Passage, Unit, UnitKind
from service.answering.evidence import Evidence
from service.answering.verification.verifier import Verifier

QUESTION = "When does the queue say no to more jobs?"
TEXT = (
    "A bounded queue in Redis refuses new work when 8 jobs wait, and client.push() does not block."
)


class Undecided:
    """A model that neither vouches for a sentence nor stands in its way, so that the checks decide."""

    def likelihood(self, evidence: str, sentence: str) -> float:
        return 0.4


def verifier(
    *texts: str,
    kind: UnitKind = "sentence",
    question: str = QUESTION,
    title: str = "",
    paraphrases: bool = True,
) -> Verifier:
    embedder = WordsEmbedder()
    units = tuple(Unit(text, kind, 0, text) for text in texts)
    passage = Passage(0, "queues", title, (), "", " ".join(texts), "", units)
    vectors = embedder.embed_passages(texts)
    evidence = [Evidence(passage, at, vectors[at], 1.0) for at in range(len(texts))]
    return Verifier(embedder, question, evidence, paraphrases=paraphrases, entailment=Undecided)


def reason(evidence: str | Sequence[str], sentence: str) -> str:
    texts = [evidence] if isinstance(evidence, str) else evidence
    return verifier(*texts).check(sentence).reason


@pytest.mark.parametrize(
    "sentence",
    [
        TEXT,
        "A bounded queue in Redis refuses work when 8 jobs wait, and client.push() does not block.",
        "When 8 jobs wait, a bounded queue in Redis refuses new work.",
        "A bounded queue in Redis refuses new work when eight jobs wait.",
    ],
)
def test_what_the_evidence_says_is_supported(sentence: str) -> None:
    assert verifier(TEXT).check(sentence).support == (0,)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("8 jobs", "9 jobs"), "9"),
        (("8 jobs", "8 hours"), "hours"),
        (("Redis", "Kafka"), "Kafka"),
        (("client.push()", "client.pull()"), "client.pull()"),
        (("does not block", "blocks"), "denies"),
        (("refuses", "never refuses"), "denies"),
        (("jobs wait", "jobs wait, so developers celebrate happy birthdays"), "says more"),
    ],
)
def test_each_controlled_edit_is_caught(change: tuple[str, str], named: str) -> None:
    assert named in reason(TEXT, TEXT.replace(*change))


@pytest.mark.parametrize(
    ("evidence", "sentence", "named"),
    [
        ("It destroyed 13 houses and 87 churches.", "It destroyed 87 houses and 13 churches.", "counts"),
        ("The canal lengthened the voyage to Bombay.", "The canal shortened the voyage to Bombay.", "reverse"),
        ("All workers in a hive are female.", "Some workers in a hive are female.", "otherwise"),
        ("Loans become more expensive for people.", "Loans become less expensive for people.", "less"),
        ("Train on old rows and test on new rows.", "Train on new rows and test on old rows.", "says new"),
        ("Ferries carried the trains over the lake.", "Trains carried the ferries over the lake.", "turns round"),
        ("A copy goes from the disk to the tape.", "A copy goes from the tape to the disk.", "turns round"),
        ("Scipio beat him at Zama.", "He beat Scipio at Zama.", "turns round"),
        ("If dry is given, no packages change on disk.", "No packages change on disk.", "condition"),
        ("When rates rise, people spend nothing.", "When people spend nothing, rates rise.", "condition"),
        ("A director signs, not the team lead.", "The team lead signs it.", "denies"),
    ],
)  # fmt: skip
def test_each_check_gives_its_reason(evidence: str, sentence: str, named: str) -> None:
    assert named in reason(evidence, sentence)


@pytest.mark.parametrize(
    ("evidence", "sentence"),
    [
        ("Corals that bleached are not dead.", "Corals that bleached are alive."),
        ("The learning rate sets the step size.", "The step size is set by the learning rate."),
        ("Ten classes give a cross-entropy of 2.3.", "The cross-entropy of 10 classes is 2.3."),
        ("A page goes to Anna, not to Bob.", "A page goes to Anna instead of Bob."),
    ],
)
def test_other_ways_to_say_the_same_pass(evidence: str, sentence: str) -> None:
    assert reason(evidence, sentence) == ""


def test_a_sentence_may_join_two_of_the_evidence_and_names_both() -> None:
    texts = ["The queue refuses jobs above its bound.", "The worker writes results to disk."]
    joined = "The queue refuses jobs above its bound, and the worker writes results to disk."
    assert sorted(verifier(*texts).check(joined).support) == [0, 1]


def test_a_name_from_another_sentence_is_no_support() -> None:
    texts = ["Armstrong landed on the Moon.", "Collins stayed in orbit around it."]
    assert "Armstrong" in reason(texts, "Then Armstrong stayed in orbit around it.")


def test_what_the_title_names_may_be_named() -> None:
    known = verifier("It searches the package tree.", title="npm dedupe")
    assert known.check("It is npm dedupe that searches the package tree.").support == (0,)


def test_fragments_and_repeated_questions_are_no_answers() -> None:
    assert verifier(TEXT).check("Bounded queue").support == ()
    assert verifier(TEXT).check(QUESTION).reason == "repeats the question"
    assert verifier(TEXT).check("The queue does say no to jobs.").reason == "repeats the question"


def test_each_item_of_a_list_stands_by_itself() -> None:
    known = verifier("Stop the sender.", "Wait for the worker.", kind="item")
    pieces = known.check_block(
        "list", "1. Stop the sender.\n2. Delete\n   the logs.\n- Wait for the worker."
    )
    assert [(piece.text, piece.verdict.support) for piece in pieces] == [
        ("Stop the sender.", (0,)),
        ("Delete the logs.", ()),
        ("Wait for the worker.", (1,)),
    ]


@pytest.mark.parametrize(
    ("code", "support"),
    [
        ("```python\ncache.get( 'key' )\n```", (0,)),
        ("cache.get('key')\nprint(value)", (0,)),
        ("cache.get('other')", ()),
        ("get('key')", ()),
        ("```\n```", ()),
    ],
)
def test_code_must_be_lines_of_the_evidence(code: str, support: tuple[int, ...]) -> None:
    known = verifier("import cache\ncache.get('key')\n\nprint(value)", kind="code")
    assert known.check_block("code", code)[0].verdict.support == support


def test_rows_of_a_table_must_be_rows_of_the_evidence() -> None:
    known = verifier("name: port; default: 8000", "name: host; default: loopback", kind="row")
    table = (
        "| Name | Default |\n|---|---|\n| `port` | 8000 |\n| host | 8000 |\n| loopback | host |\n"
    )
    verdicts = [piece.verdict.support for piece in known.check_block("table", table)]
    assert verdicts == [(0,), (), ()]


def test_a_row_may_come_out_of_one_sentence_in_order() -> None:
    known = verifier("The port is 8000 by default.")
    rows = known.check_block("table", "| what | value |\n|-|-|\n| port | 8000 |\n| 8000 | port |")
    assert [piece.verdict.support for piece in rows] == [(0,), ()]


@pytest.mark.parametrize(
    ("sentence", "supported"),
    [
        (TEXT, True),
        ("A bounded queue in Redis refuses work when 8 jobs wait.", True),
        ("When 8 jobs wait, a bounded queue in Redis refuses new work.", False),
        ("A bounded queue in Redis refuses new work when eight jobs wait.", False),
    ],
)
def test_without_paraphrases_a_sentence_may_only_shorten(sentence: str, supported: bool) -> None:
    verdict = verifier(TEXT, paraphrases=False).check(sentence)
    assert bool(verdict.support) is supported
    assert supported or verdict.reason == "uses other words than the evidence"


def test_a_lead_in_to_nothing_is_no_claim() -> None:
    assert verifier(TEXT).check("A bounded queue in Redis refuses work:").reason == "claims nothing"


LOSS = "The first loss should be near the logarithm of the number of classes, 1.386 for four."


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("The first loss should be near 1.386.", "leaves out what 1.386 goes with: four"),
        ("The first loss should be near 1.386 for four classes.", ""),
        ("The first loss should be near the logarithm of the number of classes.", ""),
    ],
)
def test_a_number_keeps_the_one_that_it_goes_with(sentence: str, named: str) -> None:
    assert reason(LOSS, sentence) == named


def test_what_only_the_question_wants_is_served_by_nothing() -> None:
    checked = verifier(
        "Give the container one worker for each core.",
        question="How do I shrink my container?",
    )
    wanted = "To shrink the container, give the container one worker for each core."
    assert checked.check(wanted).reason == "serves another end in the evidence: shrink"
    checked = verifier(
        "A slim base image shrinks the container.", question="How do I shrink my container?"
    )
    assert checked.check("To shrink the container, use a slim base image.").reason == ""
