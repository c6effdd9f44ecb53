"""The official MCP client against the tools, over both transports."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters

from service.settings import Settings
from tests.conftest import ROOT

BOUND = "What does a bounded queue refuse?"


@pytest.fixture(params=["http", "stdio"])
def target(request: pytest.FixtureRequest, settings: Settings) -> Any:
    if request.param == "http":
        return f"{request.getfixturevalue('address')}/mcp"
    set_ = {"DATA": str(settings.data), "EMBEDDER": "words", "GENERATOR": "quote"}
    return StdioServerParameters(
        command=sys.executable,
        args=["-c", "from service.cli import main; main()", "mcp"],
        env={**os.environ, **{f"ONRAMP_{name}": value for name, value in set_.items()}},
        cwd=ROOT,
    )


@asynccontextmanager
async def connected(target: Any) -> AsyncIterator[Client]:
    async with Client(target, read_timeout_seconds=60) as client:
        yield client


def text_of(result: Any) -> str:
    return str(result.content[0].text)


async def test_the_tools_find_read_and_answer(target: Any) -> None:
    async with connected(target) as client:
        tools = (await client.list_tools()).tools
        assert [tool.name for tool in tools] == ["search", "read_note", "ask", "plan"]
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)

        found = await client.call_tool("search", {"query": "back pressure", "k": 1})
        assert [hit["note"] for hit in found.structured_content["hits"]] == ["queues"]

        note = await client.call_tool("read_note", {"slug": "deep/locks"})
        assert text_of(note).startswith("# Locks\n\nA lock lets one thread in.")

        answer = await client.call_tool("ask", {"question": BOUND})
        assert "A bounded queue refuses work when 8 jobs wait." in text_of(answer)
        url = answer.structured_content["citations"][0]["url"]
        assert url.startswith("http://127.0.0.1:")
        assert f"[[1]]({url})" in text_of(answer)
        assert answer.structured_content["status"] == "answered"


async def test_what_cannot_be_used_is_told_in_a_sentence(target: Any) -> None:
    calls: list[tuple[str, dict[str, Any], str]] = [
        ("search", {"query": "x", "k": 99}, "'k': it should be at most 20."),
        ("ask", {"question": "x" * 2001}, "'question': String should have at most 2000"),
        (
            "read_note",
            {"slug": "deep/lock"},
            "There is no note 'deep/lock': did you mean deep/locks",
        ),
        ("plan", {"profile": {}}, "These notes can't be planned with"),
        ("plan", {"profile": {"weeks": 1000}}, "'profile.weeks': it should be at most"),
    ]
    async with connected(target) as client:
        for name, arguments, words in calls:
            refused = await client.call_tool(name, arguments)
            assert refused.is_error
            assert text_of(refused).startswith(words)


def test_pages_of_other_sites_do_not_reach_the_tools(address: str) -> None:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    far = httpx2.post(f"{address}/mcp", json=call, headers={"Origin": "https://evil.example"})
    assert far.status_code == 403


async def test_a_plan_is_a_checklist_and_an_object(
    serve: Callable[..., str], kb_index_directory: Path
) -> None:
    address = serve(index=kb_index_directory)
    async with connected(f"{address}/mcp") as client:
        profile = {"hours_per_week": 8, "weeks": 12, "target_role": "mlops"}
        made = await client.call_tool("plan", {"profile": profile})
    assert not made.is_error, text_of(made)
    assert text_of(made).startswith("# Study plan")
    assert f"]({address}/notes/" in text_of(made)
    assert len(made.structured_content["weeks"]) > 1
