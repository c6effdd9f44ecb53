"""The generator against a real server: `transformers serve` over the prepared model."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from service.answering.conversion import prepare
from service.answering.openai_generator import OpenAIGenerator, served_models
from service.answering.prompt import Prompt
from service.errors import GenerationFault
from service.settings import Settings

ROOT = Path(__file__).parents[3]
PROMPT = Prompt("You rewrite notes.", "Notes:\n- A bounded queue refuses work.\n\nWhat is refused?")

pytestmark = [pytest.mark.models, pytest.mark.slow]


@pytest.fixture(scope="module")
def folder() -> str:
    return str(prepare(ROOT / ".onramp" / "models").resolve())


@pytest.fixture(scope="module")
def url(folder: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a server with one model and an empty cache, so that it lists none."""
    pytest.importorskip("openai", reason="`transformers serve` needs the package openai")
    cache = tmp_path_factory.mktemp("cache")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("transformers")), "serve", folder]
    with (cache / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--device", "cpu", "--host", "127.0.0.1", "--port", str(port)],
            env=os.environ | {"HF_HUB_OFFLINE": "1", "HF_HOME": str(cache)},
            stdout=log,
            stderr=log,
        )
    try:
        _wait_until_up(f"http://127.0.0.1:{port}/health", process, cache / "log")
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_until_up(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            if httpx2.get(address).status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.2)
    raise AssertionError(log.read_text())


def test_words_stream_and_are_the_same_each_time(url: str, folder: str) -> None:
    generator = OpenAIGenerator(url, model=folder, new_tokens=12)
    assert generator.name == Path(folder).name
    first = list(generator.generate(PROMPT, lambda: False))
    assert 3 < len(first) <= 12
    assert list(generator.generate(PROMPT, lambda: False)) == first


def test_a_cancelled_answer_ends_at_once_and_frees_the_server(url: str, folder: str) -> None:
    story = Prompt(PROMPT.system, "Tell a very long story about queues, in twenty chapters.")
    long = OpenAIGenerator(url, model=folder, new_tokens=4000)
    began, stop, at = time.monotonic(), threading.Event(), 0
    for at, _ in enumerate(long.generate(story, stop.is_set), start=1):
        if at == 3:
            stop.set()
    assert at == 3
    list(OpenAIGenerator(url, model=folder, new_tokens=3).generate(PROMPT, lambda: False))
    assert time.monotonic() - began < 30  # the whole story takes minutes


def test_a_model_that_is_not_served_is_named(url: str) -> None:
    assert served_models(url) == []
    with pytest.raises(GenerationFault, match="set ONRAMP_MODEL"):
        list(OpenAIGenerator(url, model="nobody/nothing").generate(PROMPT, lambda: False))


def test_the_command_line_answers_through_the_server(
    url: str, folder: str, settings: Settings
) -> None:
    given = {
        "ONRAMP_DATA": str(settings.data),
        "ONRAMP_EMBEDDER": "words",
        "ONRAMP_MODEL_URL": url,
        "ONRAMP_MODEL": folder,
    }
    ask = "from service.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", ask, "ask", "What does a bounded queue refuse?"],
        cwd=ROOT, env=os.environ | given, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "[1]" in done.stdout
