"""A server of its own, started as people start it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from service.errors import NotReady

_PATIENCE = 180.0  # seconds until the server has to be ready
_COMMAND = "from service.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and how many seconds it took until it was ready."""

    address: str
    start_up_s: float
    process: int

    def peak_memory_mb(self) -> float | None:
        """The most memory that it has held until now; None where the system does not tell."""
        try:
            status = Path(f"/proc/{self.process}/status").read_text(encoding="ascii")
        except OSError:
            return None
        found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
        return int(found[1]) / 1024 if found else None


@contextmanager
def running(index: Path) -> Iterator[Server]:
    """Serves an index with the settings in force on a free port, until the block ends.

    Raises NotReady with the server's last words if it does not start.
    """
    port = _free_port()
    given = {
        "ONRAMP_HOST": "127.0.0.1",
        "ONRAMP_PORT": str(port),
        "ONRAMP_INDEX": str(index.absolute()),
    }
    with tempfile.TemporaryFile("w+") as log:
        began = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - this interpreter, this program
            [sys.executable, "-c", _COMMAND, "serve"],
            env=os.environ | given,
            stdout=log,
            stderr=log,
        )
        address = f"http://127.0.0.1:{port}"
        try:
            while not _ready(address):
                if process.poll() is not None or time.perf_counter() - began > _PATIENCE:
                    log.seek(0)
                    said = log.read().strip().splitlines()[-1:] or ["it said nothing"]
                    raise NotReady(
                        f"The server did not start: {said[0]} Mend that, or take --no-server."
                    )
                time.sleep(0.05)
            yield Server(address, time.perf_counter() - began, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _ready(address: str) -> bool:
    opener = build_opener(ProxyHandler({}))  # loopback never goes through a proxy
    try:
        with opener.open(f"{address}/readyz", timeout=5) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
