from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from indexer.build import build
from indexer.embedding import WordsEmbedder
from indexer.errors import EmbedderMismatch, IndexBroken, IndexMissing
from indexer.generations import Generations
from indexer.index import CHUNK_VECTORS, DATABASE, UNIT_VECTORS, Index
from tests.indexer.conftest import Write

WORDS = WordsEmbedder()
FILES = ["manifest.json", DATABASE, CHUNK_VECTORS, UNIT_VECTORS]


@pytest.fixture
def built(write: Write, out: Path) -> Path:
    files = {
        "a.md": "# Queues\n\nA queue holds jobs. Workers take them.\n\nSee [[b]] and [[gone]].\n",
        "b.md": "---\nquestions: [What is a lock?]\nsummary: S\n---\n# Locks\n\nA lock is held.\n",
        "c.md": "<!-- nothing to show -->\n",
    }
    build(write(files), out, WORDS)
    return out


@pytest.fixture
def index(built: Path) -> Iterator[Index]:
    index = Index.load(built, WORDS)
    yield index
    index.close()


def test_rows_are_chunks_and_units(index: Index) -> None:
    passages = index.passages(range(index.manifest.chunks))
    assert [passage.note for passage in passages] == ["a", "b", "c"]
    for passage in passages:
        vectors = index.unit_vectors(passage)
        texts = [unit.text for unit in passage.units]
        assert np.allclose(vectors, WORDS.embed_passages(texts))
        words = f"{passage.title}\n{passage.text}"
        assert np.allclose(index.chunk_vector(passage.id), WORDS.embed_question(words))
    assert len(passages[2].units) == 0


def test_search(index: Index) -> None:
    question = WORDS.embed_question("Workers take them.")
    assert index.near_chunks(question, 1)[0].id == 0
    hits = index.near_units(question, 50)
    assert (hits[0].id, hits[0].score) == (0, pytest.approx(1))
    assert sorted(hit.id for hit in hits) == [0, 1]
    assert [hit.id for hit in index.lexical.search(["lock"], 5)] == [1]


def test_passages_keep_the_order_asked_for(index: Index) -> None:
    assert [passage.id for passage in index.passages([2, 0, 1])] == [2, 0, 1]
    assert index.passages([0])[0].url == "/notes/a#queues"


def test_notes_titles_and_neighbours(index: Index) -> None:
    note = index.note("b")
    assert note is not None
    assert (note.title, note.summary, note.questions) == ("Locks", "S", ("What is a lock?",))
    assert note.headings == ((1, "Locks", "locks"),)
    assert index.note("nobody") is None
    assert index.titles == {"a": "Queues", "b": "Locks", "c": "C"}
    assert index.neighbours("b") == {"a"}
    assert index.opening_questions(2) == ["What is a lock?", "Queues"]


def test_no_index(out: Path) -> None:
    with pytest.raises(IndexMissing, match="build one with `onramp index FOLDER`"):
        Index.load(out, WORDS)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["cut", "alter", "remove"])
def test_a_damaged_file_is_refused_by_name(built: Path, name: str, damage: str) -> None:
    path = Generations(built).current() / name
    whole = path.read_bytes()
    middle = len(whole) // 2
    flipped = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
    if damage == "alter" and name == "manifest.json":
        flipped = whole.replace(b'"schema"', b'"scheme"')
    if damage == "remove":
        path.unlink()
    else:
        path.write_bytes(whole[:middle] if damage == "cut" else flipped)
    with pytest.raises(
        IndexBroken, match=r"(?i)build it again with `onramp index FOLDER`"
    ) as caught:
        Index.load(built, WORDS)
    assert name in str(caught.value) or "schema" in str(caught.value)
    build(built.parent / "world", built, WORDS)
    Index.load(built, WORDS).close()


def test_another_embedder_is_refused(built: Path) -> None:
    with pytest.raises(EmbedderMismatch, match=r"'words'.*build it again.*or set ONRAMP_EMBEDDER"):
        Index.load(built, WordsEmbedder(8))


def test_an_open_index_outlives_the_builds_after_it(
    index: Index, built: Path, write: Write
) -> None:
    for text in ("one", "two", "three"):
        build(write({"a.md": text}), built, WORDS)
    assert not (built / index.name).exists()
    assert index.passages([0])[0].text.startswith("# Queues")


def test_a_lost_generation_is_reported(built: Path) -> None:
    shutil.rmtree(Generations(built).current())
    with pytest.raises(IndexMissing, match="is gone: build it again"):
        Index.load(built, WORDS)
