"""Addresses in a request are never fetched."""

from __future__ import annotations

import socket

import pytest
from fastapi.testclient import TestClient

QUESTION = "What does a bounded queue refuse?"


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:{0}/notes/queues", "http://localhost:{0}/", "https://[::ffff:127.0.0.1]:{0}/",
     "ftp://127.0.0.1:{0}/", "gopher://127.0.0.1:{0}/_x", "http://user@127.0.0.1:{0}", "//127.0.0.1:{0}",
     "http://2130706433:{0}/", "http://0x7f000001:{0}/"],
)  # fmt: skip
def test_the_page_of_a_question_is_not_fetched(client: TestClient, url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        place = url.format(listener.getsockname()[1])
        page = {"url": place, "title": place}
        body = {"question": f"{QUESTION} {place}", "page": page, "stream": False}
        assert client.post("/chat", json=body).status_code == 200
        assert client.get("/", headers={"Referer": place}).status_code in (200, 403)
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize("field", ["model_url", "model", "base_url", "generator"])
def test_no_request_chooses_the_model_server(client: TestClient, field: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        response = client.post("/chat", json={"question": QUESTION, field: address})
        assert (response.status_code, response.json()["error"]) == (422, "unknown_field")
        with pytest.raises(TimeoutError):
            listener.accept()
