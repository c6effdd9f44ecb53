"""What a running service does while its database is in trouble: asking, voting, looking."""

from __future__ import annotations

import re
import subprocess
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx2

from service.settings import Settings
from tests.service.api.test_pages import wait_for
from tests.service.operations import served as processes
from tests.service.operations.served import QUESTION


def ask(client: httpx2.Client, talk: str | None = None, question: str = QUESTION) -> dict[str, Any]:
    body = {"question": question, "stream": False, "conversation_id": talk or uuid.uuid4().hex}
    response = client.post("/chat", json=body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    assert answer["status"] == "answered"
    return answer


def vote(client: httpx2.Client, answer: dict[str, Any]) -> int:
    """The status of a vote; whoever is turned away is told when to come back."""
    given = {"answer_id": answer["answer_id"], "verdict": "up"}
    response = client.post("/feedback", json=given)
    if response.status_code == 503:
        assert int(response.headers["retry-after"]) > 0
    return int(response.status_code)


def told(client: httpx2.Client) -> str:
    """What /readyz says of the store; questions can be answered whatever that is."""
    ready = client.get("/readyz").json()
    assert ready["ready"]
    return str(ready["store"])


def lost(client: httpx2.Client, kind: str) -> float:
    found = re.search(rf'unsaved_total{{kind="{kind}"}} (\S+)', client.get("/metrics").text)
    return float(found[1]) if found else 0.0


def kept(client: httpx2.Client, talk: str) -> dict[str, str | None]:
    """The answers that are kept of a conversation, and the votes on them."""
    found = client.get(f"/conversations/{talk}").json()["answers"]
    return {one["answer_id"]: one["verdict"] for one in found}


def goes_on_without(
    client: httpx2.Client, take: Callable[[], object], give: Callable[[], object], says: str
) -> None:
    """Takes the database away under a service, and gives it back."""
    before = ask(client)
    assert vote(client, before) == 204
    assert told(client) == "ok"
    take()
    talk = uuid.uuid4().hex
    for _ in range(300):  # a disk that is nearly full takes a few more
        during = ask(client, talk)
        if vote(client, during) == 503:
            break
    else:
        raise AssertionError("votes are still taken")
    held = ask(client, talk, "why does it refuse?")
    assert held["rewritten"]  # from memory
    wait_for(lambda: lost(client, "answer") >= 1 and lost(client, "feedback") >= 1)
    assert says in told(client)
    give()
    wait_for(lambda: vote(client, during) == 204, 30)
    assert told(client) == "ok"
    after = ask(client)
    assert vote(client, after) == 204
    counted = lost(client, "answer")
    wait_for(lambda: held["answer_id"] in kept(client, talk))  # nobody voted on it
    for answer in (before, during, after):
        assert kept(client, answer["conversation_id"])[answer["answer_id"]] == "up"
    assert lost(client, "answer") == counted


@contextmanager
def served(settings: Settings) -> Iterator[tuple[httpx2.Client, subprocess.Popen[bytes]]]:
    """A service of one's own, as a process."""
    with (
        processes.served(settings) as service,
        httpx2.Client(base_url=service.address, timeout=30) as client,
    ):
        yield client, service.process
