from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from indexer.build import build
from indexer.embedding import WordsEmbedder
from service.settings import Settings


def test_a_note_is_a_page_with_anchors(client: TestClient) -> None:
    page = client.get("/notes/queues")
    assert page.status_code == 200
    assert '<h2 id="back-pressure">' in page.text
    assert 'href="/notes/caches"' in page.text


def test_a_note_in_a_folder(client: TestClient) -> None:
    assert "Deadlock" in client.get("/notes/deep/locks").text


def test_scripts_in_notes_are_gone(client: TestClient) -> None:
    assert "alert(1)" not in client.get("/notes/caches").text


@pytest.mark.parametrize(
    "path",
    ["/notes/none", "/notes/../../etc/passwd", "/notes/%2e%2e%2fsecret", "/notes/a%00b", "/notes/",
     "/nothing", "/static/../pyproject.toml", "/static/%2e%2e/pyproject.toml"],
)  # fmt: skip
def test_path_tricks_find_nothing(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert set(response.json()) == {"error", "detail"}


@pytest.mark.parametrize(
    "path",
    ["pages/base.html", "pages/chat.html", "recipes/wikis.toml", "recipes/any.txt", "pages", "",
     "chat/../pages/base.html", "chat/%2e%2e/pages/base.html", "pages%2fbase.html"],
)  # fmt: skip
def test_only_files_for_browsers_are_served(client: TestClient, path: str) -> None:
    response = client.get(f"/static/{path}")
    assert response.status_code == 404
    assert response.json()["error"] == "not_found"


def test_every_file_that_the_pages_name_is_served(client: TestClient) -> None:
    asked = set()
    for path in ("/", "/plan", "/map", "/notes", "/notes/queues", "/embed", "/embed-guide"):
        asked |= set(re.findall(r'(?:src|href)="(/static/[^"]+)"', client.get(path).text))
    assert len(asked) > 20
    for path in asked:
        assert client.get(path).status_code == 200, path


@pytest.mark.parametrize("path", ["/", "/notes/queues", "/readyz", "/nothing", "/static/style.css"])
def test_every_response_has_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_search_is_bounded(client: TestClient) -> None:
    hits = client.post("/search", json={"query": "queue", "k": 2}).json()["hits"]
    assert hits[0]["note"] == "queues"
    assert len(hits) == 2
    assert client.post("/search", json={"query": "queue", "k": 51}).status_code == 422


@pytest.mark.parametrize(
    "query", ['"', "a OR", "NEAR(", "*", "col:x", "'; DROP TABLE words; --", "\u202e"]
)
def test_search_takes_any_text(client: TestClient, query: str) -> None:
    assert client.post("/search", json={"query": query}).status_code == 200


def test_the_graph_holds_links(client: TestClient) -> None:
    assert {"from": "queues", "to": "caches", "kind": "link"} in client.get("/graph").json()[
        "edges"
    ]


def test_examples_are_questions_of_the_notes(client: TestClient) -> None:
    assert "Why does a queue need a bound?" in client.get("/examples").json()["questions"]


def test_health_ready_and_metrics(client: TestClient) -> None:
    client.post("/chat", json={"question": "What does a bounded queue refuse?", "stream": False})
    assert client.get("/healthz").json() == {"alive": True}
    assert client.get("/readyz").json()["ready"]
    assert 'onramp_answers_total{status="answered"} 1.0' in client.get("/metrics").text


def test_a_method_that_is_not_taken(client: TestClient) -> None:
    response = client.get("/chat")
    assert response.status_code == 405
    assert response.json()["error"] == "method_not_allowed"


def test_a_new_index_is_picked_up_and_a_broken_one_is_not(
    client: TestClient, settings: Settings, notes: Path
) -> None:
    (notes / "new.md").write_text(
        "# Batches\n\nA batch is a group of examples.\n", encoding="utf-8"
    )
    report = build(notes, settings.index_directory, WordsEmbedder())
    wait_for(lambda: client.get("/readyz").json()["index"]["generation"] == report.generation)
    assert client.get("/notes/new").status_code == 200

    (notes / "new.md").unlink()
    build(notes, settings.index_directory, WordsEmbedder())
    wait_for(lambda: client.get("/notes/new").status_code == 404)


def wait_for(condition: object, seconds: float = 10) -> None:
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("path", ["/notes/none", "/nothing"])
def test_a_broken_link_that_a_person_follows_has_ways_on(client: TestClient, path: str) -> None:
    response = client.get(path, headers={"Accept": "text/html,*/*"})
    assert response.status_code == 404
    assert 'action="/notes"' in response.text
    assert client.post(path, headers={"Accept": "text/html"}).json()["error"]


def test_a_search_escapes_what_was_looked_for(client: TestClient) -> None:
    page = client.get("/notes", params={"q": "<script>alert(2)</script> queue"}).text
    assert "<script>alert(2)" not in page
    assert "Back pressure" in page
