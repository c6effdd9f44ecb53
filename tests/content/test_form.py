"""The form of the notes: front matter, sections, length and checkpoints, as kb/README.md has it."""

from __future__ import annotations

import re

import pytest

from tests.content.corpus import CONCEPTS, GUIDES, NOTES, README, ROADMAP, Note, folded, slug_of
from tests.content.front_matter import CONCEPT, GUIDE, is_texts

SECTIONS = [
    *("What you already know", "How it works", "In code"),
    *("Where it goes wrong", "Check yourself", "Where next"),
]


def unmarked(text: str) -> str:
    """The text without the marks of code, as front matter writes it."""
    return folded(text).replace("`", "")


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", text.lower()))


def points_of(note: Note) -> list[tuple[str, str]]:
    """Question and answer of each point under `Check yourself`."""
    section = note.body.split("\n## Check yourself\n")[1].split("\n## Where next")[0]
    bold = r"^\*\*((?:`[^`]*`|[^`*])+)\*\*\s"
    pairs = re.findall(bold + r"(.+?)(?=^\*\*|\Z)", section, re.DOTALL | re.MULTILINE)
    return [(unmarked(question), unmarked(answer)) for question, answer in pairs]


@pytest.mark.parametrize("note", CONCEPTS + GUIDES, ids=slug_of)
def test_front_matter_has_the_fields_of_the_form(note: Note) -> None:
    schema = GUIDE if note in GUIDES else CONCEPT
    assert note.meta.keys() == schema.keys()
    assert {
        name: note.meta[name] for name, holds in schema.items() if not holds(note.meta[name])
    } == {}
    assert note.meta["slug"] == note.slug


def test_the_roadmap_and_the_readme_have_their_fields() -> None:
    assert ROADMAP.meta.keys() == {"title", "summary", "aliases", "questions"}
    assert all(is_texts(ROADMAP.meta[name]) for name in ("aliases", "questions"))
    assert README.meta == {"index": False}


@pytest.mark.parametrize("note", CONCEPTS, ids=slug_of)
def test_a_concept_has_six_sections_and_one_snippet(note: Note) -> None:
    assert [title for level, title, _ in note.headings if level == 2] == SECTIONS
    assert len(note.snippets) == 1
    assert 500 <= len(note.body.split()) <= 900


@pytest.mark.parametrize("note", GUIDES, ids=slug_of)
def test_a_guide_has_its_length_and_ends_with_links(note: Note) -> None:
    assert 450 <= len(note.body.split()) <= 900
    assert note.headings[-1][1] == "Where next"


@pytest.mark.parametrize("note", NOTES, ids=slug_of)
def test_a_note_opens_with_its_only_title(note: Note) -> None:
    assert [level for level, *_ in note.headings].count(1) == 1
    assert note.body.startswith("# ")
    assert len(note.anchors) == len(note.headings)


@pytest.mark.parametrize("note", CONCEPTS, ids=slug_of)
def test_check_yourself_repeats_the_checkpoints(note: Note) -> None:
    points = note.meta["checkpoints"]
    assert [question for question, _ in points_of(note)] == [
        unmarked(p["question"]) for p in points
    ]
    assert len(points) == 3
    for (_, told), point in zip(points_of(note), points, strict=True):
        wanted = words(point["answer"])
        assert len(wanted & words(told)) >= 0.75 * len(wanted), point["question"]


@pytest.mark.parametrize("note", CONCEPTS + GUIDES, ids=slug_of)
def test_checkpoints_lead_to_headings_of_the_note(note: Note) -> None:
    points = note.meta["checkpoints"]
    assert len(points) >= 2
    assert {point["heading"].removeprefix("#") for point in points} <= note.anchors
