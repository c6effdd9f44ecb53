"""Events as server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import TypeVar

from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event

from service.answering.events import Event

_Sent = TypeVar("_Sent")
_KEEP_ALIVE_SECONDS = 15.0
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def event_stream(events: AsyncGenerator[Event]) -> EventSourceResponse:
    """A response that sends each event as it comes, and comments while none does."""
    return EventSourceResponse(_frames(events, _named), headers=_HEADERS)


def data_stream(texts: AsyncGenerator[str]) -> EventSourceResponse:
    """The same for texts that are sent as they are, without a name."""
    frames = _frames(texts, lambda text: format_sse_event(data_str=text))
    return EventSourceResponse(frames, headers=_HEADERS)


def _named(event: Event) -> bytes:
    data = json.dumps(event.payload(), ensure_ascii=False)
    return format_sse_event(data_str=data, event=event.name)


async def _frames(
    events: AsyncGenerator[_Sent], framed: Callable[[_Sent], bytes]
) -> AsyncIterator[bytes]:
    waiting: asyncio.Task[_Sent] | None = None
    try:
        while True:
            waiting = waiting or asyncio.ensure_future(anext(events))
            done, _ = await asyncio.wait({waiting}, timeout=_KEEP_ALIVE_SECONDS)
            if not done:
                yield KEEPALIVE_COMMENT
                continue
            try:
                event = waiting.result()
            except StopAsyncIteration:
                return
            waiting = None
            yield framed(event)
    finally:
        if waiting is not None:
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        await events.aclose()
