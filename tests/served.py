"""A service in a process of its own that can be looked into, killed and started again."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import psutil

from tests.hosts.process import free_port

ROOT = Path(__file__).parents[1]
ONRAMP = [sys.executable, "-c", "from service.cli import main; main()"]
PATIENCE = 180.0  # seconds until it has to be ready, or to have ended


@dataclass(frozen=True, slots=True)
class Served:
    """A running service. `log` is what it has written to standard error, a JSON object a line."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def memory_mb(self) -> tuple[float, float]:
        """Resident and proportional set size."""
        held = psutil.Process(self.process.pid).memory_full_info()
        return held.rss / 2**20, held.pss / 2**20

    def descriptors(self) -> int:
        """How many files and sockets it holds open."""
        return int(psutil.Process(self.process.pid).num_fds())

    def connections(self) -> int:
        """How many TCP connections it holds, its listening socket not among them."""
        held = psutil.Process(self.process.pid).net_connections("tcp")
        return sum(one.status != psutil.CONN_LISTEN for one in held)

    def kill(self) -> None:
        """Ends it at once, as a crash would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)

    def errors(self) -> list[str]:
        """Lines of its log that tell of an error, or that are none of a log at all."""
        found = []
        for line in self.log.read_text(encoding="utf-8").splitlines():
            try:
                level = json.loads(line)["level"]
            except (ValueError, KeyError, TypeError):
                level = "error"
            if level in ("error", "critical"):
                found.append(line)
        return found


@contextmanager
def served(
    environment: Mapping[str, str],
    log: Path,
    port: int | None = None,
    within: Sequence[str] = (),
) -> Iterator[Served]:
    """A service that is ready; it is ended with the block, unless it was killed in it.

    `within` is a command that takes ours as its last arguments and becomes it.
    """
    port = port or free_port()
    address = f"http://127.0.0.1:{port}"
    with log.open("ab") as file:
        process = subprocess.Popen(
            [*within, *ONRAMP, "serve"],
            cwd=ROOT,
            env={**environment, "ONRAMP_PORT": str(port)},
            stdout=subprocess.DEVNULL,
            stderr=file,
        )
    try:
        _wait_until_ready(address, process, log)
        yield Served(address, process, log)
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        finally:
            process.kill()


def _wait_until_ready(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the service ended by itself: {log.read_text()[-2000:]}"
        try:
            if httpx2.get(f"{address}/readyz", trust_env=False).status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise AssertionError("the service did not become ready")
