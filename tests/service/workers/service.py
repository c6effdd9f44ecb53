"""A service with several workers, started as people start it, and a look at its processes."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx2
import psutil

from tests.served import start


class Service:
    """`folder` is where it may put what it needs while it runs."""

    def __init__(self, environment: dict[str, str], folder: Path, log: Path) -> None:
        self.folder = folder
        self.log = log
        self._first = start(environment | {"TMPDIR": str(folder)}, self.log)
        self.address, self.process = self._first.address, self._first.process
        self.wait_until_ready = self._first.wait_until_ready

    def all(self) -> list[psutil.Process]:
        """Its processes, the first first."""
        first = psutil.Process(self.process.pid)
        while True:
            try:
                return [first, *first.children(recursive=True)]
            except psutil.NoSuchProcess:
                assert self.process.poll() is None  # another ended while it was looked at

    def named(self, name: str) -> list[psutil.Process]:
        """Those of its processes whose names begin so."""
        return [one for one in self.all() if comm(one).startswith(name)]

    def post(self, path: str, **body: object) -> httpx2.Response:
        """Over a connection of its own, so that any worker may take it."""
        return httpx2.post(f"{self.address}{path}", json=body, timeout=120)

    def ask(self, question: str) -> list[tuple[str, dict[str, object]]]:
        """The events of a streamed answer; empty if the service is too busy."""
        events, name = [], ""
        with httpx2.stream(
            "POST", f"{self.address}/chat", json={"question": question}, timeout=120
        ) as response:
            if response.status_code == 503:
                return []
            for line in response.iter_lines():
                if line.startswith("event:"):
                    name = line.removeprefix("event:").strip()
                elif line.startswith("data:"):
                    events.append((name, json.loads(line.removeprefix("data:"))))
        return events

    def ask_at_once(self, questions: list[str]) -> list[list[tuple[str, dict[str, object]]]]:
        with ThreadPoolExecutor(len(questions)) as threads:
            return list(threads.map(self.ask, questions))


@contextmanager
def served(environment: dict[str, str], folder: Path) -> Iterator[Service]:
    """A service that is ready; whatever is left of it at the end is killed."""
    folder.mkdir()
    # Paths of sockets are bounded, and those of the tests' own folders are long.
    with tempfile.TemporaryDirectory(prefix="onramp-", dir="/tmp") as short:
        service = Service(environment, Path(short), folder / "log")
        seen: list[psutil.Process] = []
        try:
            service.wait_until_ready()
            seen = service.all()
            yield service
        finally:
            _end(service, seen)


def _end(service: Service, seen: list[psutil.Process]) -> None:
    if service.process.poll() is None:
        seen = service.all()
        service.process.terminate()
    try:
        service.process.wait(60)
    except subprocess.TimeoutExpired:
        service.process.kill()
        service.process.wait()
    for process in seen:
        if process.is_running():
            process.kill()


def comm(process: psutil.Process) -> str:
    try:
        return Path(f"/proc/{process.pid}/comm").read_text().strip()
    except OSError:
        return ""


def gone(processes: list[psutil.Process]) -> bool:
    """Whether none of them runs; one that nobody waits for counts as gone."""
    try:
        return all(
            not one.is_running() or one.status() == psutil.STATUS_ZOMBIE for one in processes
        )
    except psutil.NoSuchProcess:
        return False  # it went while it was looked at: look again
