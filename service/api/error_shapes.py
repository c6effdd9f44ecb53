"""Errors in the shape that clients of a protocol read: OpenAI's below /v1, JSON-RPC's at /mcp."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TYPES = {
    401: "authentication_error",
    403: "permission_error",
    429: "rate_limit_error",
}
_REFUSED = -32050  # among the numbers that JSON-RPC leaves to servers
Shape = Callable[[int, dict[str, Any]], dict[str, Any]]


def openai_error(status: int, problem: dict[str, Any]) -> dict[str, Any]:
    """The one error shape of the service, put into OpenAI's."""
    kind = _TYPES.get(status, "server_error" if status >= 500 else "invalid_request_error")
    error = {"message": problem.get("detail", ""), "type": kind}
    return {"error": error | {"param": problem.get("field"), "code": problem.get("error")}}


def rpc_error(status: int, problem: dict[str, Any]) -> dict[str, Any]:
    """The same in JSON-RPC's. What the protocol itself refuses has it already."""
    if "jsonrpc" in problem:
        return problem
    said = {"error": problem.get("error"), "status": status}
    error = {"code": _REFUSED, "message": problem.get("detail", ""), "data": said}
    return {"jsonrpc": "2.0", "id": None, "error": error}


class ErrorShapes:
    """ASGI middleware: rewrites what any part inside it refuses; below /v1 a wrong field is a 400."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        shape = _shape(scope["path"]) if scope["type"] == "http" else None
        if shape is None:
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
                await _send_error(send, start, body, shape)

        await self._app(scope, receive, send_rewritten)


def _shape(path: str) -> Shape | None:
    if path.startswith("/v1/"):
        return openai_error
    return rpc_error if path == "/mcp" else None


async def _send_error(send: Send, start: Message, body: bytes, shape: Shape) -> None:
    try:
        problem = json.loads(body)
    except ValueError:
        problem = {}
    status = 400 if start["status"] == 422 else start["status"]
    text = json.dumps(shape(status, problem if isinstance(problem, dict) else {})).encode()
    headers = MutableHeaders(raw=list(start["headers"]))
    headers["Content-Type"] = "application/json"
    headers["Content-Length"] = str(len(text))
    await send({**start, "status": status, "headers": headers.raw})
    await send({"type": "http.response.body", "body": text})
