from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import NotesError
from indexer.notes import LARGEST, parse_note, read_folder
from tests.indexer.conftest import Write


def test_front_matter_is_taken_off_the_body() -> None:
    text = (
        "---\ntitle:  Two\n  words\nslug: short\nsummary: S.\naliases: [a, b]\n"
        "questions: Why?\n---\n# Other\n\nBody.\n"
    )
    note = parse_note(text, "deep/file.md")
    assert (note.slug, note.path, note.title) == ("short", "deep/file", "Two words")
    assert (note.summary, note.aliases, note.questions) == ("S.", ("a", "b"), ("Why?",))
    assert note.body == "# Other\n\nBody.\n"


@pytest.mark.parametrize(
    "text",
    [
        "Plain text.\n",
        "---\ntitle: [unclosed\n---\nBody.\n",
        "---\n- a\n- list\n---\nBody.\n",
        "---\njust a line\n---\nBody.\n",
        "---\n\nA rule first.\n",
        "---\ntitle: never closed\n",
        "---\n---\nBody.\n",
    ],
)
def test_what_is_no_front_matter_counts_as_text(text: str) -> None:
    note = parse_note(text, "a-note.md")
    assert note.body == text
    assert note.fields == {}
    assert note.slug == "a-note"


@pytest.mark.parametrize(
    ("path", "body", "title"),
    [
        ("a.md", "Text.\n\n## First *bold*\n\n# Second\n", "First bold"),
        ("how-to_run.md", "Text.", "How to run"),
        ("guide/index.md", "Text.", "Guide"),
        ("guide/README.md", "### Too deep", "Guide"),
        ("---.md", "Text.", "---"),
    ],
)
def test_title_without_front_matter(path: str, body: str, title: str) -> None:
    assert parse_note(body, path).title == title


@pytest.mark.parametrize("slug", ["Bad Slug", "../up", "a//b", "-x", "a/../b", "5.5"])
def test_unfit_slug_falls_back_to_the_path(slug: str) -> None:
    assert parse_note(f"---\nslug: '{slug}'\n---\nx", "d/a.md").slug == "d/a"


def test_bom_newlines_and_nul() -> None:
    note = parse_note("\ufeff---\r\ntitle: T\r\n---\r\nOne.\r\rTwo.\0\r\n", "a.md")
    assert (note.title, note.body) == ("T", "One.\n\nTwo.\ufffd\n")


@pytest.mark.parametrize("word", ["Очереди", "キュー", "תור", "قائمة", "Ουρά", "🦊 fox"])
def test_other_alphabets(write: Write, word: str) -> None:
    notes, skipped = read_folder(write({f"{word}.md": f"# {word}\n\n{word}.\n"}))
    assert [(note.slug, note.title, note.body) for note in notes] == [
        (word, word, f"# {word}\n\n{word}.\n")
    ]
    assert skipped == []


def test_left_out_files_are_reported_with_reasons(write: Write) -> None:
    folder = write(
        {
            "good.md": "Text.",
            "binary.md": b"\x89PNG\0\1\2",
            "latin.md": "caf\u00e9".encode("latin-1"),
            "utf16.md": "text".encode("utf-16"),
            "empty.md": "",
            "blank.md": "---\ntitle: T\n---\n \n\n",
            "private.md": "---\nindex: false\n---\nSecret.\n",
            "huge.md": b"x" * (LARGEST + 1),
            "other.txt": "no note",
            ".hidden.md": "x",
            ".git/a.md": "x",
            "node_modules/b.md": "x",
        }
    )
    (folder / "gone.md").symlink_to(folder / "nowhere")
    notes, skipped = read_folder(folder)
    assert [note.slug for note in notes] == ["good"]
    reasons = {skip.path: skip.reason for skip in skipped}
    assert reasons.pop("gone.md").startswith("cannot be read")
    assert reasons == {
        "binary.md": "binary, not text",
        "latin.md": "not UTF-8 (byte 3); save it as UTF-8",
        "utf16.md": "not UTF-8 (byte 0); save it as UTF-8",
        "empty.md": "empty",
        "blank.md": "empty",
        "private.md": "asks to be left out (index: false)",
        "huge.md": "larger than 5 MB",
    }


def test_duplicate_slugs_stay_apart(write: Write) -> None:
    text = "---\nslug: same\n---\nText.\n"
    files = {"a.md": text, "b.md": text, "c.md": "x", "c.markdown": "x", "same.md": "x"}
    slugs = {note.slug for note in read_folder(write(files))[0]}
    assert slugs == {"same", "b", "c", "c-2", "same-2"}


def test_no_notes_is_an_error_that_names_the_fix(tmp_path: Path, write: Write) -> None:
    with pytest.raises(NotesError, match="name a folder of Markdown files"):
        read_folder(tmp_path / "nowhere")
    with pytest.raises(NotesError, match=r"holds no Markdown file.*empty\.md: empty"):
        read_folder(write({"empty.md": ""}))
