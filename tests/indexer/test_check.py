from __future__ import annotations

import shutil
from pathlib import Path

from indexer.build import build
from indexer.check import Finding, check
from indexer.generations import Generations
from tests.indexer.conftest import CountingEmbedder, Write

CONCEPT = "---\nhours: 1\nlevel: core\nmonth: 1\nprerequisites: [{slug: %s, why: x}]\n---\n# T\n\nText [[%s]].\n"
SOUND = {"a.md": "# A\n\nSee [[b]].\n", "b.md": "# B\n\nSee [[a]].\n"}


def found(findings: list[Finding], topic: str) -> list[tuple[str, str]]:
    return [(finding.place, finding.text) for finding in findings if finding.topic == topic]


def test_a_sound_folder_with_its_index_has_nothing_to_say(
    write: Write, out: Path, embedder: CountingEmbedder
) -> None:
    folder = write(SOUND)
    build(folder, out, embedder)
    assert check(folder, out, embedder) == []


def test_nothing_is_written_or_embedded(
    write: Write, out: Path, embedder: CountingEmbedder
) -> None:
    findings = check(write(SOUND), out, embedder)
    assert found(findings, "generation")[0][1].startswith("There is no index yet")
    assert not out.exists()
    assert embedder.seen == []


def test_links_and_prerequisites_that_lead_nowhere(
    write: Write, out: Path, embedder: CountingEmbedder
) -> None:
    folder = write(SOUND | {"c.md": CONCEPT % ("gone", "lost")})
    findings = found(check(folder, out, embedder), "link")
    assert findings == [
        ("c", "links to 'lost', which is not there"),
        ("c", "names the prerequisite 'gone', which is not there"),
    ]


def test_each_cycle_is_told_once(write: Write, out: Path, embedder: CountingEmbedder) -> None:
    pairs = {"a": "b", "b": "a", "c": "d", "d": "c"}
    folder = write({f"{one}.md": CONCEPT % (other, other) for one, other in pairs.items()})
    cycles = found(check(folder, out, embedder), "cycle")
    assert len(cycles) == 2
    assert {frozenset(text.split(": ")[1].split(" -> ")) for _, text in cycles} == {
        frozenset("ab"),
        frozenset("cd"),
    }


def test_headings_that_read_the_same(write: Write, out: Path, embedder: CountingEmbedder) -> None:
    folder = write(SOUND | {"a.md": "# A\n\n[[b]]\n\n## Use\n\nx\n\n## USE\n\ny\n"})
    assert found(check(folder, out, embedder), "heading") == [
        ("a", "has the heading 'Use' more than once")
    ]


def test_passages_that_the_embedder_cannot_read_whole(
    write: Write, out: Path, embedder: CountingEmbedder
) -> None:
    embedder.window = 30
    code = "\n".join(f"call({number})" for number in range(20))
    folder = write(SOUND | {"a.md": f"# A\n\n[[b]]\n\n## Long\n\n```python\n{code}\n```\n"})
    [(place, text)] = found(check(folder, out, embedder), "window")
    assert place == "a"
    assert "under 'A'" in text
    assert "reads the first 30" in text


def test_orphans_are_advice(write: Write, out: Path, embedder: CountingEmbedder) -> None:
    findings = check(write(SOUND | {"c.md": "# C\n\n[[a]] [[c]]\n"}), out, embedder)
    [orphan] = [finding for finding in findings if finding.topic == "orphan"]
    assert (orphan.place, orphan.fault) == ("c", False)


def test_a_stale_generation_and_what_a_dead_build_left(
    write: Write, out: Path, embedder: CountingEmbedder
) -> None:
    folder = write(SOUND)
    build(folder, out, embedder)
    write({"a.md": "# A\n\nOther words, [[b]].\n"})
    (out / "generation-000002.unfinished").mkdir()
    places = found(check(folder, out, embedder), "generation")
    assert [place for place, _ in places] == ["generation-000002.unfinished", "generation-000001"]
    assert "is stale" in places[1][1]


def test_an_older_generation_that_cannot_be_read_is_no_fault(
    write: Write, out: Path, embedder: CountingEmbedder
) -> None:
    folder = write(SOUND)
    build(folder, out, embedder)
    current = Generations(out).current()
    shutil.copytree(current, out / "generation-000000")
    (out / "generation-000000" / "manifest.json").write_text("{}")
    findings = check(folder, out, embedder)
    assert [(f.topic, f.fault) for f in findings] == [("history", False)]


def test_an_index_without_the_questions_is_not_stale(
    write: Write, out: Path, embedder: CountingEmbedder
) -> None:
    folder = write(SOUND | {"a.md": "---\nquestions: [Why A?]\n---\n# A\n\n[[b]]\n"})
    assert not build(folder, out, embedder, questions=False).manifest.questions
    assert check(folder, out, embedder) == []
