"""Events as server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import TypeVar

from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from starlette.types import Receive, Scope, Send

from service.answering.events import Event

_Sent = TypeVar("_Sent")
_KEEP_ALIVE_SECONDS = 15.0
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class _Stream(EventSourceResponse):
    """Calls `ended` at its end, whatever happens.

    The generator alone wouldn't do: it never starts if the client has left before its first event.
    """

    def __init__(self, frames: AsyncIterator[bytes], ended: Callable[[], None]) -> None:
        super().__init__(frames, headers=_HEADERS)
        self._ended = ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._ended()


def event_stream(events: AsyncGenerator[Event], ended: Callable[[], None]) -> EventSourceResponse:
    """A response that sends each event as it comes, and comments while none does."""
    return _Stream(_frames(events, _named), ended)


def data_stream(
    texts: AsyncGenerator[str], ended: Callable[[], None] = lambda: None
) -> EventSourceResponse:
    """The same for texts that are sent as they are, without a name."""
    return _Stream(_frames(texts, lambda text: format_sse_event(data_str=text)), ended)


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
