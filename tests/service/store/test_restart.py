"""What outlives a process that is killed: what follow-ups are read by, votes, kept plans."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from service.settings import Settings
from tests.service.api.test_pages import wait_for
from tests.service.store.serving import ask, served, vote

pytestmark = pytest.mark.slow


def test_a_kill_ends_no_conversation(settings: Settings) -> None:
    talk = uuid.uuid4().hex
    with served(settings) as (client, process):
        answer = ask(client, talk)
        assert vote(client, answer) == 204  # so it was written
        follow_up = ask(client, talk, "why does it refuse?")
        wait_for(lambda: len(client.get(f"/conversations/{talk}").json()["answers"]) == 2)
        process.kill()
        process.wait(30)
    with served(settings) as (client, _):
        again = ask(client, talk, "why does it refuse work?")
        assert again["rewritten"]
        kept = client.get(f"/conversations/{talk}").json()["answers"]
        assert [one["verdict"] for one in kept[:2]] == ["up", None]
        assert kept[1]["answer_id"] == follow_up["answer_id"]


def test_a_kill_ends_no_kept_plan(settings: Settings, kb_index_directory: Path) -> None:
    over_kb = settings.model_copy(update={"index": kb_index_directory})
    with served(over_kb) as (client, process):
        plan = client.post("/plan?keep=true", json={"hours_per_week": 6}).json()
        process.kill()
        process.wait(30)
    with served(over_kb) as (client, _):
        assert client.get(plan["kept"]["url"]).json() == plan
