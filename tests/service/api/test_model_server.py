"""Answers over HTTP that a model server words."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from tests.service.answering.fake_server import FakeServer, fake_server, hang_after, status, words

QUESTION = "What does a bounded queue refuse?"


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with fake_server() as fake:
        yield fake


def test_answers_are_worded_by_the_server_and_faults_of_it_are_told(
    client_of: Callable[..., TestClient], server: FakeServer
) -> None:
    said = "A bounded queue refuses work when 8 jobs wait."
    server.replies = [words("A bounded queue refuses", " work when 8 jobs wait."), status(401)]
    client = client_of(generator="auto", model_url=server.url)
    body = {"question": QUESTION, "stream": False}
    answer = client.post("/chat", json=body).json()
    assert answer["model"] == "first"
    worded = [item["text"] for item in answer["sentences"] if item["origin"] == "model"]
    assert worded == [said]
    assert said in server.seen[-1][2]["messages"][1]["content"]
    broken = client.post("/chat", json=body)
    assert broken.status_code == 500
    assert broken.json()["error"] == "generation_failed"
    assert "ONRAMP_MODEL_KEY" in broken.json()["detail"]


def test_a_client_that_leaves_lets_go_of_the_server(
    client_of: Callable[..., TestClient], server: FakeServer
) -> None:
    server.replies = [hang_after("A bounded")]
    client = client_of(generator="openai", model_url=server.url)
    body = {"question": QUESTION}
    with client.stream("POST", "/chat", json=body) as response:
        pieces = response.iter_text()  # kept: an iterator that is dropped closes the response
        assert "event: passages" in next(pieces)
        # For a client that leaves before its turn no model is asked: wait until it is.
        deadline = time.monotonic() + 30
        while not any(body for _, _, body in server.seen):
            assert time.monotonic() < deadline
            time.sleep(0.01)
    assert server.gone.wait(30)


def test_the_server_may_turn_an_unsure_answer_down(
    client_of: Callable[..., TestClient], server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.answering.decide.SURE", 9.0)
    server.replies = [words("No"), words("Yes"), words("A bounded queue refuses work.")]
    client = client_of(generator="openai", model_url=server.url, judge=True)
    body = {"question": QUESTION, "stream": False}
    refused = client.post("/chat", json=body).json()
    assert refused["status"] == "refused"
    assert refused["nearest"]
    assert refused["passages"] == refused["sentences"] == []
    assert client.post("/chat", json=body).json()["status"] == "answered"
    assert len([body for _, _, body in server.seen if body]) == 3
