from __future__ import annotations

from pathlib import Path

import pytest

from indexer.build import build
from indexer.embedding import WordsEmbedder
from indexer.index import Index
from service.answering.evidence import choose
from service.answering.retrieve import retrieve

NOTE = """# Queues

The broker keeps eight jobs by default. Raise the limit of a broker with the option `depth`.
It takes effect at once.

## keepAlive

- Type: integer
- Default: 72000

How long the socket keeps alive an idle connection.

## Draining

To drain a broker, follow these steps:

1. Stop every sender first.
2. Wait for the last worker.
3. Close the socket.

## Names

- alpha
- beta

## Adapters

- [queue-tee](https://example.com/b): copies jobs into files
- [queue-syslog](https://example.com/a): forwards jobs to syslog
- [queue-redis](https://example.com/c): shares counters through redis

| Fault | Meaning |
| --- | --- |
| `E_FULL` | the mailbox overflows |
| `E_GONE` | the peer hung up |
| `E_LATE` | the deadline passed |

## Set-up

1. **Unpack** the archive of the relay
2. **Mount** its folder
3. **Launch** the relay

## Fields

| Field | Key |
| --- | --- |
| depth | `depth` |
| list of hosts | `hosts:` |

## Check yourself

**Which kinds of frame does a relay drop?** Torn frames and stale frames.

## Where next

See the drain of the broker elsewhere.
"""
WORDS = WordsEmbedder()


@pytest.fixture
def index(tmp_path: Path) -> Index:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "queues.md").write_text(NOTE, encoding="utf-8")
    build(folder, tmp_path / "index", WORDS)
    return Index.load(tmp_path / "index", WORDS)


def chosen(index: Index, question: str) -> list[str]:
    return [item.unit.text for item in choose(index, retrieve(index, WORDS, question))]


def test_a_sentence_takes_along_its_short_paragraph(index: Index) -> None:
    texts = chosen(index, "How do I raise the limit of a broker?")
    assert texts[:3] == [
        "The broker keeps eight jobs by default.",
        "Raise the limit of a broker with the option depth.",
        "It takes effect at once.",
    ]


def test_steps_come_whole_with_their_lead_in(index: Index) -> None:
    texts = chosen(index, "wait for the last worker")
    at = texts.index("To drain a broker, follow these steps:")
    assert texts[at + 1 : at + 4] == [
        "Stop every sender first.",
        "Wait for the last worker.",
        "Close the socket.",
    ]


def test_an_entry_of_a_reference_comes_whole(index: Index) -> None:
    texts = chosen(index, "How long does the socket keep alive an idle connection?")
    assert {"Type: integer", "Default: 72000"} <= set(texts)


def test_bare_names_and_pointers_are_no_evidence(index: Index) -> None:
    texts = chosen(index, "alpha beta names, and where is the drain of the broker elsewhere?")
    assert "alpha" not in texts
    assert not any("elsewhere" in text for text in texts)


def test_what_speaks_of_the_heading_comes_with_it(index: Index) -> None:
    found = choose(index, retrieve(index, WORDS, "How long is an idle socket kept alive?"))
    entry = [item for item in found if item.unit.text in ("Type: integer", "Default: 72000")]
    assert [item.label for item in entry] == ["keepAlive", ""]


def test_the_answer_to_a_question_of_the_note_comes_with_the_question(index: Index) -> None:
    found = choose(index, retrieve(index, WORDS, "Which frames are dropped by a relay?"))
    labels = [item.label for item in found if item.unit.text == "Torn frames and stale frames."]
    assert labels == ["Which kinds of frame does a relay drop?"]


def test_what_speaks_for_itself_needs_no_label(index: Index) -> None:
    found = choose(index, retrieve(index, WORDS, "How do I raise the limit of a broker?"))
    assert {item.label for item in found if "depth" in item.unit.text} == {""}


@pytest.mark.parametrize("opening", ["In this case", "In the last example", "As an example", "Now"])
def test_a_sentence_that_leans_is_not_shown_without_what_it_leans_on(
    tmp_path: Path, opening: str
) -> None:
    folder = tmp_path / "leaning"
    folder.mkdir()
    long = " ".join(
        ["Workers read jobs in the order of their arrival."] * 9
    )  # more than is shown whole
    text = f"# Cut\n\n{long}\n\n```\nbroker\n```\n\n{opening}, the broker cuts the queue in two.\n"
    (folder / "cut.md").write_text(text, encoding="utf-8")
    build(folder, tmp_path / "leaning-index", WORDS)
    leaning = Index.load(tmp_path / "leaning-index", WORDS)
    assert not [text for text in chosen(leaning, "broker cuts queue in two") if opening in text]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which adapter forwards jobs to syslog?", "queue-syslog: forwards jobs to syslog"),
        ("Which fault means that the peer hung up?", "Fault: E_GONE; Meaning: the peer hung up"),
        ("Which fault: the mailbox overflows?", "Fault: E_FULL; Meaning: the mailbox overflows"),
    ],
)
def test_a_catalogue_gives_the_entry_that_answers(
    index: Index, question: str, expected: str
) -> None:
    texts = chosen(index, question)
    assert expected in texts
    assert not [text for text in texts if "redis" in text or "E_LATE" in text]


def test_a_catalogue_is_whole_where_its_entries_answer_alike(index: Index) -> None:
    texts = chosen(index, "Which adapters are there?")
    assert len([text for text in texts if text.startswith("queue-")]) == 3


def test_steps_with_names_of_their_own_come_whole(index: Index) -> None:
    texts = chosen(index, "How do I mount the folder?")
    assert [text.split()[0] for text in texts[:3]] == ["Unpack", "Mount", "Launch"]


def test_an_entry_that_seems_to_lead_in_is_no_fault(index: Index) -> None:
    texts = chosen(index, "Which key is the field for the list of hosts?")
    assert texts  # the row ends in a colon, as the words before a list do
