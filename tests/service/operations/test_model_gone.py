"""The model's server goes away and comes back while a real process serves."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from service.settings import Settings
from tests.hosts.process import free_port
from tests.served import PATIENCE, Served, until
from tests.service.answering.fake_server import Reply, event, fake_server, status, stream, words
from tests.service.operations.served import QUESTION, served

SAID = "A bounded queue refuses work when 8 jobs wait."


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def service(settings: Settings, port: int) -> Iterator[Served]:
    """A service whose model's server was there when it started, and has gone since."""
    url = f"http://127.0.0.1:{port}/v1"
    with (
        fake_server(port) as model,
        served(settings, ONRAMP_GENERATOR="openai", ONRAMP_MODEL_URL=url) as service,
    ):
        model.replies = [words(SAID)]
        assert origins(ask(service)) >= {"model"}
        model.shutdown()
        model.server_close()
        yield service
        service.stop()
        assert service.exit_code() == 0
        assert "Traceback" not in service.text()


def ask(service: Served) -> dict[str, Any]:
    body = {"question": QUESTION, "stream": False}
    answer = httpx2.post(f"{service.address}/chat", json=body, timeout=PATIENCE)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def origins(answer: dict[str, Any]) -> set[str]:
    assert answer["status"] == "answered"
    return {sentence["origin"] for sentence in answer["sentences"]}


def trouble(service: Served) -> str | None:
    ready = httpx2.get(f"{service.address}/readyz")
    assert ready.status_code == 200
    found: str | None = ready.json()["model_trouble"]
    return found


def kept(settings: Settings) -> set[str]:
    with closing(sqlite3.connect(settings.data / "onramp.db")) as database:
        return {row[0] for row in database.execute("select answer_id from answers")}


@pytest.mark.slow
def test_without_the_model_the_notes_are_quoted_and_it_recovers_by_itself(
    settings: Settings, service: Served, port: int
) -> None:
    answer = ask(service)
    assert origins(answer) == {"quote"}
    assert "language model can't be reached" in answer["notice"]
    assert SAID in answer["answer"]
    assert "ONRAMP_MODEL_URL" in (trouble(service) or "")
    again = ask(service)
    assert origins(again) == {"quote"}
    with fake_server(port) as model:
        model.replies = [words(SAID)]
        until(lambda: trouble(service) is None)
        back = ask(service)
    assert "model" in origins(back)
    assert back["notice"] is None
    until(lambda: {one["answer_id"] for one in (answer, again, back)} <= kept(settings))
    assert service.text().count("the model server: ") == 1
    assert "can be reached again" in service.text()


@pytest.mark.slow
def test_that_it_has_gone_is_noticed_without_a_question(service: Served) -> None:
    until(lambda: trouble(service) is not None)
    assert origins(ask(service)) == {"quote"}


@pytest.mark.parametrize(
    "reply",
    [
        stream(event(SAID + " ") + event("Back pressure tells")),
        status(500),
        status(503),
        status(429),
        stream(event(SAID + " ") + 'data: {"error": {"message": "out of memory"}}\n\n'),
    ],
    ids=["breaks off", "fails", "starts", "is full", "fails in the middle"],
)
def test_a_model_that_fails_costs_nothing_of_an_answer(
    client_of: Callable[..., TestClient], reply: Reply
) -> None:
    with fake_server() as model:
        model.replies = [reply]
        client = client_of(generator="openai", model_url=model.url)
        body = {"question": QUESTION, "stream": False}
        answer = client.post("/chat", json=body).json()
    assert "quote" in origins(answer)
    assert SAID in answer["answer"]
    assert "Back pressure tells\n" not in answer["answer"] + "\n"  # what was torn is not shown
    assert "language model can't be reached" in answer["notice"]


@pytest.mark.slow
def test_under_questions_it_goes_and_comes_and_none_is_lost(
    settings: Settings, service: Served, port: int
) -> None:
    answers: list[dict[str, Any]] = []
    over = threading.Event()

    def keep_asking() -> None:
        while not over.is_set():
            answers.append(ask(service))

    askers = [threading.Thread(target=keep_asking) for _ in range(3)]
    for asker in askers:
        asker.start()
    try:
        for _ in range(3):
            came = len(answers)
            until(lambda came=came: any(map(is_quoted, answers[came:])))
            with fake_server(port) as model:
                model.replies = [words(SAID)]
                until(lambda came=came: any("model" in origins(one) for one in answers[came:]))
    finally:
        over.set()
        for asker in askers:
            asker.join()
    for answer in answers:
        assert SAID in answer["answer"]
        assert bool(answer["notice"]) == is_quoted(answer)
    until(lambda: {one["answer_id"] for one in answers} <= kept(settings))


def is_quoted(answer: dict[str, Any]) -> bool:
    return origins(answer) == {"quote"}
