"""Odd text in every field that takes text: no error of the server, and output that can be read."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

TEXTS = {
    "right to left": "\u202equeue\u202c \u2066bound\u2069",
    "zero width": "qu\u200beue \u200d\ufeff\u2060",
    "only zero width": "\u200b\u200d\ufeff",
    "nul": "queue\x00bound",
    "controls": "queue\x01\x07\x1b[31m\x7f\x85\u2028\u2029",
    "combining": "q" + "\u0301" * 500 + "ueue",
    "family": "👨‍👩‍👧‍👦 queue 🏳️‍🌈" * 20,
    "full width": "ｑｕｅｕｅ　＜script＞ ’ ＇",
    "noncharacters": "queue \ufffe\uffff \U0010ffff",
    "private": "\ue000\U000f0000",
    "turkish": "İıŞ ǅ ß ﬃ",
    "ligature": "\ufdfa" * 50,
    "tags": "queue\U000e0041\U000e007f",
}
ESCAPED = {
    "surrogate": r"queue \ud800",
    "low first": r"\udc00\ud800 queue",
    "pair": r"\ud83d\ude00 queue",
}
JSON = {"Content-Type": "application/json"}
FIELDS = [
    ("/chat", '{"question": "%s", "stream": false}'),
    ("/chat", '{"question": "%s"}'),
    ("/chat", '{"question": "queue", "stream": false, "page": {"url": "%s", "title": "x"}}'),
    ("/chat", '{"question": "queue", "stream": false, "page": {"url": "/", "title": "%s"}}'),
    ("/chat", '{"question": "queue", "conversation_id": "%s"}'),
    ("/search", '{"query": "%s"}'),
    (
        "/feedback",
        '{"answer_id": "ID", "verdict": "up", "comment": "%s"}',
    ),
    ("/plan", '{"goal_text": "%s", "current_role": "%s"}'),
    ("/plan/check", '{"text": "%s"}'),
    ("/plan/check", '{"topics": [{"topic": "%s"}]}'),
    ("/plan/profile", '{"text": "%s"}'),
    ("/plan/explain", '{"profile": {"goal_text": "%s"}, "why": "%s"}'),
    ("/search", '{"%s": 1}'),
]


@pytest.mark.parametrize("name", [*TEXTS, *ESCAPED])
def test_odd_text_in_any_field(client: TestClient, name: str) -> None:
    text = ESCAPED.get(name) or json.dumps(TEXTS[name])[1:-1]
    asked = {"question": "What does a bounded queue refuse?", "stream": False}
    given = client.post("/chat", json=asked).json()["answer_id"]
    for path, body in FIELDS:
        response = client.post(
            path, content=body.replace("%s", text).replace("ID", given), headers=JSON
        )
        assert response.status_code in (200, 204, 400, 422, 503), (path, response.text)
        if response.status_code == 503:
            assert response.json()["error"] == "not_ready"  # these notes hold no concepts
        response.content.decode("utf-8", "strict")
        if response.content and response.headers.get("content-type") == "application/json":
            assert isinstance(response.json(), dict)


@pytest.mark.parametrize("name", TEXTS)
def test_odd_text_in_any_address(client: TestClient, name: str) -> None:
    page = client.get("/notes", params={"q": TEXTS[name]})
    assert page.status_code == 200
    for response in (
        client.get("/examples", params={"note": TEXTS[name][:80]}),
        client.get("/notes/" + json.dumps(TEXTS[name])[1:40].replace("\\", "%5c")),
    ):
        assert response.status_code == 404


@pytest.mark.parametrize("path", ["/notes?q=%ff%fe", "/notes?q=%ed%a0%80", "/notes/%ff", "/notes/%ed%a0%80",
                                  "/examples?note=%ff", "/static/%ff.js"])  # fmt: skip
def test_bytes_that_are_no_text(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code in (200, 404)
    response.content.decode("utf-8", "strict")
