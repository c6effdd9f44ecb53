"""What a real process logs at each level."""

from __future__ import annotations

import json

import httpx2
import pytest

from service.settings import Settings
from tests.served import Served
from tests.service.operations.served import QUESTION, served

pytestmark = pytest.mark.slow


def ask(service: Served) -> str:
    """The id of a request that was answered."""
    body = {"question": QUESTION, "stream": False}
    answer = httpx2.post(f"{service.address}/chat", json=body, timeout=60)
    assert answer.json()["status"] == "answered"
    return answer.headers["x-request-id"]


def events(service: Served) -> list[dict[str, object]]:
    return [json.loads(line) for line in service.text().splitlines() if line.startswith("{")]


def test_debug_tells_more_of_a_request_and_nothing_that_was_asked(settings: Settings) -> None:
    with served(settings, ONRAMP_LOG_LEVEL="debug") as service:
        request_id = ask(service)
        service.stop()
        assert service.exit_code() == 0
    told = [line for line in events(service) if line["level"] == "debug"]
    assert any("waited" in str(line["event"]) for line in told)
    assert {line["request_id"] for line in told} == {request_id}  # the model's thread is told too
    assert "bounded" not in service.text()


def test_warning_leaves_requests_out(settings: Settings) -> None:
    with served(settings, ONRAMP_LOG_LEVEL="warning") as service:
        ask(service)
        service.stop()
        assert service.exit_code() == 0
    assert events(service) == []


def test_a_level_that_there_is_not_is_refused(settings: Settings) -> None:
    with (
        pytest.raises(AssertionError, match=r"'log_level' is wrong.*'debug'"),
        served(settings, ONRAMP_LOG_LEVEL="loud"),
    ):
        pass
