"""The tools with the real embedder and the packaged model, by the official client, over both transports."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters

from tests.conftest import ROOT

pytestmark = [pytest.mark.models, pytest.mark.slow]
COMMAND = [sys.executable, "-c", "from service.cli import main; main()", "mcp"]
ASKED = "What does loss.backward() do?"
FOREIGN = "Who won the 2018 World Cup?"
BAD: list[tuple[str, dict[str, Any], str]] = [
    ("search", {}, "'query'"),
    ("search", {"query": "x", "k": 99}, "'k': it should be at most 20."),
    ("search", {"query": " "}, "'query'"),
    ("ask", {"question": 7}, "'question'"),
    ("ask", {"question": "x" * 2001}, "'question': String should have at most 2000"),
    ("read_note", {"slug": "training-lop"}, "did you mean training-loop"),
    ("plan", {"profile": {"weeks": 1000}}, "'profile.weeks': it should be at most"),
    ("plan", {"profile": {"target_role": "chef"}}, "'profile.target_role'"),
]


@pytest.fixture(params=["http", "stdio"])
def target(request: pytest.FixtureRequest, environment: dict[str, str]) -> Any:
    if request.param == "http":
        return f"{request.getfixturevalue('server')}/mcp"
    return StdioServerParameters(command=COMMAND[0], args=COMMAND[1:], env=environment, cwd=ROOT)


def text_of(result: Any) -> str:
    return str(result.content[0].text)


async def test_the_tools_answer_with_citations_that_lead_to_notes(target: Any, server: str) -> None:
    async with Client(target, read_timeout_seconds=300) as client:
        found = await client.call_tool("search", {"query": "backpropagation", "k": 3})
        hits = found.structured_content["hits"]
        assert len(hits) == 3
        assert all(hit["url"].startswith("http") and hit["url"] in text_of(found) for hit in hits)

        note = await client.call_tool("read_note", {"slug": hits[0]["note"]})
        assert text_of(note).startswith(f"# {hits[0]['title']}")

        answer = await client.call_tool("ask", {"question": ASKED})
        assert answer.structured_content["status"] == "answered"
        assert "gradient" in text_of(answer)
        cited = set(re.findall(r"\[\[\d+\]\]\((\S+)\)", text_of(answer)))
        listed = {one["url"] for one in answer.structured_content["citations"]}
        assert cited
        assert cited <= listed
        for url in cited:
            path = url.partition("/notes/")[2].partition("#")[0]
            assert httpx2.get(f"{server}/notes/{path}").status_code == 200

        refused = await client.call_tool("ask", {"question": FOREIGN})
        assert refused.structured_content["status"] == "refused"
        assert "/notes/" in text_of(refused)

        plan = await client.call_tool("plan", {"profile": {"weeks": 12, "target_role": "mlops"}})
        assert text_of(plan).startswith("# Study plan")
        assert re.search(r"\]\(http\S+/notes/\S+\)", text_of(plan))
        items = [item for week in plan.structured_content["weeks"] for item in week["items"]]
        assert all(item["citation"]["url"].startswith("/notes/") for item in items)

        for name, arguments, words in BAD:
            bad = await client.call_tool(name, arguments)
            assert bad.is_error, (name, arguments)
            assert words in text_of(bad)
            assert "Traceback" not in text_of(bad)


class Pipes:
    """The server as a program that another one starts; each line is read as it comes."""

    def __init__(self, environment: dict[str, str]) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            COMMAND, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, text=True
        )
        self.told: list[str] = []  # standard error, taken so that it never fills up
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stderr
        self.told.extend(self.process.stderr)

    def send(self, **message: Any) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"jsonrpc": "2.0"} | message) + "\n")
        self.process.stdin.flush()

    def hear(self) -> Any:
        assert self.process.stdout
        return json.loads(self.process.stdout.readline())

    def begin(self) -> None:
        about = {"protocolVersion": "2025-06-18", "capabilities": {}}
        self.send(
            id=1, method="initialize", params=about | {"clientInfo": {"name": "t", "version": "1"}}
        )
        assert self.hear()["result"]["serverInfo"]["name"] == "onramp"
        self.send(method="notifications/initialized")

    def end(self) -> str:
        """Closes standard input; what else was written to standard output."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        rest = self.process.stdout.read()
        assert self.process.wait(timeout=60) == 0, self.told
        return rest


@pytest.fixture
def start(environment: dict[str, str]) -> Any:
    started: list[Pipes] = []

    def make() -> Pipes:
        started.append(Pipes(environment))
        return started[-1]

    yield make
    for one in started:
        one.process.kill()
        with one.process:  # closes its pipes
            one.process.wait(timeout=30)
            one.reader.join(timeout=30)


def test_over_pipes_nothing_but_the_protocol_is_said_and_the_end_of_input_ends_it(
    start: Callable[[], Pipes],
) -> None:
    pipes = start()
    pipes.begin()
    call = {"name": "ask", "arguments": {"question": ASKED}}
    pipes.send(id=2, method="tools/call", params=call)
    answer = pipes.hear()
    assert (answer["id"], answer["result"].get("isError", False)) == (2, False)
    assert "gradient" in answer["result"]["content"][0]["text"]
    assert pipes.process.stdin
    pipes.process.stdin.write("this is no JSON\n\n")
    pipes.send(id=3, method="tools/list")
    while (said := pipes.hear()).get("id") != 3:
        assert said["jsonrpc"] == "2.0"  # what was no JSON may be told
    assert pipes.end() == ""
    assert not [line for line in pipes.told if "Traceback" in line]


def test_the_end_of_input_ends_it_in_the_middle_of_an_answer(start: Callable[[], Pipes]) -> None:
    pipes = start()
    pipes.begin()
    for n in range(4):
        call = {"name": "ask", "arguments": {"question": ASKED}}
        pipes.send(id=10 + n, method="tools/call", params=call)
    rest = pipes.end()
    assert all(json.loads(line)["jsonrpc"] == "2.0" for line in rest.splitlines())
    assert not [line for line in pipes.told if "Traceback" in line]


def test_input_that_ends_at_once_ends_it(start: Callable[[], Pipes]) -> None:
    assert start().end() == ""
