"""A service in a process of its own that can be looked into, killed and started again."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
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
    """A service. `log` is the file of what it writes, a JSON object a line, if there is one."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path | None

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

    def wait_until_ready(self) -> None:
        def decided() -> bool:
            return self.process.poll() is not None or is_ready(self.address)

        until(decided, PATIENCE)
        assert self.process.poll() is None, f"it ended by itself: {self.text()[-2000:]}"

    def text(self) -> str:
        """All that it has written."""
        return self.log.read_text(encoding="utf-8") if self.log else ""

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Asks it to end; it may have answers to finish."""
        self.process.send_signal(number)

    def exit_code(self) -> int:
        """Waits for the end."""
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        """Ends it at once, as a crash would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)

    def errors(self) -> list[str]:
        """Lines of its log that tell of an error, or that are none of a log at all."""
        found = []
        for line in self.text().splitlines():
            try:
                level = json.loads(line)["level"]
            except (ValueError, KeyError, TypeError):
                level = "error"
            if level in ("error", "critical"):
                found.append(line)
        return found


def start(
    environment: Mapping[str, str],
    log: Path | None,
    port: int | None = None,
    within: Sequence[str] = (),
) -> Served:
    """Starts a service, which is not ready then.

    Without a file for its log that goes to standard error. `within` is a command that takes ours as
    its last arguments and becomes it.
    """
    port = port or free_port()
    with log.open("ab") if log else nullcontext() as file:
        process = subprocess.Popen(
            [*within, *ONRAMP, "serve"],
            cwd=ROOT,
            env={**environment, "ONRAMP_PORT": str(port)},
            stdout=subprocess.DEVNULL,
            stderr=file,
        )
    return Served(f"http://127.0.0.1:{port}", process, log)


@contextmanager
def served(
    environment: Mapping[str, str],
    log: Path | None,
    port: int | None = None,
    within: Sequence[str] = (),
) -> Iterator[Served]:
    """A service that is ready; it is ended with the block, unless it was before. See `start`."""
    service = start(environment, log, port, within)
    try:
        service.wait_until_ready()
        yield service
    finally:
        service.process.terminate()
        try:
            service.process.wait(PATIENCE)
        finally:
            service.process.kill()


def is_ready(address: str) -> bool:
    try:
        return httpx2.get(f"{address}/readyz", trust_env=False).status_code == 200
    except httpx2.TransportError:
        return False


def until(true: Callable[[], object], seconds: float = 60) -> None:
    """Waits for something to become true."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)
