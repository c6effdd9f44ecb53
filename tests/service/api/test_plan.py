"""The plan API over HTTP: plans, exports, questions, checks, and bad input."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from service.api.plan_examples import PROFILES
from service.app import create_app
from service.settings import Settings
from tests.service.api.test_chat import events_of

PROFILE = PROFILES["backend"]["value"]


@pytest.fixture(scope="module")
def kb_client(
    tmp_path_factory: pytest.TempPathFactory, kb_index_directory: Path
) -> Iterator[TestClient]:
    """A client of an application over the real notes, without weights."""
    settings = Settings(
        data=tmp_path_factory.mktemp("data"),
        index=kb_index_directory,
        embedder="words",
        generator="quote",
    )
    with TestClient(
        create_app(settings), "http://localhost", raise_server_exceptions=False
    ) as client:
        yield client


@pytest.mark.parametrize("name", PROFILES)
def test_every_example_makes_a_plan(kb_client: TestClient, name: str) -> None:
    response = kb_client.post("/plan", json=PROFILES[name]["value"])
    assert response.status_code == 200
    plan = response.json()
    assert plan["weeks"]
    assert plan["weeks"][0]["start"] == "2026-01-05"
    assert plan["weeks"][0]["items"][0]["citation"]["url"].startswith("/notes/")


def test_a_citation_leads_to_a_heading_of_a_page(kb_client: TestClient) -> None:
    plan = kb_client.post("/plan", json=PROFILE).json()
    for item in plan["weeks"][0]["items"]:
        path, _, anchor = item["citation"]["url"].partition("#")
        page = kb_client.get(path)
        assert page.status_code == 200
        assert f'id="{anchor}"' in page.text


def test_an_empty_profile_begins_today(kb_client: TestClient) -> None:
    plan = kb_client.post("/plan", json={}).json()
    assert plan["profile"]["start_date"] == plan["weeks"][0]["start"]
    assert {one["field"] for one in plan["assumptions"]} >= {"target_role", "languages"}


def test_the_order_of_keys_does_not_matter(kb_client: TestClient) -> None:
    turned = dict(reversed(PROFILE.items()))
    first, second = (kb_client.post("/plan", json=one).content for one in (PROFILE, turned))
    assert first == second


def test_markdown_and_calendar(kb_client: TestClient) -> None:
    text = kb_client.post("/plan?format=md", json=PROFILE)
    assert text.headers["content-type"].startswith("text/markdown")
    assert "- [ ] [" in text.text
    calendar = kb_client.post("/plan?format=ics", json=PROFILE)
    assert calendar.headers["content-type"].startswith("text/calendar")
    assert Calendar.from_ical(calendar.content).walk("VEVENT")


def test_a_plan_can_be_posted_back(kb_client: TestClient) -> None:
    plan = kb_client.post("/plan", json=PROFILE).json()
    done = [{"slug": i["slug"], "status": "done"} for i in plan["weeks"][0]["items"]]
    again = kb_client.post("/plan", json=plan["profile"] | {"plan_ref": plan, "progress": done})
    assert again.status_code == 200
    assert again.json()["plan_id"] == plan["plan_id"]
    assert {i["status"] for i in again.json()["weeks"][0]["items"]} == {"done"}


@pytest.mark.parametrize(
    ("body", "code", "field", "words"),
    [
        (
            {"hours_per_weak": 3},
            "unknown_field",
            "hours_per_weak",
            "did you mean 'hours_per_week'?",
        ),
        (
            {"constraints": {"gpu": True}},
            "unknown_field",
            "constraints.gpu",
            "did you mean 'no_gpu'?",
        ),
        ({"name": "Jane"}, "unknown_field", "name", "there are"),
        ({"target_role": "chef"}, "invalid_field", "target_role", "'mlops'"),
        ({"hours_per_week": 41}, "invalid_field", "hours_per_week", "40"),
        ({"hours_per_week": 2.3}, "invalid_field", "hours_per_week", "multiple of 0.5"),
        ({"hours_per_week": "six"}, "invalid_field", "hours_per_week", "number"),
        ({"hours_per_week": True}, "invalid_field", "hours_per_week", "number"),
        ({"domains": {"backend": 51}}, "invalid_field", "domains.backend", "50"),
        ({"domains": {"cook": 5}}, "invalid_field", "domains.cook", "'backend'"),
        ({"languages": {"python": 4}}, "invalid_field", "languages.python", "3"),
        (
            {"progress": [{"slug": "mlflow", "status": "did"}]},
            "invalid_field",
            "progress.0.status",
            "done",
        ),
        (
            {"known_concepts": {"mlflow": {"level": 9}}},
            "invalid_field",
            "known_concepts.mlflow.level",
            "3",
        ),
        (
            {"known_concepts": {"mlfow": 2}},
            "invalid_field",
            "known_concepts.mlfow",
            "did you mean 'mlflow'?",
        ),
        ({"start_date": "1999-01-01"}, "invalid_field", "start_date", "2000"),
        ({"start_date": "2026-02-30"}, "invalid_field", "start_date", "date"),
        ({"weeks": 3, "deadline": "2027-01-01"}, "invalid_field", None, "not both"),
        ({"weeks": 2, "weeks_off": [1, 2]}, "invalid_field", "weeks_off", "at least one"),
        ({"plan_ref": {"plan_id": "x"}}, "invalid_field", "plan_ref.plan_id", "pattern"),
        ([], "invalid_field", None, "JSON object"),
    ],
)
def test_bad_input_names_the_field_and_the_fix(
    kb_client: TestClient, body: Any, code: str, field: str | None, words: str
) -> None:
    response = kb_client.post("/plan", json=body)
    assert response.status_code == 422
    problem = response.json()
    assert problem["error"] == code
    assert problem.get("field") == field
    assert words in problem["detail"]


def test_a_body_may_be_large_but_not_huge(kb_client: TestClient) -> None:
    assert kb_client.post("/plan", json={"goal_text": "x" * 2001}).status_code == 422
    response = kb_client.post("/plan", content=b"{" + b" " * 2_000_000 + b"}")
    assert (response.status_code, response.json()["error"]) == (413, "body_too_large")


@pytest.mark.parametrize(
    "question", [{"why": "mlflow"}, {"drop": "pandas"}, {"change": {"hours_per_week": 12}}]
)
def test_explanations(kb_client: TestClient, question: dict[str, Any]) -> None:
    response = kb_client.post("/plan/explain", json={"profile": PROFILE} | question)
    assert response.status_code == 200
    assert response.json()["text"]


def test_a_check_of_a_pasted_plan(kb_client: TestClient) -> None:
    body = {"profile": PROFILE, "text": "Week 1: training loop (3 h)"}
    found = kb_client.post("/plan/check", json=body).json()
    assert found["counts"]["missing_prerequisite"] == 2
    assert found["matched"] == [{"topic": "training loop", "slug": "training-loop"}]


def test_a_cv_becomes_a_profile_that_can_be_posted(kb_client: TestClient) -> None:
    cv = "Backend Engineer, 2016 - 2024. Python, PostgreSQL. jane@example.org"
    proposed = kb_client.post("/plan/profile", json={"text": cv}).json()
    assert proposed["profile"]["domains"]["backend"] == 8
    assert "jane" not in json.dumps(proposed)
    assert kb_client.post("/plan", json=proposed["profile"]).status_code == 200
    assert kb_client.post("/plan/profile", json={}).status_code == 422


def test_wording_is_streamed_and_the_plan_stays(kb_client: TestClient) -> None:
    plan = kb_client.post("/plan", json=PROFILE | {"narrative": "model"}).json()
    events = events_of(kb_client.post(plan["wording"], json=PROFILE).text)
    assert [name for name, _ in events][:2] == ["begun", "text"]
    assert events[-1][0] == "done"
    texts = {data["part"]: data["text"] for name, data in events if name == "text"}
    assert texts["summary"] == plan["summary"]["text"]
    assert len(texts) == 1 + len(plan["phases"])


def test_a_goal_in_words_is_shown_and_changes_nothing(kb_client: TestClient) -> None:
    plain = kb_client.post("/plan", json=PROFILE).json()
    goal = {"goal_text": "I want to find out when a deployed model drifts"}
    aimed = kb_client.post("/plan", json=PROFILE | goal).json()
    assert [note["slug"] for note in aimed["goal"]]
    assert plain["goal"] == []
    differs = ("goal", "profile")
    assert {k: v for k, v in aimed.items() if k not in differs} == {
        k: v for k, v in plain.items() if k not in differs
    }


def test_notes_without_the_planners_fields_say_so(client: TestClient) -> None:
    response = client.post("/plan", json={})
    assert (response.status_code, response.json()["error"]) == (503, "not_ready")
    assert "front matter" in response.json()["detail"]


def test_the_api_describes_plans_with_examples(kb_client: TestClient) -> None:
    described = kb_client.get("/openapi.json").json()["paths"]["/plan"]["post"]
    content = described["requestBody"]["content"]["application/json"]
    assert set(content["examples"]) == set(PROFILES)
    assert described["responses"]["200"]["content"]["application/json"]["schema"]
