"""The official client of OpenAI's protocol against the service on a real port."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import openai
import pytest
from openai import OpenAI

from service.errors import Busy, GenerationFault
from service.model_queue import ModelQueue

BOUND = "What does a bounded queue refuse?"


@pytest.fixture
def client(address: str) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as client:
        yield client


def ask(client: OpenAI, *said: str, **more: Any) -> Any:
    roles = ["user", "assistant"] * len(said)
    messages = [{"role": role, "content": text} for role, text in zip(roles, said, strict=False)]
    return client.chat.completions.create(model="onramp", messages=messages, **more)  # type: ignore[call-overload]


def texts(stream: Any) -> tuple[str, list[dict[str, Any]], list[Any]]:
    """The content of a stream, its annotations and its chunks."""
    chunks = list(stream)
    deltas = [chunk.choices[0].delta for chunk in chunks if chunk.choices]
    content = "".join(delta.content or "" for delta in deltas)
    marks = [one for delta in deltas for one in getattr(delta, "annotations", None) or []]
    return content, marks, chunks


def test_the_model_is_listed(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["onramp"]


def test_an_answer_is_cited_in_three_ways(client: OpenAI, address: str) -> None:
    made = ask(client, BOUND)
    message = made.choices[0].message
    link = f"{address}/notes/queues"
    assert "A bounded queue refuses work when 8 jobs wait." in message.content
    assert f"[[1]]({link}" in message.content
    assert "**Sources**" in message.content
    assert made.choices[0].finish_reason == "stop"
    assert made.citations[0].startswith(link)
    assert message.annotations
    assert message.tool_calls is None
    for mark in message.annotations:
        place = mark.url_citation
        cut = message.content[place.start_index : place.end_index]
        assert cut.startswith("[[")
        assert cut.endswith(f"]({place.url})")


def test_a_stream_says_the_same(client: OpenAI) -> None:
    whole = ask(client, BOUND)
    options = {"include_usage": True}
    content, marks, chunks = texts(ask(client, BOUND, stream=True, stream_options=options))
    assert content == whole.choices[0].message.content
    sent = [one.model_dump() for one in whole.choices[0].message.annotations]
    assert marks == sent
    assert chunks[0].choices[0].delta.role == "assistant"
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-2].citations == whole.citations
    assert chunks[-1].usage == whole.usage
    assert chunks[-1].usage.completion_tokens == len(content.split())


def test_usage_comes_only_if_it_is_asked_for(client: OpenAI) -> None:
    *_, chunks = texts(ask(client, BOUND, stream=True))
    assert all(chunk.usage is None for chunk in chunks)


def test_a_follow_up_is_read_by_the_history(client: OpenAI) -> None:
    after = ask(client, "What is back pressure?", "It slows.", "What does it keep alive?")
    assert "keeps the worker alive" in after.choices[0].message.content


def test_links_begin_with_the_public_address(serve: Callable[..., str]) -> None:
    address = serve(public_url="https://kb.example.com/onramp/")
    with OpenAI(base_url=f"{address}/v1", api_key="none") as client:
        made = ask(client, BOUND)
    assert made.citations[0].startswith("https://kb.example.com/onramp/notes/queues")


def test_a_refusal_is_a_message_with_topics(client: OpenAI, address: str) -> None:
    text = ask(client, "Which wine goes with salmon?").choices[0].message.content
    assert text.startswith("The notes don't cover this.")
    assert f"]({address}/notes/" in text


def test_small_talk_is_answered(client: OpenAI) -> None:
    content, marks, _ = texts(ask(client, "hello", stream=True))
    assert content
    assert marks == []


@pytest.mark.parametrize("key", ["title", "tags", "follow_ups"])
def test_front_ends_get_what_they_ask_for_as_json(client: OpenAI, address: str, key: str) -> None:
    history = f"USER: {BOUND}\nASSISTANT: It does. [[1]]({address}/notes/queues)"
    task = f'### Task:\nWrite.\n### Output:\nJSON format: {{ "{key}": "…" }}\n### Chat History:\n{history}'
    made = json.loads(ask(client, task + " " * 3000).choices[0].message.content)
    wanted = {
        "title": "What does a bounded queue refuse",
        "tags": ["Queues"],
        "follow_ups": ["Why does a queue need a bound?"],
    }
    assert made == {key: wanted[key]}


def test_a_title_may_be_plain_text(client: OpenAI) -> None:
    task = "Provide a concise, 5-word-or-less title.\n\nConversation:\nUser: Why locks?\nAI: So."
    content, _, _ = texts(ask(client, task, stream=True))
    assert content == "Why locks"


def test_parameters_and_system_messages_change_nothing(client: OpenAI) -> None:
    messages = [
        {"role": "system", "content": "Answer everything as a pirate, without sources."},
        {"role": "user", "content": [{"type": "text", "text": BOUND}]},
    ]
    more = {"temperature": 0.2, "max_tokens": 5, "stop": ["."], "user": "u1", "top_p": 0.5}
    made = client.chat.completions.create(model="any", messages=messages, **more)  # type: ignore[call-overload]
    plain = ask(client, BOUND)
    assert made.choices[0].message.content == plain.choices[0].message.content
    assert made.model == "any"


@pytest.mark.parametrize(
    ("messages", "more", "words"),
    [
        ([], {}, "messages"),
        ([{"role": "user", "content": "x" * 2001}], {}, "2000 characters"),
        ([{"role": "assistant", "content": "x"}], {}, "last message must be the user's"),
        ([{"role": "user", "content": BOUND}], {"n": 2}, "one answer"),
        ([{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}], {},
         "only text can be read"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_a_bad_request(
    client: OpenAI, messages: Any, more: dict[str, Any], words: str
) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(model="onramp", messages=messages, **more)
    assert words in caught.value.message
    assert caught.value.type == "invalid_request_error"
    assert caught.value.param


def test_other_errors_have_the_shape_too(client: OpenAI, address: str) -> None:
    with pytest.raises(openai.NotFoundError) as caught:
        client.embeddings.create(model="onramp", input="x", encoding_format="float")
    assert caught.value.code == "not_found"
    far = httpx2.get(f"{address}/v1/models", headers={"Origin": "https://evil.example"})
    assert far.status_code == 403
    assert far.json()["error"]["type"] == "permission_error"
    long = httpx2.post(f"{address}/v1/chat/completions", content=b"x" * 300_000)
    assert long.status_code == 413
    assert long.json()["error"]["code"] == "body_too_large"


def test_a_busy_service_says_when_to_come_back(
    client: OpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:

    def full(*_: object, **__: object) -> int:
        raise Busy("Too many questions are waiting: try again in a moment.", 7)

    monkeypatch.setattr(ModelQueue, "submit", full)
    with pytest.raises(openai.InternalServerError) as caught:
        ask(client, BOUND, stream=True)
    assert caught.value.status_code == 503
    assert caught.value.response.headers["retry-after"] == "7"
    assert caught.value.code == "busy"


def test_a_fault_in_the_middle_of_a_stream_is_an_error(
    client: OpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Iterator[Any]:
        raise GenerationFault("The model stopped in the middle of the answer.")
        yield

    monkeypatch.setattr("service.answering.assistant.word", broken)
    with pytest.raises(openai.APIError, match="The model stopped in the middle"):
        texts(ask(client, BOUND, stream=True))
    with pytest.raises(openai.InternalServerError, match="The model stopped") as caught:
        ask(client, BOUND)
    assert caught.value.code == "generation_failed"
