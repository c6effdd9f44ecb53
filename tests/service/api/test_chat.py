from __future__ import annotations

import json
import threading
from collections.abc import Callable, Generator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.answering.events import Event

QUESTION = "What does a bounded queue refuse?"


def events_of(text: str) -> list[tuple[str, dict[str, Any]]]:
    frames = [frame for frame in text.split("\n\n") if frame.startswith("event: ")]
    pairs = (frame.split("\n", 1) for frame in frames)
    return [
        (name.removeprefix("event: "), json.loads(data.removeprefix("data: ")))
        for name, data in pairs
    ]


def test_an_answer_as_one_object(client: TestClient) -> None:
    answer = client.post("/chat", json={"question": QUESTION, "stream": False}).json()
    assert answer["status"] == "answered"
    assert answer["sentences"]
    assert all(sentence["citations"] for sentence in answer["sentences"])
    assert {
        "answer_id",
        "conversation_id",
        "passages",
        "nearest",
        "follow_ups",
        "model",
        "timings",
    } <= set(answer)


def test_a_stream_begins_with_passages_and_ends_once(client: TestClient) -> None:
    response = client.post("/chat", json={"question": QUESTION})
    names = [name for name, _ in events_of(response.text)]
    assert response.headers["content-type"].startswith("text/event-stream")
    assert names[0] == "passages"
    assert names[-1] == "done"
    assert sum(name in ("done", "refusal", "fault") for name in names) == 1


def test_a_refusal_comes_alone_with_the_nearest(client: TestClient) -> None:
    [(name, refusal)] = events_of(
        client.post("/chat", json={"question": "purple zebras admire clever giraffes?"}).text
    )
    assert name == "refusal"
    assert refusal["status"] == "refused"


def test_a_conversation_goes_on(client: TestClient) -> None:
    first = client.post("/chat", json={"question": QUESTION, "stream": False}).json()
    again = {"question": "why?", "conversation_id": first["conversation_id"], "stream": False}
    answer = client.post("/chat", json=again).json()
    assert answer["rewritten"]
    assert answer["conversation_id"] == first["conversation_id"]


@pytest.mark.parametrize(
    "own", ["0123456789abcdef", "1b4e28ba-2fa1-11d2-883f-0016d3cca427", "_" * 64]
)
def test_an_id_that_nobody_guesses_may_be_ones_own(client: TestClient, own: str) -> None:
    body = {"question": QUESTION, "conversation_id": own, "stream": False}
    assert client.post("/chat", json=body).json()["conversation_id"] == own


@pytest.mark.parametrize(
    ("body", "status", "error", "field"),
    [
        ({"question": ""}, 422, "invalid_field", "question"),
        ({"question": "   "}, 422, "invalid_field", "question"),
        ({"question": "x" * 2001}, 422, "invalid_field", "question"),
        ({"question": 7}, 422, "invalid_field", "question"),
        ({"question": "a", "colour": "red"}, 422, "unknown_field", "colour"),
        ({"question": "a", "conversation_id": "../x"}, 422, "invalid_field", "conversation_id"),
        ({"question": "a", "conversation_id": "c1"}, 422, "invalid_field", "conversation_id"),
        ({"question": "a", "conversation_id": "x" * 15}, 422, "invalid_field", "conversation_id"),
        ({"question": "a", "conversation_id": "x" * 65}, 422, "invalid_field", "conversation_id"),
        ({"question": "a", "page": {"title": "t"}}, 422, "invalid_field", "page.url"),
        ({"question": "a", "stream": "perhaps"}, 422, "invalid_field", "stream"),
        ([], 422, "invalid_field", None),
        ({"question": "x" * 100_000}, 413, "body_too_large", None),
    ],
)
def test_bad_input_names_the_field(
    client: TestClient, body: object, status: int, error: str, field: str | None
) -> None:
    response = client.post("/chat", json=body)
    assert response.status_code == status
    assert response.json()["error"] == error
    assert response.json().get("field") == field
    assert response.json()["detail"]


def test_a_body_without_a_length_is_counted(client: TestClient) -> None:
    response = client.post(
        "/chat",
        content=(b"x" * 1000 for _ in range(100)),
        headers={"content-type": "application/json"},
    )
    assert response.status_code == 413
    assert response.json()["error"] == "body_too_large"


@pytest.mark.parametrize("text", ["{", "", "\x00", '{"question": "a"', "[1,"])
def test_a_body_that_is_no_json_is_refused(client: TestClient, text: str) -> None:
    response = client.post("/chat", content=text, headers={"content-type": "application/json"})
    assert response.status_code in (400, 422)
    assert set(response.json()) <= {"error", "detail", "field"}


def test_a_full_queue_is_503_with_retry_after(client_of: Callable[..., TestClient]) -> None:
    client = client_of(queue=0)
    queue = client.app.state.onramp.queue  # type: ignore[attr-defined]
    go = threading.Event()

    def held() -> Generator[Event]:
        go.wait(10)
        yield from ()

    queue.submit(held(), lambda _: None, threading.Event())
    response = client.post("/chat", json={"question": QUESTION})
    go.set()
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) >= 1
    assert response.json()["error"] == "busy"
