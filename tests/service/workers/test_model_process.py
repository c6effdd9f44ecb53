"""Several workers over the real notes, with the real model in a process of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from service.answering.conversion import NAME
from tests.served import until
from tests.service.workers.service import Service, gone, served

pytestmark = [pytest.mark.models, pytest.mark.slow]
QUESTIONS = [
    "Why is a good training loss not enough?",
    "What does loss.backward() do?",
    "What is data leakage?",
    "When does a model overfit?",
]


@pytest.fixture(scope="module")
def service(
    environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    given = {"ONRAMP_WORKERS": "2"}
    with served(environment | given, tmp_path_factory.mktemp("service") / "run") as made:
        yield made


def test_one_model_answers_in_turn_and_waiting_callers_hear_their_places(service: Service) -> None:
    answers = service.ask_at_once(QUESTIONS)
    assert [events[-1][0] for events in answers] == ["done"] * len(QUESTIONS)
    firsts = [dict(events)["passages"]["queue"] for events in answers]
    assert sorted(firsts) != [0] * len(QUESTIONS)  # they met in one queue
    assert any(name == "queue" for events in answers for name, _ in events)
    assert dict(answers[0])["done"]["model"] == NAME
    metrics = httpx2.get(f"{service.address}/metrics").text
    [tokens] = [
        float(line.split()[1])
        for line in metrics.splitlines()
        if line.startswith("onramp_model_tokens_total")
    ]
    assert tokens > 0


def test_workers_map_the_index_and_the_embedder_and_have_no_language_model(
    service: Service,
) -> None:
    [model] = service.named("onramp-model")
    for worker in service.named("onramp-worker"):
        files = {Path(one.path).name for one in worker.memory_maps() if one.rss}
        assert "vectors.faiss" in files, files
        uss, theirs = worker.memory_full_info().uss, model.memory_full_info().uss
        assert uss < theirs / 2
    [fork] = service.named("onramp-fork")
    assert fork.num_threads() == 1  # what is forked with more may hang


def test_a_model_that_cannot_be_loaded_ends_the_service_with_its_reason(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "empty").mkdir()
    given = {"ONRAMP_WORKERS": "2", "ONRAMP_GENERATOR": "transformers"}
    given["ONRAMP_MODEL"] = str(tmp_path / "empty")
    service = Service(environment | given, tmp_path / "run", tmp_path / "log")
    assert service.process.wait(120) == 1
    log = service.log.read_text()
    assert "ONRAMP_MODEL" in log
    assert "Traceback" not in log
    assert not list(service.folder.glob("onramp-*"))


def test_an_answer_under_way_goes_on_in_quotes_when_the_model_dies(service: Service) -> None:
    [model] = service.named("onramp-model")
    begun, seen = threading.Event(), list[str]()

    def listen() -> None:
        body = {"question": QUESTIONS[0]}
        with httpx2.stream("POST", f"{service.address}/chat", json=body, timeout=120) as response:
            for line in response.iter_lines():
                if line.startswith("event:"):
                    seen.append(line.removeprefix("event:").strip())
                    begun.set()

    asking = threading.Thread(target=listen)
    asking.start()
    assert begun.wait(60)
    model.kill()
    asking.join(60)
    assert not asking.is_alive()
    assert seen[-1] == "done"  # with what the notes say, word for word
    assert "sentence" in seen
    until(lambda: gone([model]) and service.named("onramp-model"))
    until(lambda: service.ask(QUESTIONS[1])[-1:] != [], 180)
    assert service.ask(QUESTIONS[1])[-1][0] == "done"
