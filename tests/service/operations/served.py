"""A real server process whose log, signals and exit code a test looks at."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from service.settings import Settings
from tests.hosts.process import free_port

ROOT = Path(__file__).parents[3]
QUESTION = "What does a bounded queue refuse?"
PATIENCE = 60.0  # seconds


@dataclass(frozen=True)
class Served:
    """A running service."""

    address: str
    process: subprocess.Popen[bytes]
    file: Path

    @property
    def log(self) -> str:
        return self.file.read_text(encoding="utf-8")

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(number)

    def exit_code(self) -> int:
        return self.process.wait(timeout=PATIENCE)


@contextmanager
def served(settings: Settings, **environment: str) -> Iterator[Served]:
    """A service over the index of the settings, without weights; it is ended if the test hasn't."""
    port, file = free_port(), settings.data / "server.log"
    given = {
        "ONRAMP_PORT": str(port),
        "ONRAMP_DATA": str(settings.data),
        "ONRAMP_EMBEDDER": "words",
        "ONRAMP_GENERATOR": "quote",
    }
    with file.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", "from service.cli import main; main()", "serve"],
            cwd=ROOT,
            env=os.environ | given | environment,
            stdout=log,
            stderr=log,
        )
    found = Served(f"http://127.0.0.1:{port}", process, file)
    try:
        wait_for(lambda: process.poll() is not None or is_ready(found.address), 180)
        assert process.poll() is None, found.log
        yield found
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def is_ready(address: str) -> bool:
    try:
        return httpx2.get(f"{address}/readyz").status_code == 200
    except httpx2.TransportError:
        return False


def wait_for(holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)
