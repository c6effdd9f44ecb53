"""Errors below /v1 in the shape that clients of OpenAI's protocol read."""

from __future__ import annotations

import json
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PREFIX = "/v1/"
_TYPES = {
    401: "authentication_error",
    403: "permission_error",
    429: "rate_limit_error",
}


def openai_error(status: int, problem: dict[str, Any]) -> dict[str, Any]:
    """The one error shape of the service, put into OpenAI's."""
    kind = _TYPES.get(status, "server_error" if status >= 500 else "invalid_request_error")
    error = {"message": problem.get("detail", ""), "type": kind}
    return {"error": error | {"param": problem.get("field"), "code": problem.get("error")}}


class OpenAIErrors:
    """ASGI middleware: rewrites what any part inside it refuses; a wrong field is a 400 there."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        body = b""

        async def send_rewritten(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and message["status"] >= 400:
                start = message
                return
            if start is None:
                await send(message)
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                await _send_error(send, start, body)

        await self._app(scope, receive, send_rewritten)


async def _send_error(send: Send, start: Message, body: bytes) -> None:
    try:
        problem = json.loads(body)
    except ValueError:
        problem = {}
    status = 400 if start["status"] == 422 else start["status"]
    text = json.dumps(openai_error(status, problem if isinstance(problem, dict) else {})).encode()
    headers = MutableHeaders(raw=list(start["headers"]))
    headers["Content-Type"] = "application/json"
    headers["Content-Length"] = str(len(text))
    await send({**start, "status": status, "headers": headers.raw})
    await send({"type": "http.response.body", "body": text})
