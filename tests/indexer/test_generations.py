from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import BuildBusy, IndexMissing
from indexer.generations import Generations


def publish(generations: Generations, text: str) -> Path:
    folder = generations.begin()
    (folder / "file").write_text(text)
    return generations.publish(folder)


def names(root: Path) -> list[str]:
    return sorted(folder.name[-6:] for folder in root.iterdir() if folder.is_dir())


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path)


def test_no_index_yet(generations: Generations) -> None:
    with pytest.raises(IndexMissing, match="build one with `onramp index FOLDER`"):
        generations.current()
    with pytest.raises(IndexMissing, match="build the index again"):
        generations.roll_back()


def test_the_current_and_the_one_before_are_kept(generations: Generations) -> None:
    for text in "abc":
        publish(generations, text)
        assert (generations.current() / "file").read_text() == text
    assert names(generations.root) == ["000002", "000003"]


def test_roll_back_and_build_on(generations: Generations) -> None:
    publish(generations, "a")
    publish(generations, "b")
    assert generations.roll_back() == generations.current()
    assert (generations.current() / "file").read_text() == "a"
    assert publish(generations, "c").name == "generation-000003"
    assert names(generations.root) == ["000001", "000003"]


def test_a_single_generation_cannot_be_rolled_back(generations: Generations) -> None:
    publish(generations, "a")
    with pytest.raises(IndexMissing, match="no other generation"):
        generations.roll_back()
    assert (generations.current() / "file").read_text() == "a"


def test_unfinished_folders_are_not_read_and_swept_away(generations: Generations) -> None:
    publish(generations, "a")
    left = generations.begin()
    (left / "half").write_text("x")
    assert (generations.current() / "file").read_text() == "a"
    with pytest.raises(IndexMissing):
        generations.roll_back()
    assert list(generations.begin().iterdir()) == []


@pytest.mark.parametrize("content", ["", "generation-000009\n", "../elsewhere", "generation-1/.."])
def test_a_wrong_pointer_is_refused(generations: Generations, content: str) -> None:
    publish(generations, "a")
    (generations.root / "CURRENT").write_text(content)
    with pytest.raises(IndexMissing, match=r"build it again .* --rollback"):
        generations.current()
    assert generations.roll_back().name == "generation-000001"
    assert (generations.current() / "file").read_text() == "a"


def test_one_builder_at_a_time(generations: Generations) -> None:
    with (
        generations.lock(),
        pytest.raises(BuildBusy, match="wait until it has ended"),
        Generations(generations.root).lock(),
    ):
        pass
    with generations.lock():
        pass
