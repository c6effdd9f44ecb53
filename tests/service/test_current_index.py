"""Which generation is in force while folders below the index come, go and are mended."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest

from indexer.build import build
from indexer.embedding import WordsEmbedder
from indexer.generations import Generations
from indexer.index import Index
from service.current_index import CurrentIndex
from service.settings import Settings

WORDS = WordsEmbedder()


@pytest.fixture
def root(settings: Settings) -> Path:
    return settings.index_directory


@pytest.fixture
def current(root: Path) -> CurrentIndex:
    return CurrentIndex(root, WORDS)


def publish(notes: Path, root: Path, text: str) -> Path:
    (notes / "new.md").write_text(f"# New\n\n{text}\n", encoding="utf-8")
    build(notes, root, WORDS)
    return Generations(root).current()


def halve(file: Path) -> bytes:
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    return whole


def test_an_index_made_anew_from_nothing_is_taken(
    current: CurrentIndex, notes: Path, root: Path
) -> None:
    shutil.rmtree(root)
    assert not current.refresh()
    assert "There is no index yet" in str(current.trouble)
    assert publish(notes, root, "One.").name == current.index.name  # the same name as before
    assert current.refresh()
    assert "new" in current.index.titles
    assert current.trouble is None


def test_going_back_from_a_damaged_generation_ends_the_trouble(
    current: CurrentIndex, notes: Path, root: Path
) -> None:
    halve(publish(notes, root, "One.") / "units.faiss")
    assert not current.refresh()
    assert "'units.faiss'" in str(current.trouble)
    Generations(root).roll_back()
    assert not current.refresh()
    assert current.trouble is None


def test_a_damaged_generation_is_read_once_and_again_when_it_is_mended(
    current: CurrentIndex, notes: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = publish(notes, root, "One.") / "hints.faiss"
    whole = halve(file)
    assert not current.refresh()
    with monkeypatch.context() as patched:
        patched.setattr(Index, "load", None)  # it is not called
        assert not current.refresh()
    assert current.trouble
    file.write_bytes(whole)
    assert current.refresh()
    assert current.trouble is None


def test_damage_to_the_generation_in_force_is_told_while_it_serves_on(
    current: CurrentIndex, root: Path
) -> None:
    halve(Generations(root).current() / "index.sqlite")
    assert not current.refresh()
    assert "'index.sqlite'" in str(current.trouble)
    assert current.index.near_chunks(WORDS.embed_question("queue"), 1)


def test_what_may_pass_is_tried_again_and_names_no_path(
    current: CurrentIndex, notes: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Index:
        raise OSError(errno.EMFILE, "Too many open files", str(root))

    publish(notes, root, "One.")
    with monkeypatch.context() as patched:
        patched.setattr(Index, "load", fail)
        assert not current.refresh()
    assert current.trouble == "The index cannot be read (Too many open files)."
    assert current.refresh()
    assert current.trouble is None
