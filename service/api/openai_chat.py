"""GET /v1/models and POST /v1/chat/completions: the assistant, for clients of OpenAI's protocol."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from service.answering.assistant import Question
from service.answering.events import Fault
from service.api.address import address
from service.api.answers import Answer
from service.api.documented import OpenAIProblem, refusals
from service.api.handlers import failed
from service.api.identity import asker
from service.api.openai_errors import openai_error
from service.api.openai_schemas import Completion
from service.api.openai_tasks import answer_task
from service.api.sse import data_stream
from service.api.state import State, state_of
from service.protocols.markdown_answer import MarkdownAnswer, Mention

router = APIRouter(prefix="/v1", tags=["openai"], responses=refusals(OpenAIProblem))
NAME = "onramp"


@router.get("/models", summary="The model that OpenAI clients may name")
async def models() -> dict[str, Any]:
    entry = {"id": NAME, "object": "model", "created": 0, "owned_by": NAME}
    return {"object": "list", "data": [entry]}


@router.post("/chat/completions", summary="Ask as OpenAI clients do", response_class=Response)
async def completions(
    body: Completion, request: Request, state: Annotated[State, Depends(state_of)]
) -> Response:
    """Answers the last message from the notes; whatever `model` names, the notes answer.

    The citations are links in the text, `annotations` on it and a list, `citations`.
    """
    shown = MarkdownAnswer(address(state, request))
    sent = _Completion(body)
    if body.is_task:
        text = answer_task(body.last, state.current.index)
        return data_stream(sent.text(text)) if body.stream else JSONResponse(sent.whole(text))
    asked = Question(body.question, uuid.uuid4().hex, earlier=body.earlier)
    answer = await Answer.begin(state, asked, *asker(request))
    if body.stream:
        return data_stream(sent.stream(answer, shown))
    for event in await answer.collect(request):
        if isinstance(event, Fault):
            return failed(event)  # put into OpenAI's shape on its way out
        shown.tell(event)
    return JSONResponse(sent.whole(shown.text, shown.mentions, shown.urls))


class _Completion:
    """The objects of one completion. Usage counts words, not a model's tokens."""

    def __init__(self, body: Completion) -> None:
        self._about = {
            "id": f"chatcmpl-{uuid.uuid4().hex}",
            "created": int(time.time()),
            "model": body.model,
        }
        self._prompt = sum(len(message.text.split()) for message in body.messages)
        self._usage_asked = bool(body.stream_options and body.stream_options.include_usage)

    def whole(
        self, text: str, mentions: Sequence[Mention] = (), urls: Sequence[str] = ()
    ) -> dict[str, Any]:
        message: dict[str, Any] = {"role": "assistant", "content": text, "refusal": None}
        message["annotations"] = [_annotation(one) for one in mentions]
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        about = self._about | {"object": "chat.completion", "choices": [choice]}
        return about | {"usage": self._usage(text), "citations": list(urls)}

    async def stream(self, answer: Answer, shown: MarkdownAnswer) -> AsyncGenerator[str]:
        """A chunk for each piece of the text. A fault is an error, after which nothing comes."""
        yield self._chunk({"role": "assistant", "content": ""})
        async with aclosing(answer.events()) as events:
            async for event in events:
                if isinstance(event, Fault):
                    error = {"error": event.error, "detail": event.detail}
                    yield json.dumps(openai_error(500, error))
                    return
                known = len(shown.mentions)
                delta: dict[str, Any] = {"content": shown.tell(event)}
                added = [_annotation(one) for one in shown.mentions[known:]]
                if delta["content"]:
                    yield self._chunk(delta | ({"annotations": added} if added else {}))
        for chunk in self._ending(shown.text, shown.urls):
            yield chunk

    async def text(self, text: str) -> AsyncGenerator[str]:
        """A stream of a text that is known."""
        yield self._chunk({"role": "assistant", "content": ""})
        yield self._chunk({"content": text})
        for chunk in self._ending(text, []):
            yield chunk

    def _ending(self, text: str, urls: Sequence[str]) -> list[str]:
        last = [self._chunk({}, finish_reason="stop", citations=list(urls))]
        if self._usage_asked:
            about = self._about | {"object": "chat.completion.chunk", "choices": []}
            last.append(json.dumps(about | {"usage": self._usage(text)}))
        return [*last, "[DONE]"]

    def _chunk(self, delta: dict[str, Any], finish_reason: str | None = None, **more: Any) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason, "logprobs": None}
        about = self._about | {"object": "chat.completion.chunk", "choices": [choice]}
        return json.dumps(about | more, ensure_ascii=False)

    def _usage(self, text: str) -> dict[str, int]:
        answer = len(text.split())
        total = self._prompt + answer
        return {"prompt_tokens": self._prompt, "completion_tokens": answer, "total_tokens": total}


def _annotation(one: Mention) -> dict[str, Any]:
    place = {"start_index": one.start, "end_index": one.end}
    return {"type": "url_citation", "url_citation": {"url": one.url, "title": one.title} | place}
