"""Words of SQL and of the full-text search are words: they find, they never command."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

QUERIES = [
    '"', '""', "'", "''", "' OR '1'='1", "'; DROP TABLE chunks; --", "1; DELETE FROM units",
    "queue NEAR(worker, 2)", "NEAR(", "NEAR/0", "queue AND", "OR", "NOT queue", "AND AND", "(", ")",
    "((((", "queue*", "*", "* *", "^queue", "text:queue", "rowid:1", "{text title}: queue", "-queue",
    "+queue +", "queue\" OR \"1", "a\\", "%", "_", "queue; ATTACH DATABASE 'x' AS y",
    "UNION SELECT sql FROM sqlite_master", "\x00queue", "queue\x00' --", "/*", "--", "?", ":a", "@a",
    "$1", "{{7*7}}", "${7*7}", "{% raw %}", "$(id)", "`id`", "%s%s%n",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_any_words_are_only_looked_up(client: TestClient, query: str) -> None:
    before = client.get("/readyz").json()
    found = client.post("/search", json={"query": query})
    page = client.get("/notes", params={"q": query})
    answer = client.post("/chat", json={"question": query, "stream": False})
    assert {found.status_code, page.status_code, answer.status_code} == {200}
    for text in (found.text, page.text, answer.text):
        assert "sqlite" not in text.replace("sqlite_master", "").lower()
        assert "fts5" not in text
    assert client.get("/readyz").json() == before
    again = client.post("/search", json={"query": "bounded queue"}).json()
    assert again["hits"][0]["note"] == "queues"


def test_a_template_in_a_query_is_not_run(client: TestClient) -> None:
    page = client.get("/notes", params={"q": "{{7*191}} queue"}).text
    assert "{{7*191}}" in page
    assert "1337" not in page


@pytest.mark.parametrize("field", ["comment", "answer_id"])
def test_a_vote_with_sql_in_it_is_text(client: TestClient, field: str) -> None:
    asked = {"question": "What does a bounded queue refuse?", "stream": False}
    answer = client.post("/chat", json=asked).json()
    body = {"answer_id": answer["answer_id"], "verdict": "down"} | {
        field: "'); DROP TABLE votes; --"
    }
    assert client.post("/feedback", json=body).status_code in (204, 422)
    assert client.get("/readyz").json()["store"] == "ok"
