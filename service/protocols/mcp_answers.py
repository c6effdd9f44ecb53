"""One question of an MCP client, answered in one piece."""

from __future__ import annotations

import uuid
from typing import Any

from starlette.requests import Request

from service.access.caller import Asker
from service.answering.assistant import Question
from service.answering.events import Done, Fault, Refusal
from service.api.answers import Answer
from service.api.state import State
from service.errors import GenerationFault
from service.protocols.markdown_answer import MarkdownAnswer


async def ask_notes(
    state: State, question: str, base: str, asker: Asker, request: Request | None
) -> tuple[str, dict[str, Any]]:
    """The answer as Markdown, and its parts. Raises Busy, TooMany and GenerationFault.

    The model is stopped if the client of `request` leaves meanwhile.
    """
    answer = await Answer.begin(state, Question(question, uuid.uuid4().hex), asker)
    shown, status = MarkdownAnswer(base), ""
    for event in await answer.collect(request):
        if isinstance(event, Fault):
            raise GenerationFault(event.detail)
        if isinstance(event, Done | Refusal):
            status = event.status
        shown.tell(event)
    citations = [
        {
            "n": n,
            "note": one.note,
            "title": one.title,
            "heading": one.heading,
            "url": base + one.url,
        }
        for n, one in sorted(shown.passages.items())
    ]
    return shown.text, {"status": status, "answer": shown.text, "citations": citations}
