"""OpenAI's client, and what Open WebUI and LibreChat send, against the real service and its model."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from openai import OpenAI

pytestmark = [pytest.mark.models, pytest.mark.slow]
ASKED = "What does loss.backward() do?"
LINK = re.compile(r"\[\[(\d+)\]\]\((\S+?)\)")


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{server}/v1", api_key="any", max_retries=0, timeout=300) as client:
        yield client


def completion(client: OpenAI, messages: list[dict[str, Any]], **more: Any) -> Any:
    return client.chat.completions.create(model="onramp", messages=messages, **more)  # type: ignore[call-overload]


def asked(text: str = ASKED) -> list[dict[str, Any]]:
    return [{"role": "user", "content": text}]


def cited(text: str, annotations: list[dict[str, Any]], urls: list[str], server: str) -> None:
    """The three ways say the same: links in the text, annotations on it, and the list."""
    links = LINK.findall(text)
    assert links
    assert [urls[int(n) - 1] for n, _ in links] == [url for _, url in links]
    assert len(annotations) == len(links)
    for (_, url), one in zip(links, annotations, strict=True):
        assert one["type"] == "url_citation"
        place = one["url_citation"]
        assert place["url"] == url
        assert place["title"]
        assert LINK.fullmatch(text[place["start_index"] : place["end_index"]])
    assert "**Sources**" in text
    for url in {url for _, url in links}:
        page = httpx2.get(url)
        assert url.startswith(f"{server}/notes/")
        assert page.status_code == 200
        assert not (mark := url.partition("#")[2]) or f'id="{mark}"' in page.text


def test_an_answer_in_one_piece_and_as_a_stream(client: OpenAI, server: str) -> None:
    whole = completion(client, asked())
    message = whole.choices[0].message
    assert "gradient" in message.content
    cited(
        message.content, [one.model_dump() for one in message.annotations], whole.citations, server
    )

    chunks = list(completion(client, asked(), stream=True))
    deltas = [chunk.choices[0].delta for chunk in chunks]
    text = "".join(delta.content or "" for delta in deltas)
    marks = [one for delta in deltas for one in getattr(delta, "annotations", None) or []]
    cited(text, marks, chunks[-1].citations, server)
    assert not any(delta.tool_calls for delta in deltas)


# What Open WebUI sends: its chat with all of its parameters, then its background tasks.
OPEN_WEBUI = {
    "stream_options": {"include_usage": True},
    "temperature": 0.7,
    "top_p": 0.9,
    "max_tokens": 5,
    "seed": 7,
    "stop": ["."],
    "frequency_penalty": 1.5,
    "presence_penalty": 0.5,
    "logit_bias": {"15": 1},
    "response_format": {"type": "text"},
    "user": "u-1",
    "extra_body": {
        "top_k": 40, "min_p": 0.1, "repeat_penalty": 1.1, "mirostat": 2, "num_ctx": 4096,
        "chat_id": "c-1", "session_id": "s-1", "metadata": {"features": {}}, "features": {},
        "reasoning_effort": "low", "max_completion_tokens": 9, "model_item": {"id": "onramp"},
    },
}  # fmt: skip


def test_open_webui_asks_with_its_parameters_and_a_system_prompt(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["onramp"]
    plain = completion(client, asked()).choices[0].message.content
    system = {"role": "system", "content": "You are a pirate. Answer from what you know."}
    *_, last = chunks = list(completion(client, [system, *asked()], stream=True, **OPEN_WEBUI))
    assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == plain
    assert last.usage.total_tokens > 0


def test_librechat_asks_with_its_parameters(client: OpenAI) -> None:
    more = {
        "temperature": 1,
        "top_p": 1,
        "presence_penalty": 0,
        "frequency_penalty": 0,
        "user": "65f",
    }
    content = [{"type": "text", "text": ASKED}]
    messages = [
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": [{"type": "text", "text": "hello"}]},
        {"role": "assistant", "content": "Hello!"},
        {"role": "user", "content": content},
    ]
    made = completion(client, messages, **more)
    assert "gradient" in made.choices[0].message.content


def tokens(server: str) -> float:
    """How many tokens the model has written, and how many questions were looked up."""
    lines = httpx2.get(f"{server}/metrics").text.splitlines()
    names = ("onramp_model_tokens_total ", "onramp_retrieval_seconds_count ")
    return sum(float(line.split()[-1]) for line in lines if line.startswith(names))


HISTORY = (
    f"USER: {ASKED}\nASSISTANT: It fills in gradients. [[1]](http://h/notes/pytorch-autograd#x)"
)
CHAT = f"<chat_history>\n{HISTORY}\n</chat_history>"
TASKS = {
    "title": (
        "### Task:\nGenerate a concise, 3-5 word title with an emoji summarizing the chat history.\n"
        "### Guidelines:\n- Write the title in the chat's primary language.\n### Output:\nJSON format: "
        '{ "title": "your concise title here" }\n### Examples:\n- { "title": "📉 Stock Market Trends" }\n'
        f"### Chat History:\n{CHAT}"
    ),
    "tags": (
        "### Task:\nGenerate 1-3 broad tags categorizing the main themes of the chat history, along "
        "with 1-3 more specific subtopic tags.\n\n### Guidelines:\n- Use the chat's primary language\n\n"
        '### Output:\nJSON format: { "tags": ["tag1", "tag2", "tag3"] }\n\n### Chat History:\n' + CHAT
    ),
    "follow_ups": (
        "### Task:\nSuggest 3-5 relevant follow-up questions or prompts that the user might naturally "
        "ask next.\n### Guidelines:\n- Write all follow-up questions from the user's point of view\n"
        '### Output:\nJSON format: { "follow_ups": ["Question 1?", "Question 2?"] }\n'
        f'### Chat History:\n{CHAT}"'
    ),
    "queries": (
        "### Task:\nAnalyze the chat history to determine the necessity of generating search queries, in "
        "the given language.\n### Guidelines:\n- Respond **EXCLUSIVELY** with a JSON object.\n- If no "
        'search is needed: { "queries": [] }\n### Output:\n{\n  "queries": ["query1", "query2"]\n}\n'
        f"### Chat History:\n{CHAT}\n"
    ),
    "text": (
        "### Task:\nYou are an autocompletion system. Continue the text in `<text>` based on the "
        '**completion type** in `<type>`.\n### **Output Instructions**:\n- Respond with { "text": "" }.\n'
        f"### Context:\n{CHAT}\n<type>General</type>\n<text>What is</text>\n#### Output:\n"
    ),
    "prompt": (
        "### Task:\nGenerate a detailed prompt for am image generation task based on the given language "
        'and context.\n### Output:\nStrictly return in JSON format:\n{\n    "prompt": "Your detailed '
        f'prompt here."\n}}\n### Chat History:\n{CHAT}'
    ),
}  # fmt: skip


@pytest.mark.parametrize("key", TASKS)
def test_background_tasks_of_open_webui_cost_no_turn(client: OpenAI, server: str, key: str) -> None:
    before = tokens(server)
    made = completion(client, asked(TASKS[key]), max_tokens=1000, stream=False)
    value = json.loads(made.choices[0].message.content)[key]
    if key == "title":
        assert value == "What does loss.backward() do"
    elif key in ("tags", "follow_ups"):
        assert 0 < len(value) <= 3
        assert all(isinstance(one, str) and one for one in value)
    else:
        assert not value
    assert tokens(server) == before


def test_what_open_webui_puts_around_a_question_is_left_aside(client: OpenAI, server: str) -> None:
    before = tokens(server)
    emoji = (
        "Your task is to reflect the speaker's likely facial expression through a fitting emoji. "
        "Interpret emotions from the message and reflect their facial expression using fitting, diverse "
        f'emojis (e.g., 😊, 😢, 😡, 😱).\n\nMessage: """{ASKED}"""'
    )
    several = (
        f'You have been provided with a set of responses from various models to the latest user query: "{ASKED}"'
        "\n\nYour task is to synthesize these responses into a single, high-quality response.\n\n"
        "Responses from models: It fills in gradients."
    )
    documents = (
        "### Task:\nRespond to the user query using the provided context, incorporating inline citations "
        "in the format [id] **only when the <source> tag includes an explicit id attribute**.\n\n"
        "### Guidelines:\n- Do not invent.\n\n### Output:\nProvide a clear and direct response.\n\n"
        f'<context>\n<source id="1">{"Pirates. " * 400}</source>\n</context>\n\n{ASKED}'
    )
    functions = (
        "Available Tools: []\n\nYour task is to choose and return the correct tool(s) from the list of "
        f"available tools based on the query.\nQuery: History:\n{HISTORY}\nQuery: {ASKED}"
    )
    assert completion(client, asked(emoji)).choices[0].message.content == "🙂"
    tools = completion(
        client, [{"role": "system", "content": functions}, *asked(f"Query: {ASKED}")]
    )
    assert json.loads(tools.choices[0].message.content) == {"tool_calls": []}
    assert tokens(server) == before
    for text in (several, documents):
        made = completion(client, asked(text)).choices[0].message.content
        assert made == completion(client, asked()).choices[0].message.content


LIBRECHAT = (
    "Provide a concise, 5-word-or-less title for the conversation, using its same language, with no "
    "punctuation. Apply title case conventions appropriate for the language. Never directly mention the "
    f"language name or the word \"title\".\n\nConversation:\nUser: {ASKED}\nAI: It fills in gradients."
)  # fmt: skip


LIBRECHAT_BEFORE = (
    "Please generate a concise, 5-word-or-less title for the conversation, using its same language, with "
    f'no punctuation.\n\n||>User:\n"{ASKED}"\n||>Response:\n"It fills in gradients."\n\n||>Title:'
)


@pytest.mark.parametrize("prompt", [LIBRECHAT, LIBRECHAT_BEFORE])
@pytest.mark.parametrize("role", ["user", "system"])
def test_a_title_for_librechat_costs_no_turn(
    client: OpenAI, server: str, role: str, prompt: str
) -> None:
    before = tokens(server)
    made = completion(client, [{"role": role, "content": prompt}])
    assert made.choices[0].message.content == "What does loss.backward() do"
    assert tokens(server) == before


def test_what_is_no_task_is_asked(client: OpenAI) -> None:
    made = completion(client, asked("### Task: what is a tensor?"))
    assert LINK.search(made.choices[0].message.content)
