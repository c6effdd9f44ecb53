from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

from service.access.api_key import make_key
from service.access.caller import Scope
from service.store.recorder import now

TALK = "a-conversation-0001"
ADDRESS = f"/conversations/{TALK}"


def ask(client: TestClient, question: str, **headers: str) -> str:
    body = {"question": question, "stream": False, "conversation_id": TALK}
    return str(client.post("/chat", json=body, headers=headers).json()["answer_id"])


def kept(client: TestClient, count: int, **headers: str) -> list[dict[str, Any]]:
    """What is kept, once it was written: an answer is kept after it was sent."""
    for _ in range(100):
        response = client.get(ADDRESS, headers=headers)
        found = response.json().get("answers", [])
        if len(found) == count:
            return list(found)
        time.sleep(0.05)
    raise AssertionError(f"{found} are not {count}")


def bearer(client: TestClient, *scopes: Scope) -> dict[str, str]:
    key, text = make_key("test", list(scopes), now())
    client.app.state.onramp.store.keys.add(key)  # type: ignore[attr-defined]
    return {"Authorization": f"Bearer {text}"}


def test_all_of_a_conversation_comes_out_and_goes(client: TestClient) -> None:
    answer_id = ask(client, "What does a bounded queue refuse?")
    vote = {"answer_id": answer_id, "verdict": "down", "reasons": ["wrong"], "comment": "no"}
    assert client.post("/feedback", json=vote).status_code == 204
    (found,) = kept(client, 1)
    assert found["question"] == "What does a bounded queue refuse?"
    assert (found["verdict"], found["reasons"], found["comment"]) == ("down", ["wrong"], "no")
    assert any("refuses work" in said["text"] for said in found["sentences"])
    n = found["sentences"][0]["citations"][0]
    assert next(p for p in found["passages"] if p["n"] == n)["url"].startswith("/notes/queues")
    assert client.delete(ADDRESS).status_code == 204
    assert client.get(ADDRESS).status_code == 404
    assert client.post("/feedback", json=vote).status_code == 404


def test_a_conversation_that_was_deleted_is_no_context_any_more(client: TestClient) -> None:
    ask(client, "What does a bounded queue refuse?")
    kept(client, 1)
    memory = client.app.state.onramp.assistant._conversations  # type: ignore[attr-defined]
    assert memory.last(TALK) is not None
    client.delete(ADDRESS)
    assert memory.last(TALK) is None


def test_a_key_reaches_its_own_answers_alone(client_of: Callable[..., TestClient]) -> None:
    client = client_of(access="keys")
    mine, other, admin = (
        bearer(client, "chat"), bearer(client, "chat"), bearer(client, "chat", "admin"),
    )  # fmt: skip
    ask(client, "What does a bounded queue refuse?", **mine)
    kept(client, 1, **mine)
    assert client.get(ADDRESS, headers=other).status_code == 404
    client.delete(ADDRESS, headers=other)
    kept(client, 1, **admin)
    assert client.delete(ADDRESS, headers=mine).status_code == 204
    assert client.get(ADDRESS, headers=admin).status_code == 404


def test_without_questions_nothing_that_was_said_is_kept(
    client_of: Callable[..., TestClient],
) -> None:
    client = client_of(keep_questions=False)
    answer_id = ask(client, "What does a bounded queue refuse?")
    vote = {"answer_id": answer_id, "verdict": "down", "comment": "about my colleague"}
    assert client.post("/feedback", json=vote).status_code == 204
    (found,) = kept(client, 1)
    assert (found["question"], found["sentences"], found["comment"]) == (None, None, None)


def follow_up(client: TestClient, **headers: str) -> str | None:
    """How a question that leans on the one before was understood; None if it was not."""
    body = {"question": "why does it refuse?", "stream": False, "conversation_id": TALK}
    found = client.post("/chat", json=body, headers=headers).json()
    return found["question"] if found.get("rewritten") else None


def test_a_follow_up_is_understood_by_another_process_and_after_a_restart(
    client_of: Callable[..., TestClient],
) -> None:
    first, second = client_of(), client_of()
    ask(first, "What does a bounded queue refuse?")
    kept(first, 1)
    assert "ueue" in str(follow_up(second))
    kept(first, 2)
    ask(first, "When does a cache entry expire?")
    kept(first, 3)
    assert follow_up(second) == "why does Caches refuse?"  # not what it remembers itself
    second.delete(ADDRESS)
    assert follow_up(client_of()) is None


def test_another_keys_conversation_is_no_context(client_of: Callable[..., TestClient]) -> None:
    client = client_of(access="keys")
    mine, other = bearer(client, "chat"), bearer(client, "chat", "admin")
    ask(client, "What does a bounded queue refuse?", **mine)
    kept(client, 1, **mine)
    for process in (client, client_of(access="keys")):
        assert follow_up(process, **other) is None
        assert follow_up(process, **mine) is not None


def test_without_questions_nothing_is_read_back(client_of: Callable[..., TestClient]) -> None:
    client = client_of()
    ask(client, "What does a bounded queue refuse?")
    kept(client, 1)
    quiet = client_of(keep_questions=False)  # what was kept before counts for nothing either
    assert follow_up(quiet) is None
    ask(quiet, "When does a cache entry expire?")
    assert "ache" in str(follow_up(quiet))  # it remembers as ever
