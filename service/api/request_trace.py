"""Records each request, if there is somebody to record for."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.request_log import REQUEST_ID, method_of, route_of
from service.tracing import Tracer, recorded


class RequestTrace:
    """ASGI middleware, right inside of the request's log, which gives it its id."""

    def __init__(self, app: ASGIApp, tracer: Tracer) -> None:
        self._app = app
        self._tracer = tracer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        recording = self._tracer.begin()
        try:
            with recorded(recording):
                await self._app(scope, receive, watched)
        finally:
            recording.end(method_of(scope), route_of(scope), status, scope[REQUEST_ID])
