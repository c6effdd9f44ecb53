from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr, ValidationError

from service.access.api_key import make_key
from service.access.rates import Rates
from service.app import create_app
from service.errors import NotReady
from service.settings import Settings
from service.store.recorder import now

Clients = Callable[..., TestClient]


def keyed(client: TestClient) -> dict[str, str]:
    """Headers of a new key."""
    key, text = make_key("tests", ["chat", "search", "plan"], now())
    client.app.state.onramp.store.keys.add(key)  # type: ignore[attr-defined]
    return {"Authorization": f"Bearer {text}"}


def search(client: TestClient, headers: dict[str, str]) -> int:
    return client.post("/search", json={"query": "queue"}, headers=headers).status_code


def test_whoever_asks_too_often_is_told_when_to_come_back(client_of: Clients) -> None:
    client = client_of(access="keys", limit_search="3/second")
    headers = keyed(client)
    assert [search(client, headers) for _ in range(3)] == [200] * 3
    refused = client.post("/search", json={"query": "queue"}, headers=headers)
    assert refused.status_code == 429
    assert refused.json()["error"] == "too_many_requests"
    assert refused.headers["retry-after"] == "1"
    assert 'onramp_rejected_total{reason="too_many_requests"} 1.0' in (
        client.app.state.onramp.metrics.text().decode()  # type: ignore[attr-defined]
    )
    assert client.get("/notes/queues", headers=headers).status_code == 200  # reading is free
    time.sleep(1.1)
    assert search(client, headers) == 200


def test_callers_are_counted_apart_and_kinds_too(client_of: Clients) -> None:
    client = client_of(access="keys", limit_search="1/minute", limit_chat="1/minute")
    greedy, polite = keyed(client), keyed(client)
    assert [search(client, greedy) for _ in range(3)] == [200, 429, 429]
    assert search(client, polite) == 200
    asked = client.post(
        "/chat", json={"question": "What is a queue?", "stream": False}, headers=greedy
    )
    assert asked.status_code == 200


def test_openai_clients_get_it_in_their_shape(client_of: Clients) -> None:
    client = client_of(access="keys", limit_chat="1/minute")
    headers = keyed(client)
    body = {"model": "onramp", "messages": [{"role": "user", "content": "What is a queue?"}]}
    answers = [client.post("/v1/chat/completions", json=body, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert answers[1].json()["error"]["code"] == "too_many_requests"
    assert "retry-after" in answers[1].headers


def test_one_person_at_this_machine_is_not_counted(client_of: Clients) -> None:
    client = client_of(limit_search="1/minute")
    assert [search(client, {}) for _ in range(3)] == [200] * 3


def test_addresses_are_counted_where_others_come_in(client_of: Clients) -> None:
    client = client_of(hosts=("localhost", "onramp.example"), limit_search="1/minute")
    assert [search(client, {}) for _ in range(2)] == [200, 429]


def test_off_is_off(client_of: Clients) -> None:
    client = client_of(access="keys", limit_search="off")
    headers = keyed(client)
    assert [search(client, headers) for _ in range(5)] == [200] * 5


@pytest.mark.parametrize("rate", ["", "often", "0/minute", "-1/second", "10", "1/fortnight"])
def test_a_rate_that_is_none_is_refused(rate: str) -> None:
    with pytest.raises(ValidationError, match="such as 30/minute"):
        Settings(limit_chat=rate)


@pytest.mark.parametrize("url", ["nowhere", "redis://127.0.0.1:1", "file:///etc/passwd", "://"])
def test_a_store_that_cannot_be_used_stops_the_start(settings: Settings, url: str) -> None:
    with pytest.raises(NotReady, match="limits_url"):
        create_app(settings.model_copy(update={"limits_url": SecretStr(url)}))


def test_a_store_that_went_away_shuts_the_door_loudly(
    client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise ConnectionError("away")

    client = client_of(access="keys")
    headers = keyed(client)
    monkeypatch.setattr(Rates, "wait", away)
    refused = client.post("/search", json={"query": "queue"}, headers=headers)
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    assert "ONRAMP_LIMITS_URL" in refused.json()["detail"]
    assert client.get("/healthz").status_code == 200
