"""Runs what serves a host's pages on a loopback port, and ends it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

LOOPBACK = "127.0.0.1"
PATIENCE = 30.0


class HostMissing(Exception):
    """What a host needs is not installed."""


class HostFailed(Exception):
    """A host did not build or did not start; says what it printed."""


def needed(found: object, what: str) -> None:
    """Refuses to go on without something that the set-up of the tests installs."""
    if not found:
        raise HostMissing(f"{what} is missing: run `make setup-tests`")


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def run(command: Sequence[str], *, folder: Path, env: Mapping[str, str], text: str = "") -> None:
    """Runs a step of a host's set-up to its end, with a text as its input."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | env,
        input=text,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
    if done.returncode:
        raise HostFailed(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}")


@contextmanager
def running(
    command: Sequence[str], *, folder: Path, env: Mapping[str, str], port: int, page: str
) -> Iterator[str]:
    """The address of a server, once one of its pages comes up; it is ended with its children."""
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | env,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # its workers are ended with it, as one group
        )
    try:
        _wait(process, port, page, log)
        yield f"http://{LOOPBACK}:{port}"
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=PATIENCE)


def _wait(process: subprocess.Popen[bytes], port: int, page: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    state = "no answer"
    while process.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection(LOOPBACK, port, timeout=PATIENCE)
        try:
            connection.request("GET", page)
            answer = connection.getresponse()
            answer.read()
            state = f"status {answer.status}"
            if state == "status 200":
                return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise HostFailed(f"{page}: {state}\n{log.read_text(encoding='utf-8', errors='replace')}")


@contextmanager
def served(handler: Callable[..., BaseHTTPRequestHandler], port: int) -> Iterator[str]:
    """The address of a server in a thread of this process, answering by a handler."""
    server = ThreadingHTTPServer((LOOPBACK, port), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Files(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Says nothing: a test's output is for what it found."""


@contextmanager
def served_folder(folder: Path, port: int) -> Iterator[str]:
    """The address of a server of a folder's files."""
    with served(partial(_Files, directory=str(folder)), port) as address:
        yield address
