"""One line in the log for each request, and its id in the answer: no address, no text, no query."""

from __future__ import annotations

import logging
import re
import time
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.access.caller import CALLER
from service.logs import bound

log = logging.getLogger(__name__)

HEADER = "X-Request-ID"
REQUEST_ID = "onramp.request_id"  # in the scope
_SANE = re.compile(r"[A-Za-z0-9_-]{8,64}")
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_ELSEWHERE = "other"  # what is asked for there may be anything, and may name somebody


class RequestLog:
    """ASGI middleware, outermost: it times a request until the last byte of its answer is sent.

    An id that a proxy in front has given is kept, if it is a sane one.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        request_id = given if _SANE.fullmatch(given) else uuid.uuid4().hex
        scope[REQUEST_ID] = request_id
        began = time.monotonic()
        status, length, complete = 500, 0, False

        async def send_counted(message: Message) -> None:
            nonlocal status, length, complete
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            elif message["type"] == "http.response.body":
                length += len(message.get("body", b""))
                complete = not message.get("more_body", False)
            await send(message)

        with bound(request_id=request_id):
            try:
                await self._app(scope, receive, send_counted)
            finally:
                _tell(scope, status, length, complete, time.monotonic() - began)


def _tell(scope: Scope, status: int, length: int, complete: bool, seconds: float) -> None:
    method, route = method_of(scope), route_of(scope)
    caller = scope.get(CALLER)
    said = {
        "method": method,
        "route": route,
        "status": status,
        "ms": round(1000 * seconds),
        "bytes": length,
        "complete": complete,
    }
    if caller is not None:
        said["caller"] = caller.kind
    log.info("request", extra=said)
    state = getattr(scope["app"].state, "onramp", None)
    if state is not None:
        state.metrics.served(method, route, status, seconds)


def method_of(scope: Scope) -> str:
    """The method of a request, if it is one of those that there are."""
    return scope["method"] if scope["method"] in _METHODS else _ELSEWHERE


def route_of(scope: Scope) -> str:
    """The template of the address; of one that there is not, only that it is another."""
    return getattr(scope.get("route"), "path", None) or _mounted(scope)


def _mounted(scope: Scope) -> str:
    return "/static" if scope["path"].startswith("/static/") else _ELSEWHERE
