from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from service.answering.events import Event, Fault
from tests.service.answering.fake_server import fake_server, words


def samples(client: TestClient) -> dict[tuple[str, str], float]:
    """Values by the sample's name and its status, if it has one."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        (sample.name.removeprefix("onramp_"), sample.labels.get("status", "")): sample.value
        for family in families
        for sample in family.samples
    }


def ask(client: TestClient, question: str) -> str:
    answer = client.post("/chat", json={"question": question, "stream": False}).json()
    return str(answer["status"])


def test_an_answer_and_a_refusal_leave_all_figures(client_of: Callable[..., TestClient]) -> None:
    with fake_server() as server:
        server.replies = [words(*"A bounded queue refuses work when 8 jobs wait .".split())]
        client = client_of(generator="openai", model_url=server.url)
        assert ask(client, "What does a bounded queue refuse?") == "answered"
        assert ask(client, "seven purple zebras admire clever giraffes") == "refused"
        found = samples(client)
    assert found[("answers_total", "answered")] == 1
    assert found[("answers_total", "refused")] == 1
    assert found[("retrieval_seconds_count", "")] == 2
    assert found[("first_sentence_seconds_count", "")] == 1
    assert found[("model_tokens_per_second_count", "")] == 1
    assert found[("queue_wait_seconds_count", "")] == 1
    assert found[("queue_depth", "")] == 0
    assert found[("index_age_seconds", "")] >= 0


def test_the_wait_for_the_model_is_measured(client: TestClient) -> None:
    def slow() -> Iterator[Event]:
        threading.Event().wait(0.6)
        yield Fault("interrupted", "")

    queue = client.app.state.onramp.queue  # type: ignore[attr-defined]
    queue.submit(slow(), lambda _: None, threading.Event())
    assert ask(client, "What does a bounded queue refuse?") == "answered"
    found = samples(client)
    assert found[("queue_wait_seconds_count", "")] == 2
    assert found[("queue_wait_seconds_sum", "")] >= 0.4
