"""Builds that die, and builds that meet: the index in force is never harmed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.build import build
from indexer.embedding import WordsEmbedder
from indexer.errors import BuildBusy
from indexer.generations import Generations
from indexer.index import Index
from tests.indexer.conftest import Write

WORDS = WordsEmbedder()
ROOT = Path(__file__).parents[2]
NOTES = {"a.md": "# A\n\nOne fact.\n", "b.md": "# B\n\nAnother.\n", "c.md": "# C\n\nThe last.\n"}
SLOW = """
import sys, time
from pathlib import Path
from indexer.build import build
from indexer.embedding import WordsEmbedder

class Slow(WordsEmbedder):
    def embed_passages(self, texts):
        time.sleep(0.02)
        return super().embed_passages(texts)

def tell(stage, done, total):
    print(stage, done, flush=True)
    time.sleep(0.02)

build(Path(sys.argv[1]), Path(sys.argv[2]), Slow(), progress=tell)
"""


def titles(out: Path) -> dict[str, str]:
    index = Index.load(out, WORDS)
    found = dict(index.titles)
    index.close()
    return found


def start(folder: Path, out: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SLOW, str(folder), str(out)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def kill_at(process: subprocess.Popen[str], moment: str) -> None:
    assert process.stdout is not None
    stage, _, least = moment.partition(" ")
    for line in process.stdout:
        if line.startswith(f"{stage} ") and int(line.split()[1]) >= int(least):
            break
    else:
        pytest.fail(f"The build never came to '{moment}'")
    os.kill(process.pid, signal.SIGKILL)
    process.wait(10)
    process.stdout.close()


@pytest.mark.parametrize(
    "moment", ["reading 0", "reading 3", "embedding 0", "embedding 512", "publishing 0"]
)
def test_a_killed_build_harms_nothing(write: Write, out: Path, moment: str) -> None:
    folder = write(NOTES)
    build(folder, out, WORDS)
    before = Generations(out).current()
    many = "".join(f"## Part {at}\n\nFact {at} here. Also {at}.\n\n" for at in range(300))
    write({"c.md": f"# Changed\n\n{many}"})
    kill_at(start(folder, out), moment)
    assert Generations(out).current() == before
    assert titles(out)["c"] == "C"
    report = build(folder, out, WORDS)
    assert titles(out)["c"] == "Changed"
    assert not list(out.glob("*.unfinished"))
    if moment in ("embedding 512", "publishing 0"):
        assert 0 <= report.embedded <= report.manifest.chunks + report.manifest.units - 512


def test_a_kill_in_the_midst_of_publishing(write: Write, out: Path) -> None:
    folder = write(NOTES)
    build(folder, out, WORDS)
    unfinished = Generations(out).begin()
    (unfinished / "index.sqlite").write_bytes(b"half")
    unfinished.rename(out / "generation-000002")  # renamed, but CURRENT was not yet replaced
    assert len(titles(out)) == 3
    build(write({"c.md": "# New\n"}), out, WORDS)
    assert titles(out)["c"] == "New"
    assert not (out / "generation-000002").exists()


def test_a_second_builder_is_sent_away(write: Write, out: Path) -> None:
    folder = write(NOTES)
    process = start(folder, out)
    assert process.stdout is not None
    process.stdout.readline()
    with pytest.raises(BuildBusy, match=r"Another build is running .* wait until it has ended"):
        build(folder, out, WORDS)
    process.stdout.read()
    assert process.wait(20) == 0
    process.stdout.close()
    assert build(folder, out, WORDS).unchanged
