"""Refuses bodies over a size, in the one error shape, before they are read into memory."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.handlers import TOO_LARGE, problem


class BodyLimit:
    """ASGI middleware: by the announced length at once, else by counting what comes."""

    def __init__(self, app: ASGIApp, largest: int, larger: Mapping[str, int]) -> None:
        """`larger` holds other bounds, in bytes, by the first part of a path."""
        self._app = app
        self._largest = largest
        self._larger = larger

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
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > largest:
                raise HTTPException(413)
            return message

        await self._app(scope, counted, send)
