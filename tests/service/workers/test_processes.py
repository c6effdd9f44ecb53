"""Several real processes over a small index, without models."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from indexer.build import build
from indexer.embedding import WordsEmbedder
from tests.conftest import NOTES
from tests.served import until
from tests.service.workers.service import Service, gone, served

pytestmark = pytest.mark.slow
QUESTION = "What does a bounded queue refuse?"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("workers")
    for name, text in NOTES.items():
        (folder / "notes" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "notes" / name).write_text(text, encoding="utf-8")
    build(folder / "notes", folder / "data" / "index", WordsEmbedder())
    return os.environ | {
        "ONRAMP_DATA": str(folder / "data"),
        "ONRAMP_EMBEDDER": "words",
        "ONRAMP_GENERATOR": "quote",
        "ONRAMP_WORKERS": "2",
    }


@pytest.fixture(scope="module")
def service(
    environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """One for the tests that leave it as it was."""
    with served(environment, tmp_path_factory.mktemp("service") / "run") as made:
        yield made


@pytest.fixture
def passing(environment: dict[str, str], tmp_path: Path) -> Iterator[Service]:
    """One that a test may end."""
    with served(environment, tmp_path / "run") as made:
        yield made


def answered(service: Service) -> float:
    text = httpx2.get(f"{service.address}/metrics").text
    found = re.search(r'^onramp_answers_total\{status="answered"\} (\S+)', text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_workers_answer_as_one_and_count_together(service: Service) -> None:
    assert len(service.named("onramp-worker")) == 2
    assert len(service.named("onramp-model")) == 1
    [folder] = service.folder.glob("onramp-*")
    assert folder.stat().st_mode & 0o777 == 0o700
    for events in service.ask_at_once([QUESTION] * 6):
        assert [name for name, _ in events if name not in ("sentence", "queue")] == [
            "passages", "follow_ups", "done"
        ]  # fmt: skip
    until(lambda: answered(service) == 6)
    assert [answered(service) for _ in range(6)] == [6] * 6  # whoever is asked
    workers = {one.pid for one in service.named("onramp-worker")}
    counted = {int(path.stem.rpartition("_")[2]) for path in folder.glob("metrics/counter_*")}
    assert workers <= counted
    ready = httpx2.get(f"{service.address}/readyz").json()
    assert (ready["model"], ready["queue"]) == ("quote", 0)


def test_nothing_is_left_after_the_end(passing: Service) -> None:
    processes = passing.all()
    assert len(processes) == 6  # the first, two helpers of Python's, the model, the workers
    passing.process.terminate()
    assert passing.process.wait(60) == 0
    until(lambda: gone(processes))
    assert not list(passing.folder.glob("onramp-*"))


def test_the_others_end_when_the_first_process_is_killed(passing: Service) -> None:
    processes = passing.all()
    passing.process.kill()
    passing.process.wait()
    until(lambda: gone(processes))
    assert not list(passing.folder.glob("onramp-*"))


def test_no_process_is_lost_when_the_one_that_makes_them_is_killed(passing: Service) -> None:
    processes = passing.all()
    [fork] = passing.named("onramp-fork")
    fork.kill()
    assert passing.process.wait(60) == 1
    until(lambda: gone(processes))


def test_a_vote_may_come_to_another_worker_at_once(service: Service) -> None:
    for _ in range(8):
        answer = service.post("/chat", question=QUESTION, stream=False).json()
        vote = service.post("/feedback", answer_id=answer["answer_id"], verdict="up")
        assert vote.status_code < 300, vote.text


def test_a_worker_that_dies_is_replaced(service: Service) -> None:
    [killed, other] = service.named("onramp-worker")
    killed.kill()
    until(lambda: len(service.named("onramp-worker")) == 2 and gone([killed]))
    assert other.is_running()
    assert all(events[-1][0] == "done" for events in service.ask_at_once([QUESTION] * 6))


def test_a_model_that_dies_is_replaced_and_searches_go_on(service: Service) -> None:
    [killed] = service.named("onramp-model")
    killed.kill()
    until(lambda: gone([killed]))
    assert service.post("/search", query="queue").status_code == 200
    refused = service.post("/chat", question=QUESTION, stream=False)
    if refused.status_code != 200:  # unless the new one was faster
        assert refused.status_code == 503
        assert int(refused.headers["Retry-After"]) >= 1
    until(lambda: service.named("onramp-model"))
    until(lambda: service.post("/chat", question=QUESTION, stream=False).status_code == 200)
    until(lambda: httpx2.get(f"{service.address}/readyz").json()["queue"] == 0)


def test_limits_and_tokens_are_the_same_at_all_workers(
    environment: dict[str, str], tmp_path: Path
) -> None:
    origin = {"Origin": "https://wiki.example.com"}
    given = {
        "ONRAMP_HOSTS": "127.0.0.1,notes.example.com",  # callers are counted then
        "ONRAMP_LIMIT_SEARCH": "5/minute",
        "ONRAMP_EMBED_ORIGINS": origin["Origin"],
    }
    with served(environment | given, tmp_path / "run") as service:
        codes = [service.post("/search", query="queue").status_code for _ in range(15)]
        assert codes == [200] * 5 + [429] * 10
        minted = httpx2.post(f"{service.address}/embed/token", headers=origin).json()
        headers = origin | {"Onramp-Token": minted["token"]}
        asked = {"question": QUESTION, "stream": False}
        for _ in range(8):
            reply = httpx2.post(f"{service.address}/chat", json=asked, headers=headers)
            assert reply.status_code == 200, reply.text


def test_a_second_signal_ends_all_at_once(environment: dict[str, str], tmp_path: Path) -> None:
    with served(environment | {"ONRAMP_LINGER_SECONDS": "60"}, tmp_path / "run") as service:
        processes = service.all()
        service.process.terminate()
        until(lambda: httpx2.get(f"{service.address}/readyz").status_code == 503)
        service.process.terminate()
        assert service.process.wait(30) == 128 + signal.SIGTERM
        until(lambda: gone(processes))


def test_one_worker_is_one_process_without_a_socket(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with served(environment | {"ONRAMP_WORKERS": "1"}, tmp_path / "run") as service:
        assert service.ask(QUESTION)[-1][0] == "done"
        assert len(service.all()) == 1
        assert not list(service.folder.iterdir())


def test_a_port_that_is_taken_is_told_in_a_line(
    service: Service, environment: dict[str, str]
) -> None:
    port = service.address.rpartition(":")[2]
    done = subprocess.run(
        [sys.executable, "-c", "from service.cli import main; main()", "serve"],
        env=environment | {"ONRAMP_PORT": port},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "ONRAMP_PORT" in done.stderr
    assert "Traceback" not in done.stderr
