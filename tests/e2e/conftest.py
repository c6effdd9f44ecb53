"""The real thing: the real models over kb/, served by the real command on a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from indexer.build import build
from indexer.sentence_embedder import SentenceEmbedder
from service.answering.conversion import prepare

ROOT = Path(__file__).parents[2]
DATA = ROOT / ".onramp"


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """Settings of the served application; its index is kept, so that a second run embeds nothing."""
    index = DATA / "test-index"
    build(ROOT / "kb", index, SentenceEmbedder())
    prepare(DATA / "models")
    return os.environ | {"ONRAMP_DATA": str(DATA), "ONRAMP_INDEX": str(index)}


@pytest.fixture(scope="session")
def server(environment: dict[str, str]) -> Iterator[str]:
    """The address of a running service."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-c", "from service.cli import main; main()", "serve"],
        cwd=ROOT,
        env=environment | {"ONRAMP_PORT": str(port)},
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        assert process.poll() is None, "the service ended by itself"
        try:
            if httpx2.get(f"{address}/readyz").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.2)
    raise AssertionError("the service did not become ready")
