"""Events as server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator

from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event

from service.answering.events import Event

_KEEP_ALIVE_SECONDS = 15.0
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def event_stream(events: AsyncGenerator[Event]) -> EventSourceResponse:
    """A response that sends each event as it comes, and comments while none does."""
    return EventSourceResponse(_frames(events), headers=_HEADERS)


async def _frames(events: AsyncGenerator[Event]) -> AsyncIterator[bytes]:
    waiting: asyncio.Task[Event] | None = None
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
            data = json.dumps(event.payload(), ensure_ascii=False)
            yield format_sse_event(data_str=data, event=event.name)
    finally:
        if waiting is not None:
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        await events.aclose()
