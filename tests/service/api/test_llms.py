"""The notes as text for programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

BASE = "http://localhost"


def test_the_list_links_to_every_note(client: TestClient) -> None:
    answer = client.get("/llms.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.startswith("# Onramp\n\n> ")
    for slug, title in {"queues": "Queues", "deep/locks": "Locks"}.items():
        assert f"- [{title}]({BASE}/notes/{slug})" in answer.text


def test_all_notes_are_given_as_they_were_written(client: TestClient) -> None:
    answer = client.get("/llms-full.txt")
    assert answer.headers["content-type"] == "text/markdown; charset=utf-8"
    assert "# Queues\n\nA queue holds work until a worker is free." in answer.text
    assert "# Locks\n\nA lock lets one thread in." in answer.text
    assert f"{BASE}/notes/caches" in answer.text


@pytest.mark.parametrize("path", ["/llms.txt", "/llms-full.txt"])
def test_what_has_not_changed_is_not_sent_again(client: TestClient, path: str) -> None:
    tag = client.get(path).headers["etag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_roadmap_comes_first_and_in_its_order(
    client_of: Callable[..., TestClient], kb_index_directory: Path
) -> None:
    client = client_of(index=kb_index_directory, public_url="https://kb.example.com")
    listed = client.get("/llms.txt").text
    assert listed.index("## Roadmap") < listed.index("- [") < listed.index("## Notes")
    links = [line.partition("](")[2].partition(")")[0] for line in listed.splitlines()]
    notes = [link for link in links if "/notes/" in link]
    assert len(notes) > 20
    assert all(link.startswith("https://kb.example.com/notes/") for link in notes)
    whole = client.get("/llms-full.txt").text
    places = [whole.index(f"<!-- {link} -->") for link in notes]
    assert places == sorted(places)
