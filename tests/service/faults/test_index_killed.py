"""`onramp index` is killed at varied moments under a service that answers on."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from indexer.generations import Generations
from tests.served import ONRAMP, ROOT, served
from tests.service.faults.conftest import QUESTION, onramp

PARTS = 1500


def grow(notes: Path, word: str) -> None:
    many = "".join(f"## Part {n}\n\nFact {n} of {word}. Also {n}.\n\n" for n in range(PARTS))
    (notes / "grown.md").write_text(
        f"# Grown\n\nThe {word} tree is grown. See [[queues]].\n\n{many}", encoding="utf-8"
    )


@contextmanager
def asked_all_along(address: str) -> Iterator[set[tuple[str, int]]]:
    """Which generation served, with how many notes, at each look; answers have to come all along."""
    seen: set[tuple[str, int]] = set()
    over, broken = threading.Event(), []

    def ask() -> None:
        try:
            with httpx2.Client(base_url=address, timeout=60, trust_env=False) as client:
                while not over.is_set():
                    index = client.get("/readyz").raise_for_status().json()["index"]
                    seen.add((index["generation"], index["notes"]))
                    answer = client.post("/chat", json={"question": QUESTION}).raise_for_status()
                    assert "event: done" in answer.text
        except BaseException as error:
            broken.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()
    assert broken == []


def kill_when(command: list[str], environment: dict[str, str], when: Callable[[], bool]) -> bool:
    """Starts a command and kills it at a moment; False if it had ended before."""
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while not when() and process.poll() is None:
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        return process.wait(60) == -signal.SIGKILL


@pytest.mark.slow
def test_a_killed_index_command_changes_nothing_and_the_next_one_succeeds(
    quick: dict[str, str], log: Path, notes: Path
) -> None:
    root = Path(quick["ONRAMP_DATA"]) / "index"
    former = Generations(root).current().name
    command = [*ONRAMP, "index", str(notes)]

    def files(count: int) -> Callable[[], bool]:
        """Once the unfinished generation holds so many files."""
        return lambda: len(list(root.glob("*.unfinished/*"))) >= count

    def cached(size: int) -> Callable[[], bool]:
        file = root / "embeddings.sqlite-wal"
        return lambda: file.exists() and file.stat().st_size > size

    moments = [cached(0), cached(500_000), *map(files, range(1, 6))]
    killed = 0
    with served(quick, log) as server:
        with asked_all_along(server.address) as seen:
            for at, moment in enumerate(moments):
                grow(notes, f"oak{at}")
                killed += kill_when(command, quick, moment)
        assert killed >= len(moments) - 2, "most were killed in time"
        names = {name for name, _ in seen}
        if killed == len(moments):
            assert seen == {(former, 3)}
        assert all(notes == (3 if name == former else 4) for name, notes in seen), names
        done = onramp(quick, "index", str(notes))
        assert done.returncode == 0, done.stderr
        latest = Generations(root).current().name
        deadline = time.monotonic() + 60
        while httpx2.get(f"{server.address}/readyz").json()["index"]["generation"] != latest:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    checked = onramp(quick, "index", "--check", str(notes))
    assert checked.returncode == 0, checked.stdout
    assert "unfinished" not in checked.stdout
    assert not list(root.glob("*.unfinished"))
    assert server.errors() == []
