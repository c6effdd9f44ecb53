"""What the issue of a trustworthy answer comes to, asked of the real service."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest

from tests.conftest import ROOT

pytestmark = [pytest.mark.models, pytest.mark.slow]

ANSWERED = {
    "Which of my backend skills transfer to machine learning?": ["systems thinking"],
    "What should I learn in month 3?": ["Fine-tune a pretrained model", "FastAPI"],
    "What does loss.backward() do?": ["gradient"],
    "Why is a good training loss not enough?": ["memorise"],
    "Which roles fit a platform engineer?": ["ML platform engineer"],
}
REFUSED = [
    "How do I bake sourdough bread?",
    "Who won the 2018 World Cup?",
    "What is the capital of Peru?",
    "best pizza in Naples",
]


def ask(server: str, question: str, **more: object) -> dict[str, Any]:
    body = {"question": question, "stream": False} | more
    answer = httpx2.post(f"{server}/chat", json=body, timeout=180).json()
    assert isinstance(answer, dict)
    return answer


@pytest.mark.parametrize("question", ANSWERED)
def test_questions_of_the_path_are_answered_and_cited(server: str, question: str) -> None:
    answer = ask(server, question)
    assert answer["status"] == "answered"
    listed = {passage["n"] for passage in answer["passages"]}
    assert all(s["citations"] and set(s["citations"]) <= listed for s in answer["sentences"])
    for phrase in ANSWERED[question]:
        assert phrase in answer["answer"]


@pytest.mark.parametrize("question", REFUSED)
def test_other_questions_are_refused_with_the_nearest_topics(server: str, question: str) -> None:
    answer = ask(server, question)
    assert answer["status"] == "refused"
    assert answer["sentences"] == []
    assert answer["nearest"]


@pytest.mark.parametrize("text", ["hi", "thanks"])
def test_small_talk_is_friendly(server: str, text: str) -> None:
    answer = ask(server, text)
    assert answer["status"] == "smalltalk"
    assert answer["answer"]


def test_refusal_is_as_strict_late_in_a_conversation(server: str) -> None:
    first = ask(server, "What is a tensor?")
    for _ in range(3):
        ask(server, "What is autograd?", conversation_id=first["conversation_id"])
    answer = ask(server, "Who won the 2018 World Cup?", conversation_id=first["conversation_id"])
    assert answer["status"] == "refused"


def test_citations_lead_to_headings_that_exist(server: str) -> None:
    for passage in ask(server, "What does loss.backward() do?")["passages"]:
        path, _, anchor = passage["url"].partition("#")
        assert f'id="{anchor}"' in httpx2.get(server + path).text


def test_the_passages_come_first_and_the_stream_ends_once(server: str) -> None:
    names = []
    body = {"question": "What does loss.backward() do?"}
    with httpx2.stream("POST", f"{server}/chat", json=body, timeout=180) as response:
        for line in response.iter_lines():
            if line.startswith("event: "):
                names.append(line.removeprefix("event: "))
            elif line.startswith("data: "):
                json.loads(line.removeprefix("data: "))
    assert names[0] == "passages"
    assert names[1] == "sentence"
    assert [name for name in names if name in ("done", "refusal", "fault")] == ["done"]
    assert names[-1] == "done"


def test_closing_the_connection_frees_the_model(server: str) -> None:
    body = {"question": "Which roles fit a platform engineer?"}
    with httpx2.stream("POST", f"{server}/chat", json=body, timeout=180) as response:
        next(response.iter_lines())
    deadline = time.monotonic() + 30
    while httpx2.get(f"{server}/readyz").json()["queue"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_model_stops_within_one_step(environment: dict[str, str]) -> None:
    from service.answering.prompt import Prompt
    from service.answering.transformers_generator import TransformersGenerator

    generator = TransformersGenerator(f"{environment['ONRAMP_DATA']}/models/smollm2-135m-instruct")
    asked = iter([False, False, False, True])
    pieces = list(generator.generate(Prompt("Be brief.", "Count to fifty."), lambda: next(asked)))
    assert len(pieces) <= 3
    assert next(asked, None) is None


def test_twenty_at_once_all_end_properly(server: str) -> None:
    def one(number: int) -> int:
        body = {"question": f"What is a learning rate, asked {number} times?", "stream": False}
        response = httpx2.post(f"{server}/chat", json=body, timeout=300)
        if response.status_code == 503:
            assert int(response.headers["retry-after"]) >= 1
        else:
            assert response.json()["status"] in ("answered", "refused")
        return response.status_code

    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(one, range(20)))
    assert set(statuses) <= {200, 503}
    assert 200 in statuses


BLOCKED = """
import socket

def refuse(*arguments, **named):
    raise SystemExit("reached for the network: %r" % (arguments,))

socket.socket.connect = refuse
socket.socket.connect_ex = refuse
socket.getaddrinfo = refuse
from service.cli import main
main()
"""


def test_nothing_reaches_for_the_network(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED, "ask", "What does loss.backward() do?"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "[1]" in done.stdout
