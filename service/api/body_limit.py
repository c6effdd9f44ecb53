"""Refuses bodies over a size or a time, in the one error shape, before they are read into memory."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.handlers import TOO_LARGE, problem


class BodyLimit:
    """ASGI middleware: by the announced length at once, else by counting what comes.

    A body has `seconds` from when it is first read until its end. Answers may take longer.
    """

    def __init__(
        self, app: ASGIApp, largest: int, larger: Mapping[str, int], seconds: float = 15
    ) -> None:
        """`larger` holds other bounds, in bytes, by the first part of a path."""
        self._app = app
        self._largest = largest
        self._larger = larger
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        part = scope["path"].split("/")[1:2]
        largest = self._larger.get("".join(part), self._largest)
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced) > largest:
            await problem(413, "body_too_large", TOO_LARGE)(scope, receive, send)
            return
        read, end = 0, None
        ended = False

        async def counted() -> Message:
            nonlocal read, end, ended
            if ended:
                return await receive()
            loop = asyncio.get_running_loop()
            end = end or loop.time() + self._seconds
            try:
                async with asyncio.timeout_at(end):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(408, headers={"Connection": "close"}) from None
            ended = not message.get("more_body", False)
            read += len(message.get("body", b""))
            if read > largest:
                raise HTTPException(413)
            return message

        await self._app(scope, counted, send)
