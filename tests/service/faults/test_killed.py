"""The service is killed while it answers: what it has acknowledged is there after the next start."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.served import Served, served
from tests.service.faults.conftest import QUESTION

PEOPLE = 8
ROUNDS = 3


class Person(threading.Thread):
    """Asks, votes and looks at what is kept, until the service dies."""

    def __init__(self, address: str, number: int) -> None:
        super().__init__()
        self._address = address
        self._number = number
        self.voted: dict[str, str] = {}  # verdict by answer id: the vote was acknowledged
        self.seen: dict[str, str] = {}  # conversation by answer id: it was seen in an export
        self.broken: BaseException | None = None

    def run(self) -> None:
        try:
            with httpx2.Client(base_url=self._address, timeout=60, trust_env=False) as client:
                while True:
                    self._turn(client)
        except httpx2.TransportError:
            pass  # it was killed
        except BaseException as error:
            self.broken = error

    def _turn(self, client: httpx2.Client) -> None:
        self._number += PEOPLE
        talk = f"conversation-{self._number:06d}"
        body = {"question": QUESTION, "conversation_id": talk}
        text = client.post("/chat", json=body).raise_for_status().text
        assert "event: done" in text
        answer_id = text.partition('"answer_id": "')[2][:32]
        if self._number % 2:
            verdict = "up" if self._number % 3 else "down"
            vote = {"answer_id": answer_id, "verdict": verdict}
            client.post("/feedback", json=vote).raise_for_status()
            self.voted[answer_id] = verdict
        while self._number % 3 == 0 and answer_id not in self.seen:
            if client.get(f"/conversations/{talk}").status_code == 200:
                self.seen[answer_id] = talk


def kept(file: Path) -> dict[str, Any]:
    """Verdict by answer id, read by a connection of the test's own; the database has to be sound."""
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        found = "SELECT answer_id, verdict FROM answers LEFT JOIN feedback USING (answer_id)"
        return dict(connection.execute(found).fetchall())


def ask_until_killed(server: Served, first: int, answers: int) -> list[Person]:
    people = [Person(server.address, first + number) for number in range(PEOPLE)]
    for person in people:
        person.start()
    deadline = time.monotonic() + 120
    while sum(len(person.voted) for person in people) < answers:
        assert time.monotonic() < deadline
        assert not [person.broken for person in people if person.broken]
        time.sleep(0.005)
    server.kill()
    for person in people:
        person.join()
    assert not [person.broken for person in people if person.broken]
    return people


@pytest.mark.slow
def test_what_was_acknowledged_outlives_a_kill(
    quick: dict[str, str], log: Path, tmp_path: Path
) -> None:
    voted: dict[str, str] = {}
    seen: dict[str, str] = {}
    for at in range(ROUNDS):
        with served(quick, log) as server:
            for person in ask_until_killed(server, 1000 * at, 10 + 7 * at):
                voted |= person.voted
                seen |= person.seen
        found = kept(tmp_path / "data" / "onramp.db")
        assert not [one for one in (*voted, *seen) if one not in found]
        assert {one: found[one] for one in voted} == voted
    with served(quick, log) as server, httpx2.Client(base_url=server.address) as client:
        assert client.get("/readyz").json()["store"] == "ok"
        for answer_id, talk in seen.items():
            (one,) = client.get(f"/conversations/{talk}").json()["answers"]
            assert one["answer_id"] == answer_id
    assert server.errors() == []
