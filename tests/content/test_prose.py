"""The prose of the notes: paragraphs that can be quoted alone, in plain British English."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from tests.content.corpus import NOTES, Note, folded, slug_of

LEANING = re.compile(
    r"(It|Its|This|That|They|Their|These|Those|Here|There|Then|Also|However|But|So|And|Or|Both|Such"
    r"|Therefore|Thus|Hence|Instead|Otherwise|Moreover|Besides|He|She|We|The (former|latter|above))\b"
)
ELSEWHERE = re.compile(
    r"\b(as above|as below|see (above|below)|(the )?above example|previous (example|section)"
    r"|as mentioned|mentioned (above|earlier)|the following section)\b",
    re.IGNORECASE,
)
UNFINISHED = re.compile(r"\b(TODO|FIXME|TBD|XXX)\b|lorem ipsum", re.IGNORECASE)
AMERICAN = re.compile(
    r"\b((normal|optim|standard|regular|general|organ|real|recogn|minim|maxim|summar|special|token"
    r"|quant|vector|parallel|serial|initial|factor|visual|util|categor|prior)iz\w*"
    r"|analyz\w*|behavior\w*|colou?rize\w*|color\w*|favor\w*|center\w*|labor\b|labeled|labeling"
    r"|modeled|modeling|traveled|catalog\b|fulfill\b|math\b|gray|defense|optimizers?)\b",
    re.IGNORECASE,
)
HYPE = re.compile(
    r"\b(simply|game.chang\w+|revolutionary|cutting.edge|delve|leverag\w+)\b", re.IGNORECASE
)
_CODE = re.compile(r"`[^`]*`|\w+(\.\w+)+|https?://\S+|\[\[[^\]|]*(\||\]\])")


def plain(note: Note) -> str:
    """The prose of a note without code, addresses and the targets of links, folded."""
    return folded(_CODE.sub(" ", note.prose))


def sentences(note: Note) -> set[str]:
    """The long sentences outside `Check yourself`, which repeats the note on purpose."""
    prose = re.sub(
        r"^## Check yourself\n.*?(?=^## |\Z)", "", note.prose, flags=re.DOTALL | re.MULTILINE
    )
    blocks = [folded(block) for block in re.split(r"\n\s*\n|\n(?=- |\d+\. |\|)", prose)]
    found = {part.strip().lower() for block in blocks for part in re.split(r"(?<=[.?:])\s+", block)}
    return {sentence for sentence in found if len(sentence) > 60}


@pytest.mark.parametrize("note", NOTES, ids=slug_of)
def test_every_paragraph_stands_alone(note: Note) -> None:
    assert [text[:60] for text in note.paragraphs if LEANING.match(text)] == []
    assert ELSEWHERE.findall(plain(note)) == []


@pytest.mark.parametrize("note", NOTES, ids=slug_of)
def test_the_tone_is_plain(note: Note) -> None:
    text = plain(note)
    assert "!" not in text
    assert UNFINISHED.search(note.body) is None
    assert HYPE.findall(text) == []
    assert re.search("[\U0001f000-\U0001faff\u2600-\u27bf]", note.body) is None


@pytest.mark.parametrize("note", NOTES, ids=slug_of)
def test_the_spelling_is_british(note: Note) -> None:
    assert [match[0] for match in AMERICAN.finditer(plain(note))] == []


@pytest.mark.parametrize("note", NOTES, ids=slug_of)
def test_front_matter_is_plain_and_british(note: Note) -> None:
    own = [note.meta["title"], note.meta["summary"], note.meta.get("deliverable", "")]
    own += [edge["why"] for edge in note.meta.get("prerequisites", [])]
    own += [
        point[key] for point in note.meta.get("checkpoints", []) for key in ("question", "answer")
    ]
    text = _CODE.sub(" ", " ".join(own))
    assert "!" not in text
    assert UNFINISHED.search(text) is None
    assert [match[0] for match in AMERICAN.finditer(text)] == []


def test_no_sentence_stands_in_two_notes() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for note in NOTES:
        for sentence in sentences(note):
            places[sentence].append(note.slug)
    assert {sentence: slugs for sentence, slugs in places.items() if len(slugs) > 1} == {}


def test_no_question_stands_in_two_notes() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for note in NOTES:
        for question in note.meta["questions"]:
            places[question.lower()].append(note.slug)
    assert {question: slugs for question, slugs in places.items() if len(slugs) > 1} == {}
