from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

LACKING = "Who won the 2018 World Cup, asks jane@mail.example?"


def ask(client: TestClient, question: str) -> str:
    answer = client.post("/chat", json={"question": question, "stream": False}).json()
    return str(answer["answer_id"])


def read(client: TestClient, contains: str, address: str = "/insights") -> str:
    """The page, once what it has to hold was written: an answer is kept after it was sent."""
    for _ in range(100):
        text = client.get(address).text
        if contains in text:
            return text
        time.sleep(0.05)
    raise AssertionError(f"{address} never held {contains!r}")


def test_a_refused_question_is_a_gap_and_names_nobody(client: TestClient) -> None:
    ask(client, LACKING)
    text = read(client, "1 refused")
    assert "jane@" not in text
    assert "[email]" in text
    assert "0 %" in text
    rows = list(csv.DictReader(io.StringIO(client.get("/insights?format=csv").text)))
    assert [row["refused"] for row in rows] == ["1"]


def test_a_voted_down_answer_is_a_gap_with_its_reason(client: TestClient) -> None:
    answer = ask(client, "What does a bounded queue refuse?")
    vote = {"answer_id": answer, "verdict": "down", "reasons": ["not_my_question"]}
    assert client.post("/feedback", json=vote).status_code == 204
    text = read(client, "1 voted down")
    assert "Not my question" in text
    assert "100 %" in text


def test_markup_in_a_question_stays_text(client: TestClient) -> None:
    ask(client, "<script>alert(1)</script> who won the cup <img src=x onerror=alert(1)>?")
    text = read(client, "1 refused")
    assert "<script" not in text
    assert "<img src=x" not in text


def test_nothing_asked_and_nothing_kept_are_told_apart(
    client_of: Callable[..., TestClient],
) -> None:
    assert "No question of these days" in client_of().get("/insights").text
    client = client_of(keep_questions=False)
    ask(client, LACKING)
    assert "is not kept here" in read(client, "cannot be told")


@pytest.mark.parametrize("days", ["0", "367", "x"])
def test_days_have_bounds(client: TestClient, days: str) -> None:
    answer = client.get(f"/insights?days={days}")
    assert answer.status_code == 422
    assert answer.json()["field"] == "days"


def test_the_page_runs_no_script(client: TestClient) -> None:
    policy = client.get("/insights").headers["content-security-policy"]
    assert "script-src 'none'" in policy
