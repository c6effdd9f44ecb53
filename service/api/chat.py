"""POST /chat: a question in, a cited answer or a refusal out."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from service.answering.assistant import Question
from service.answering.events import Event, Fault
from service.api.answers import Answer
from service.api.handlers import failed
from service.api.identity import asker
from service.api.page_note import note_of
from service.api.schemas import ChatRequest
from service.api.sse import event_stream
from service.api.state import State, state_of

router = APIRouter()


@router.post("/chat", summary="Ask a question", response_class=Response)
async def chat(
    body: ChatRequest, request: Request, state: Annotated[State, Depends(state_of)]
) -> Response:
    """Answers from the notes, as server-sent events or, with `stream: false`, as one JSON object."""
    conversation = body.conversation_id or uuid.uuid4().hex
    page = note_of(state.current.index, body.page) if body.page else None
    who = asker(request)
    kept = await state.recall.latest(conversation, who.key_id) if body.conversation_id else None
    asked = Question(body.question, conversation, page, key=who.key_id, kept=kept)
    answer = await Answer.begin(state, asked, who)
    if body.stream:
        return event_stream(answer.events(), answer.cancel)
    events = await answer.collect(request)
    last = events[-1]
    if isinstance(last, Fault):
        return failed(last)
    return JSONResponse(whole(events))


def whole(events: Iterable[Event]) -> dict[str, Any]:
    """The parts of an answer in one object, each of them there whatever the status."""
    answer: dict[str, Any] = {"sentences": [], "passages": [], "nearest": [], "follow_ups": []}
    answer |= {"notice": None, "model": None}
    for event in events:
        if event.name == "refusal":
            answer |= {"passages": [], "model": None}  # they answer nothing, and nobody worded it
        if event.name == "sentence":
            answer["sentences"].append(event.payload())
        elif event.name != "queue":
            answer |= event.payload()
    answer.pop("queue", None)
    return answer
