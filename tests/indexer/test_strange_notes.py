"""Notes as strangers write them; each of these once broke a build or an answer."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer.build import build
from indexer.chunking import Limits, cut
from indexer.embedding import WordsEmbedder
from indexer.errors import IndexBroken
from indexer.generations import Generations
from indexer.index import Index
from indexer.links import Links
from indexer.notes import parse_note
from indexer.rendering import Renderer
from indexer.sentences import split_sentences
from indexer.types import Chunk


@pytest.mark.parametrize(
    "front",
    [
        "on: push",
        "2024: x",
        "~: x",
        "2024-01-01: x",
        "a: &a [*a]",
        "a: " + "[" * 3000,
        "a: 2024-01-01",
    ],
)
def test_any_front_matter_can_be_built(tmp_path: Path, front: str) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.md").write_text(f"---\n{front}\n---\nHello there.\n", encoding="utf-8")
    assert build(notes, tmp_path / "out", WordsEmbedder()).manifest.notes == 1


def test_four_dashes_end_no_front_matter() -> None:
    assert (
        "Lost text." in parse_note("---\ntitle: T\n----\nLost text.\n\n---\nMore.\n", "a.md").body
    )


def test_a_name_that_is_not_utf8_is_left_out(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.md").write_text("Hello there.\n", encoding="utf-8")
    Path(notes, os.fsdecode(b"caf\xe9.md")).write_text("Hello there.\n", encoding="utf-8")
    [skipped] = build(notes, tmp_path / "out", WordsEmbedder()).skipped
    assert "UTF-8" in skipped.reason


def rendered(body: str) -> tuple[str, list[str]]:
    note = parse_note(body, "a.md")
    html, units = Renderer(Links([note])).chunk(note, Chunk("a", "A", (), "", body, body), {})
    return html, [unit.text for unit in units]


def test_a_note_cannot_forge_the_number_of_a_unit() -> None:
    html, _ = rendered('Real one. <span data-unit="0">forged</span> text. Two.')
    assert html.count('data-unit="0"') == 1


def test_a_mail_address_keeps_its_link() -> None:
    assert 'href="mailto:a@b.c"' in rendered("[m](mailto:a@b.c)")[0]


def test_an_image_is_its_description() -> None:
    assert rendered("See ![A *curve*](x.png).")[1] == ["See A curve."]


def test_a_wikilink_to_a_heading_finds_its_anchor() -> None:
    note = parse_note("# A\n\n## What's new?\n", "a.md")
    assert Links([note]).resolve(note, "wiki:a#What's new?") == ("a", "whats-new")


def test_a_heading_stays_with_a_long_paragraph() -> None:
    note = parse_note("# T\n\n## Head\n\n" + "word " * 199, "a.md")
    assert len(cut(note, WordsEmbedder().count_tokens, Limits())[0]) == 1


def test_no_ends_a_sentence() -> None:
    assert split_sentences("The answer is no. Then we go on.") == [
        "The answer is no.",
        "Then we go on.",
    ]


def test_mending_a_broken_generation_keeps_the_sound_one(tmp_path: Path) -> None:
    notes, out, embedder = tmp_path / "notes", tmp_path / "out", WordsEmbedder()
    notes.mkdir()
    for text in ("One.", "Two.", "Three."):
        (notes / "a.md").write_text(text, encoding="utf-8")
        if text == "Three.":
            (Generations(out).current() / "index.sqlite").write_bytes(b"broken")
        build(notes, out, embedder)
    Generations(out).roll_back()
    index = Index.load(out, embedder)
    assert index.passages([0])[0].text == "One."
    index.close()


def test_a_manifest_without_checksums_is_refused(tmp_path: Path) -> None:
    notes, out = tmp_path / "notes", tmp_path / "out"
    notes.mkdir()
    (notes / "a.md").write_text("One.", encoding="utf-8")
    build(notes, out, WordsEmbedder())
    manifest = Generations(out).current() / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    start = text.index('"checksums"')
    end = text.index("}", start) + 1
    manifest.write_text(text[:start] + '"checksums": {}' + text[end:], encoding="utf-8")
    with pytest.raises(IndexBroken):
        Index.load(out, WordsEmbedder())
