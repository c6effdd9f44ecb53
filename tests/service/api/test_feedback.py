"""Votes over HTTP, against a real SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from service.errors import NotReady
from service.settings import Settings
from service.store.store import Store
from tests.service.api.test_chat import QUESTION, events_of
from tests.service.api.test_pages import wait_for
from tests.service.store.conftest import answer

ROOT = Path(__file__).parents[3]
UNKNOWN = "0" * 32
OFF_TOPIC = "purple zebras admire clever giraffes?"


@pytest.fixture
def file(settings: Settings) -> Path:
    return settings.data / "onramp.db"


def read(file: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


def ask(client: TestClient, question: str = QUESTION) -> str:
    body = client.post("/chat", json={"question": question, "stream": False}).json()
    answer_id: str = body["answer_id"]
    return answer_id


def test_a_vote_on_an_answer_is_kept(client: TestClient, file: Path) -> None:
    answer_id = ask(client)
    vote = {
        "answer_id": answer_id,
        "verdict": "down",
        "reasons": ["bad_citation", "wrong"],
        "comment": "  It says more than its note.\n",
    }
    response = client.post("/feedback", json=vote)
    assert (response.status_code, response.content) == (204, b"")
    assert read(file, "SELECT answer_id, verdict, reasons, comment FROM feedback") == [
        (answer_id, "down", '["bad_citation", "wrong"]', "It says more than its note.")
    ]
    assert read(file, "SELECT status, question, cited FROM answers") == [
        ("answered", QUESTION, '["queues"]')
    ]


def test_a_second_vote_replaces_the_first(client: TestClient, file: Path) -> None:
    vote = {"answer_id": ask(client), "verdict": "down", "reasons": ["wrong"], "comment": "no"}
    client.post("/feedback", json=vote)
    again = client.post("/feedback", json={"answer_id": vote["answer_id"], "verdict": "up"})
    assert again.status_code == 204
    assert read(file, "SELECT verdict, reasons, comment FROM feedback") == [("up", "[]", None)]


@pytest.mark.parametrize(("question", "last"), [(QUESTION, "done"), (OFF_TOPIC, "refusal")])
def test_a_streamed_answer_can_be_voted_on_at_once(
    client: TestClient, file: Path, question: str, last: str
) -> None:
    name, event = events_of(client.post("/chat", json={"question": question}).text)[-1]
    assert name == last
    vote = {"answer_id": event["answer_id"], "verdict": "up"}
    assert client.post("/feedback", json=vote).status_code == 204
    assert read(file, "SELECT status FROM answers") == [(event["status"],)]


@pytest.mark.parametrize("small_talk", [False, True])
def test_an_answer_that_is_not_kept_is_404(client: TestClient, small_talk: bool) -> None:
    answer_id = ask(client, "hello") if small_talk else UNKNOWN
    response = client.post("/feedback", json={"answer_id": answer_id, "verdict": "up"})
    assert response.status_code == 404
    assert response.json()["error"] == "not_found"
    assert response.json()["detail"].startswith("There is no such answer")


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"answer_id": "A" * 32}, "invalid_field", "answer_id"),
        ({"answer_id": "a" * 31}, "invalid_field", "answer_id"),
        ({"answer_id": "a" * 32 + "\n"}, "invalid_field", "answer_id"),
        ({"verdict": "UP"}, "invalid_field", "verdict"),
        ({"verdict": None}, "invalid_field", "verdict"),
        ({"reasons": ["boring"]}, "invalid_field", "reasons.0"),
        ({"reasons": ["wrong", "wrong"]}, "invalid_field", "reasons"),
        ({"reasons": "wrong"}, "invalid_field", "reasons"),
        ({"reasons": ["wrong"] * 7}, "invalid_field", "reasons"),
        ({"comment": "x" * 1001}, "invalid_field", "comment"),
        ({"comment": 7}, "invalid_field", "comment"),
        ({"coment": "x"}, "unknown_field", "coment"),
    ],
)
def test_bad_input_names_the_field(
    client: TestClient, changes: dict[str, object], error: str, field: str
) -> None:
    vote = {"answer_id": UNKNOWN, "verdict": "up", "reasons": []} | changes
    response = client.post("/feedback", json=vote)
    assert response.status_code == 422
    assert (response.json()["error"], response.json()["field"]) == (error, field)


@pytest.mark.parametrize(
    ("comment", "kept"),
    [("  " + "x" * 1000 + " ", "x" * 1000), (" \n", None), (None, None), ("a\0b", "ab")],
)
def test_comments_are_stripped(
    client: TestClient, file: Path, comment: str | None, kept: str | None
) -> None:
    vote = {"answer_id": ask(client), "verdict": "up", "comment": comment}
    assert client.post("/feedback", json=vote).status_code == 204
    assert read(file, "SELECT comment FROM feedback") == [(kept,)]


def test_all_reasons_may_be_given(client: TestClient, file: Path) -> None:
    schema = client.get("/openapi.json").json()["components"]["schemas"]["FeedbackRequest"]
    reasons = schema["properties"]["reasons"]["items"]["enum"]
    assert len(reasons) == 6
    vote = {"answer_id": ask(client), "verdict": "down", "reasons": reasons}
    assert client.post("/feedback", json=vote).status_code == 204


def test_the_question_is_not_kept_if_that_is_switched_off(
    client_of: Callable[..., TestClient], file: Path
) -> None:
    client = client_of(keep_questions=False)
    vote = {"answer_id": ask(client), "verdict": "up"}
    assert client.post("/feedback", json=vote).status_code == 204
    assert read(file, "SELECT question, status, cited FROM answers") == [
        (None, "answered", '["queues"]')
    ]


def test_answers_that_are_too_old_are_gone_after_a_start(
    client_of: Callable[..., TestClient], settings: Settings, file: Path
) -> None:
    store = Store.open(settings.database)
    now = datetime.now(UTC)
    store.answers.save(answer("1" * 32, created_at=now - timedelta(days=8)))
    store.answers.save(answer("2" * 32, created_at=now - timedelta(days=6)))
    store.close()
    client_of(keep_days=0)
    assert len(read(file, "SELECT * FROM answers")) == 2
    client_of(keep_days=7)
    wait_for(lambda: read(file, "SELECT answer_id FROM answers") == [("2" * 32,)])


def test_a_burst_of_votes_is_kept(client: TestClient, file: Path) -> None:
    ids = [ask(client, OFF_TOPIC) for _ in range(50)]

    def vote(answer_id: str) -> int:
        return client.post("/feedback", json={"answer_id": answer_id, "verdict": "up"}).status_code

    with ThreadPoolExecutor(50) as threads:
        assert list(threads.map(vote, ids)) == [204] * 50
    kept = [row[0] for row in read(file, "SELECT answer_id FROM feedback")]
    assert sorted(kept) == sorted(ids)


def test_while_the_database_is_away_answers_go_on_and_votes_are_503(
    client_of: Callable[..., TestClient], file: Path
) -> None:
    client = client_of(database_url=SecretStr(f"sqlite:///{file}?timeout=0.05"))
    before = ask(client)
    assert client.get("/readyz").json()["store"] == "ok"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        during = ask(client)
        vote = {"answer_id": before, "verdict": "up"}
        response = client.post("/feedback", json=vote)
        assert response.status_code == 503
        assert int(response.headers["retry-after"]) >= 1
        assert set(response.json()) == {"error", "detail"}
        for kind in ("answer", "feedback"):
            told = f'onramp_unsaved_total{{kind="{kind}"}} 1.0'
            wait_for(lambda told=told: told in client.get("/metrics").text)
    ready = client.get("/readyz").json()
    assert ready["ready"]
    assert ready["store"] == "the last write failed: another program holds the database"
    for answer_id in (before, during):
        again = client.post("/feedback", json={"answer_id": answer_id, "verdict": "up"})
        assert again.status_code == 204
    assert client.get("/readyz").json()["store"] == "ok"


def test_the_service_does_not_start_on_a_damaged_database(
    client_of: Callable[..., TestClient], file: Path
) -> None:
    file.write_bytes(b"no database, but long enough to be read as one\n" * 50)
    with pytest.raises(NotReady, match="damaged"):
        client_of()
