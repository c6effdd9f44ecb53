"""What nobody foresaw becomes a response of ours here, inside of what adds headers to responses.

Starlette's own place for it is outside of every middleware, so its responses would be bare.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.handlers import unexpected


class Failures:
    """ASGI middleware: an unexpected error is logged and answered with 500 in the one shape.

    Once a response has begun the error goes on, since only the server can cut the connection.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            if begun or scope["type"] != "http":
                raise
            await unexpected(error)(scope, receive, send)
