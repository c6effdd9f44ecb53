from __future__ import annotations

from pathlib import Path

import pytest

from indexer.build import build
from indexer.chunking import Limits
from indexer.embedding import WordsEmbedder
from indexer.errors import NotesError
from indexer.generations import Generations
from indexer.index import Index
from tests.indexer.conftest import CountingEmbedder, Write

WORDS = WordsEmbedder()
NOTES = {
    "a.md": "# A\n\nOne fact stands here.\n\n## More\n\nTwo of them.\n",
    "b.md": "# B\n\nAnother [[a]] and [[gone]] and [x](lost.md).\n",
    "c.md": "# C\n\nThe last.\n",
}


def titles(out: Path) -> dict[str, str]:
    index = Index.load(out, WORDS)
    found = dict(index.titles)
    index.close()
    return found


def test_what_a_build_reports(write: Write, out: Path, embedder: CountingEmbedder) -> None:
    told: list[tuple[str, int, int]] = []
    folder = write(NOTES | {"d.md": "", "deep/e.md": "Text."})
    report = build(folder, out, embedder, progress=lambda *step: told.append(step))
    assert not report.unchanged
    assert report.dangling == {"b": ["gone", "lost.md"]}
    assert [skip.path for skip in report.skipped] == ["d.md"]
    assert report.manifest.notes == 4
    assert report.embedded == len(embedder.seen) == len(set(embedder.seen))
    assert {stage for stage, _, _ in told} == {"reading", "embedding", "publishing"}
    assert sorted(report.manifest.checksums) == [
        "hints.faiss",
        "index.sqlite",
        "units.faiss",
        "vectors.faiss",
    ]


def test_a_second_build_is_unchanged(write: Write, out: Path, embedder: CountingEmbedder) -> None:
    folder = write(NOTES)
    first = build(folder, out, embedder)
    embedder.seen.clear()
    second = build(folder, out, embedder)
    assert (second.unchanged, second.embedded, embedder.seen) == (True, 0, [])
    assert (second.generation, second.manifest) == (first.generation, first.manifest)


def test_only_changed_texts_are_embedded(
    write: Write, out: Path, embedder: CountingEmbedder
) -> None:
    build(write(NOTES), out, embedder)
    embedder.seen.clear()
    report = build(write({"c.md": "# C\n\nThe last. A new one.\n"}), out, embedder)
    assert sorted(embedder.seen) == ["A new one.", "C\n# C\n\nThe last. A new one."]
    assert (report.embedded, report.unchanged) == (2, False)


def test_a_change_of_front_matter_embeds_what_is_new_in_it(write: Write, out: Path) -> None:
    build(write(NOTES), out, WORDS)
    report = build(write({"c.md": "---\nquestions: [Q?]\n---\n" + NOTES["c.md"]}), out, WORDS)
    assert (report.embedded, report.unchanged) == (1, False)


def test_other_limits_build_anew(write: Write, out: Path) -> None:
    folder = write(NOTES)
    build(folder, out, WORDS)
    assert not build(folder, out, WORDS, limits=Limits(largest=100)).unchanged


def test_a_deleted_note_disappears(write: Write, out: Path) -> None:
    folder = write(NOTES)
    build(folder, out, WORDS)
    (folder / "c.md").unlink()
    build(folder, out, WORDS)
    assert titles(out) == {"a": "A", "b": "B"}
    index = Index.load(out, WORDS)
    assert index.lexical.search(["last"], 5) == []
    index.close()


def test_roll_back_and_forth(write: Write, out: Path) -> None:
    folder = write(NOTES)
    build(folder, out, WORDS)
    (folder / "c.md").unlink()
    build(folder, out, WORDS)
    Generations(out).roll_back()
    assert "c" in titles(out)
    assert not build(folder, out, WORDS).unchanged
    assert "c" not in titles(out)


def test_an_error_leaves_the_old_index(write: Write, out: Path, tmp_path: Path) -> None:
    build(write(NOTES), out, WORDS)
    with pytest.raises(NotesError, match="name a folder"):
        build(tmp_path / "nowhere", out, WORDS)
    assert len(titles(out)) == 3


def test_a_note_of_half_a_megabyte(write: Write, out: Path) -> None:
    body = "".join(f"## Part {at}\n\n{'Some words. ' * 25}\n\n" for at in range(1_650))
    build(write({"big.md": body}), out, WORDS)
    index = Index.load(out, WORDS)
    passages = index.passages(range(index.manifest.chunks))
    index.close()
    assert len(body) > 500_000
    assert "".join(passage.text for passage in passages) == body


def test_a_contradiction_costs_no_embedding_and_leaves_nothing(
    write: Write, out: Path, embedder: CountingEmbedder
) -> None:
    fields = "---\nhours: 2\nlevel: 1\nmonth: 1\nprerequisites: [{}]\n---\n"
    folder = write({"a.md": fields.format("b") + "# A\n", "b.md": fields.format("a") + "# B\n"})
    with pytest.raises(NotesError, match="form a cycle"):
        build(folder, out, embedder)
    assert embedder.seen == []
    assert Generations(out).unfinished() == []
