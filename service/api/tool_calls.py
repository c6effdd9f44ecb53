"""What stands before a tool of /mcp: its scope, its rate and a place, as at the address that does the same."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.access.caller import Caller
from service.access.caller import Scope as AccessScope
from service.api.handlers import busy, problem
from service.api.identity import caller_of
from service.api.rate_limit import refusal
from service.api.state import State
from service.errors import TooMany
from service.workers.shared_rates import Counts

# What each tool needs; scopes and rates have the same names.
_USES: dict[str, AccessScope] = {
    "search": "search",
    "read_note": "search",
    "ask": "chat",
    "plan": "plan",
}
_ELSE: AccessScope = "search"  # what listing tools and the like count as


class ToolCalls:
    """ASGI application around the protocol's own. Takes POST alone.

    What has been judged is written anew for what is inside, so that nothing is read in two ways.
    """

    def __init__(self, app: ASGIApp, rates: Counts) -> None:
        self._app = app
        self._rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            message = json.loads(await request.body())
        except ClientDisconnect:
            return
        except (ValueError, RecursionError):
            refused: Response | None = problem(
                400, "invalid_json", "The body is not valid JSON: send one JSON-RPC message."
            )
        else:
            state: State = scope["app"].state.onramp
            refused = await self._refusal(state, caller_of(request), _tool(message))
        if refused is not None:
            await refused(scope, receive, send)
            return
        await self._app(scope, _replayed(json.dumps(message).encode(), receive), send)

    async def _refusal(self, state: State, caller: Caller, tool: str | None) -> Response | None:
        """Why a call goes no further, None if it does. `tool` is None for other messages."""
        use = _USES.get(tool, _ELSE) if tool else _ELSE
        if tool in _USES and use not in caller.scopes:
            detail = (
                f"The tool '{tool}' needs the scope '{use}', which your key or user hasn't got."
            )
            return problem(403, "scope_missing", detail)
        if refused := await refusal(self._rates, state, use, caller):
            return refused
        try:
            state.places.check(caller.asker.place if tool == "ask" else None)
        except TooMany as error:
            state.metrics.reject("too_many_answers")
            return busy(error)
        return None


def _tool(message: Any) -> str | None:
    """The tool that a message calls, None if it calls none."""
    if not isinstance(message, dict) or message.get("method") != "tools/call":
        return None
    params = message.get("params")
    name = params.get("name") if isinstance(params, dict) else None
    return name if isinstance(name, str) else None


def _replayed(body: bytes, receive: Receive) -> Receive:
    """A body that was read, once more; then whatever comes."""
    given = False

    async def receive_again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again
