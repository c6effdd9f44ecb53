"""/readyz: what keeps questions from being answered, and what merely limps."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from service.api.state import State
from service.settings import Settings
from tests.service.answering.fake_server import fake_server


def state_of(client: TestClient) -> State:
    state: State = client.app.state.onramp  # type: ignore[attr-defined]
    return state


def test_all_is_well(client: TestClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    told = answer.json()
    assert told["ready"] is True
    assert told["missing"] == []
    assert told["index"]["notes"] == 3
    assert (told["store"], told["trouble"], told["model_trouble"]) == ("ok", None, None)


def test_while_it_drains_it_is_not_ready(client: TestClient) -> None:
    state_of(client).draining.begin()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["ready"] is False
    assert [sentence.split(":")[0] for sentence in answer.json()["missing"]] == [
        "The service is draining"
    ]


def test_an_index_that_cannot_be_read_any_more_is_missing(client: TestClient) -> None:
    state_of(client).current.index.close()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    (sentence,) = answer.json()["missing"]
    assert "`onramp index`" in sentence


def test_a_model_thread_that_has_ended_is_missing(client: TestClient) -> None:
    state_of(client).queue.close()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    (sentence,) = answer.json()["missing"]
    assert "start the service again" in sentence


def test_whoever_has_no_key_learns_no_more_than_that(client_of: Callable[..., TestClient]) -> None:
    client = client_of(access="keys")
    state_of(client).draining.begin()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False}


def test_a_newer_generation_that_cannot_be_read_is_told_and_limps(
    client: TestClient, settings: Settings
) -> None:
    (settings.index_directory / "CURRENT").write_text("generation-000777\n", encoding="utf-8")
    state_of(client).current.refresh()
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["trouble"]


def test_without_the_database_keys_cannot_be_looked_up_but_open_access_limps(
    client_of: Callable[..., TestClient],
) -> None:
    for access, status in (("open", 200), ("keys", 503)):
        client = client_of(access=access)
        database = state_of(client).store.database
        with database.transaction() as connection:
            connection.exec_driver_sql("ALTER TABLE answers RENAME TO answers_gone")
            connection.exec_driver_sql("ALTER TABLE api_keys RENAME TO keys_gone")
        answer = client.get("/readyz")
        with database.transaction() as connection:
            connection.exec_driver_sql("ALTER TABLE answers_gone RENAME TO answers")
            connection.exec_driver_sql("ALTER TABLE keys_gone RENAME TO api_keys")
        assert answer.status_code == status, access
        if status == 200:
            assert answer.json()["store"] != "ok"
        assert client.get("/readyz").status_code == 200


def test_callers_that_cannot_be_counted_are_turned_away_so_it_is_not_ready(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> bool:
        raise ConnectionError("away")

    monkeypatch.setattr("limits.aio.storage.MemoryStorage.check", away)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    (sentence,) = answer.json()["missing"]
    assert "ONRAMP_LIMITS_URL" in sentence


def test_a_model_server_that_is_away_is_told_and_limps(
    client_of: Callable[..., TestClient],
) -> None:
    with fake_server() as server:
        client = client_of(generator="openai", model_url=server.url)
        assert client.get("/readyz").json()["model_trouble"] is None
    body = {"question": "What does a bounded queue refuse?", "stream": False}
    answer = client.post("/chat", json=body).json()
    assert {sentence["origin"] for sentence in answer["sentences"]} == {"quote"}
    assert "can't be reached" in answer["notice"]
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert "ONRAMP_MODEL_URL" in ready.json()["model_trouble"]


def test_both_statuses_are_described(client: TestClient) -> None:
    responses = client.get("/openapi.json").json()["paths"]["/readyz"]["get"]["responses"]
    for status in ("200", "503"):
        schema = responses[status]["content"]["application/json"]["schema"]
        assert schema["$ref"].endswith("/Readiness")


def test_keys_in_a_database_that_hangs_hold_up_no_probe(
    client_of: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, over = client_of(access="keys"), threading.Event()
    monkeypatch.setattr("service.api.readiness._PATIENCE", 0.1)
    monkeypatch.setattr(state_of(client).store.keys, "find", lambda _: over.wait(60))
    try:
        assert client.get("/readyz").status_code == 503
    finally:
        over.set()
