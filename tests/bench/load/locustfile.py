"""Users who ask as the chat page does, and users who search. Each comes from an address of its own.

Run by `python -m tests.bench.load`, which starts the service and names the file for the outcomes in
LOAD_OUTCOMES. By hand: `LOAD_OUTCOMES=out.jsonl locust -f tests/bench/load/locustfile.py ChatUser`.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gevent
import requests
from locust import HttpUser, between, task

from tests.bench.load.outcome import End, Kind, Outcome, end_of_status
from tests.bench.load.questions import conversations, queries

_FILE = Path(os.environ["LOAD_OUTCOMES"])
_SILENCE = 60.0  # seconds without a byte after which a stream counts as broken; it pings every 15
_PATIENCE = 200.0  # seconds until an answer has to have ended
_LONGEST_WAIT = 120.0
_ENDS: dict[str, End] = {"done": "answered", "refusal": "refused", "fault": "fault"}
_numbers = itertools.count(1)


class Visitor(HttpUser):
    """Somebody behind the reverse proxy, with a random generator of his own that tests can repeat."""

    abstract = True
    kind: Kind

    def on_start(self) -> None:
        number = next(_numbers)
        self.random = random.Random(number)
        self.client.headers["X-Forwarded-For"] = f"10.0.{number // 250}.{number % 250 + 1}"

    def send(self, path: str, body: dict[str, Any], accept: str) -> str | None:
        """Asks until it is let in; the conversation's id, if an answer has told it."""
        while True:
            began = time.perf_counter()
            wait, conversation = 0.0, None
            end: End = "lost"
            first, detail = None, ""
            try:
                with self.client.post(
                    path, json=body, headers={"Accept": accept}, stream=True, timeout=_SILENCE,
                    catch_response=True,
                ) as response:  # fmt: skip
                    if not response.status_code:  # locust's way to say that the connection broke
                        raise response.error
                    retry = response.headers.get("Retry-After")
                    said = end_of_status(response.status_code, retry)
                    if said is not None:
                        end, wait = said, float(retry or 0)
                        detail = f"{response.status_code} {response.json().get('error')}"
                    else:
                        end, first, conversation = self.read(response, began)
                    response.success()
            except requests.RequestException as error:
                end, detail = "lost", type(error).__name__
            except gevent.GreenletExit:  # at the end of the test
                end = "left" if time.perf_counter() - began < _PATIENCE else "lost"
                raise
            finally:
                now = time.perf_counter()
                Outcome(self.kind, end, now, now - began, first, detail).append_to(_FILE)
            if end != "rejected":
                return conversation
            gevent.sleep(min(wait, _LONGEST_WAIT) + self.random.random())

    def read(self, response: Any, began: float) -> tuple[End, float | None, str | None]:
        """How the body of an accepted request ends, when it began, and which conversation it is of."""
        raise NotImplementedError


class ChatUser(Visitor):
    """Asks a question, reads the stream to its end, thinks, and asks on."""

    kind = "chat"
    wait_time = between(1, 4)

    @task
    def talk(self) -> None:
        conversation: str | None = None
        for question in self.random.choice(conversations()):
            body = {"question": question}
            if conversation:
                body["conversation_id"] = conversation
            conversation = self.send("/chat", body, "text/event-stream")
            self.wait()

    def read(self, response: Any, began: float) -> tuple[End, float | None, str | None]:
        end: End = "lost"
        first, conversation = None, None
        for name, data in _events(response):
            if end != "lost":
                raise AssertionError(f"'{name}' comes after the end")
            first = first or time.perf_counter() - began
            conversation = data.get("conversation_id") or conversation
            end = _ENDS.get(name, "lost")
        return end, first, conversation


class SearchUser(Visitor):
    """Searches without a pause to speak of, as programs do."""

    kind = "search"
    wait_time = between(0.05, 0.3)

    @task
    def search(self) -> None:
        self.send("/search", {"query": self.random.choice(queries())}, "application/json")

    def read(self, response: Any, began: float) -> tuple[End, float | None, str | None]:
        first = time.perf_counter() - began
        return ("answered" if response.json()["hits"] else "lost"), first, None


def _events(response: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Names and data of server-sent events."""
    name = ""
    for line in response.iter_lines(chunk_size=None, decode_unicode=True):
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))
