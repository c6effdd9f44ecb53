"""Plans that the server keeps, over HTTP and on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.api import kept_plans
from service.api.plan_examples import PROFILES
from service.settings import Settings
from tests.service.api.test_conversations import bearer
from tests.service.test_cli import onramp

PROFILE = PROFILES["backend"]["value"]
UNKNOWN = f"/plans/{'0' * 32}"
Clients = Callable[..., TestClient]


@pytest.fixture
def clients(client_of: Clients, kb_index_directory: Path) -> Clients:
    """Makes clients over the real notes."""
    return lambda **changes: client_of(index=kb_index_directory, **changes)


def keep(client: TestClient, profile: dict[str, Any] = PROFILE, **headers: str) -> dict[str, Any]:
    response = client.post("/plan?keep=true", json=profile, headers=headers)
    assert response.status_code == 201, response.text
    plan: dict[str, Any] = response.json()
    assert response.headers["location"] == plan["kept"]["url"]
    return plan


def test_a_plan_is_kept_until_it_is_deleted(clients: Clients) -> None:
    client = clients(keep_days=7)
    plain = client.post("/plan", json=PROFILE)
    assert plain.status_code == 200
    plan = keep(client)
    kept = plan["kept"]
    begun, end = (datetime.fromisoformat(kept[name]) for name in ("created_at", "until"))
    assert end - begun == timedelta(days=7)
    assert {name: value for name, value in plan.items() if name != "kept"} == plain.json()
    again = clients()  # another process
    assert again.get(kept["url"]).json() | {"kept": kept} == plan
    posted = PROFILE | {"plan_ref": again.get(kept["url"]).json()}
    assert again.post("/plan", json=posted).json()["plan_id"] == plan["plan_id"]
    assert again.delete(kept["url"]).status_code == 204
    response = client.get(kept["url"])
    assert (response.status_code, response.json()["error"]) == (404, "not_found")
    assert client.delete(kept["url"]).status_code == 204


def test_nothing_is_kept_unless_it_is_asked_for(clients: Clients) -> None:
    client = clients(keep_days=0)
    client.post("/plan", json=PROFILE)
    client.post("/plan?keep=false", json=PROFILE)
    assert client.app.state.onramp.store.plans.forget(datetime.max) == 0  # type: ignore[attr-defined]
    assert keep(client)["kept"]["until"] is None


@pytest.mark.parametrize("form", ["md", "ics"])
def test_an_export_can_be_kept_as_well(clients: Clients, form: str) -> None:
    client = clients()
    response = client.post(f"/plan?keep=true&format={form}", json=PROFILE)
    assert response.status_code == 201
    assert client.get(response.headers["location"]).json()["weeks"]


def test_a_key_reaches_its_own_plans_alone(clients: Clients) -> None:
    client = clients(access="keys")
    mine, other, admin, chat = (
        bearer(client, "plan"), bearer(client, "plan"), bearer(client, "plan", "admin"),
        bearer(client, "chat"),
    )  # fmt: skip
    url = keep(client, **mine)["kept"]["url"]
    assert client.get(url).status_code == 401
    assert client.get(url, headers=chat).status_code == 403
    assert client.get(url, headers=other).status_code == 404
    client.delete(url, headers=other)
    assert client.get(url, headers=mine).status_code == 200
    assert client.delete(url, headers=admin).status_code == 204
    assert client.get(url, headers=mine).status_code == 404


def test_no_words_of_a_cv_are_kept(clients: Clients, settings: Settings) -> None:
    client, word = clients(), "Zanzibar"
    wordy = PROFILE | {
        "goal_text": f"I want to leave {word} and find out when a deployed model drifts",
        "current_role": f"Lead at {word}",
        "skills": {"docker": 2, f"{word} framework": 3},
        "languages": {"python": 1, f"{word}lang": 3},
    }
    plain = client.post("/plan", json=wordy).json()
    assert word in json.dumps(plain)
    plan = keep(client, wordy)
    assert word not in json.dumps(plan) + client.get(plan["kept"]["url"]).text
    own = {"plan_id", "profile", "warnings"}
    assert {k: v for k, v in plan.items() if k not in own | {"kept"}} == {
        k: v for k, v in plain.items() if k not in own
    }
    for week in plain["weeks"][:2]:
        week["items"].append(week["items"][0] | {"slug": f"I left {word} in May"})
    entry = {"slug": f"I left {word} in May", "status": "done"}
    carried = keep(client, PROFILE | {"plan_ref": plain, "progress": [entry]})
    assert carried["plan_id"] == plain["plan_id"]
    assert word not in json.dumps(carried)
    held = [path.read_bytes() for path in settings.data.glob("onramp.db*")]
    assert held
    assert not any(word.encode() in content for content in held)


def test_a_plan_that_is_too_large_is_not_kept(
    clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_plans, "LARGEST", 10_000)
    response = clients().post("/plan?keep=true", json=PROFILE)
    assert (response.status_code, response.json()["field"]) == (422, "keep")


def test_a_store_that_is_away_is_told_and_counted(clients: Clients) -> None:
    client = clients()
    store = client.app.state.onramp.store  # type: ignore[attr-defined]
    with store.database.transaction() as connection:
        connection.exec_driver_sql("ALTER TABLE plans RENAME TO elsewhere")
    response = client.post("/plan?keep=true", json=PROFILE)
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0
    assert 'onramp_unsaved_total{kind="plan"} 1.0' in client.get("/metrics").text
    assert client.post("/plan", json=PROFILE).status_code == 200


@pytest.mark.parametrize("url", [UNKNOWN, "/plans/no-id", UNKNOWN.upper()])
def test_what_is_no_kept_plan_is_told(clients: Clients, url: str) -> None:
    assert clients().get(url).status_code in (404, 422)


@pytest.mark.slow
def test_what_is_kept_of_a_key_or_a_plan_comes_out_and_goes_by_command(
    clients: Clients, settings: Settings
) -> None:
    client = clients(access="keys")
    mine = bearer(client, "plan")
    one, two = keep(client, **mine)["kept"], keep(client, **mine)["kept"]
    key = mine["Authorization"].removeprefix("Bearer ")
    key_id = client.app.state.onramp.store.plans.find(one["id"]).key_id  # type: ignore[attr-defined]
    assert key_id
    assert key_id not in ("", key)
    found = json.loads(onramp(settings, "data", "export", "--key", key_id).stdout)
    assert [plan["id"] for plan in found["plans"]] == [one["id"], two["id"]]
    assert found["answers"] == []
    found = json.loads(onramp(settings, "data", "export", "--plan", one["id"]).stdout)
    assert [plan["id"] for plan in found["plans"]] == [one["id"]]
    assert onramp(settings, "data", "delete", "--plan", one["id"]).returncode == 0
    assert client.get(one["url"], headers=mine).status_code == 404
    assert "1 plans deleted" in onramp(settings, "data", "delete", "--key", key_id).stderr
    assert client.get(two["url"], headers=mine).status_code == 404
    both = onramp(settings, "data", "delete", "--key", key_id, "--plan", one["id"])
    assert (both.returncode, "Name one of" in both.stderr) == (1, True)
