"""Turns a caller away who asks too often, with the time to come back."""

from __future__ import annotations

import logging

from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from service.access.caller import CALLER, Caller
from service.api.handlers import problem
from service.api.state import State
from service.workers.shared_rates import Counts

log = logging.getLogger(__name__)

_KINDS = {
    "/chat": "chat",
    "/v1/chat/completions": "chat",
    "/search": "search",
    "/feedback": "search",
    "/embed/token": "search",
    "/plan": "plan",
}  # /mcp counts each call as what its tool does
_AWAY = (
    "Whether you may ask cannot be looked up: the store of ONRAMP_LIMITS_URL does not answer. "
    "Try again in a moment."
)


class RateLimit:
    """ASGI middleware, inside of the access gate, which says who calls."""

    def __init__(self, app: ASGIApp, rates: Counts) -> None:
        self._app = app
        self._rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = _kind(scope)
        caller: Caller | None = scope.get(CALLER)
        if kind is None or caller is None:
            await self._app(scope, receive, send)
            return
        refused = await refusal(self._rates, scope["app"].state.onramp, kind, caller)
        await (refused or self._app)(scope, receive, send)


async def refusal(rates: Counts, state: State, kind: str, caller: Caller) -> JSONResponse | None:
    """Counts a request of this kind; why it goes no further, None if it does.

    Whoever is on this machine and shows no key is not counted: it is one person, whose page may ask
    as fast as it likes. A store that is away shuts the door: an open one would be noticed only when
    it is too late.
    """
    if not caller.counted:
        return None
    try:
        seconds = await rates.wait(kind, caller)
    except Exception:
        log.exception("the store of the limits does not answer")
        state.metrics.reject("limits_away")
        return problem(503, "not_ready", _AWAY, headers={"Retry-After": "5"})
    if seconds is None:
        return None
    state.metrics.reject("too_many_requests")
    detail = f"You ask too often: try again in {seconds} s."
    return problem(429, "too_many_requests", detail, headers={"Retry-After": str(seconds)})


def _kind(scope: Scope) -> str | None:
    """Which rate a request counts for, None if it is free: pages, probes and files are."""
    if scope["type"] != "http":
        return None
    path: str = scope["path"]
    if scope["method"] == "GET":
        return "search" if path == "/notes" and scope["query_string"] else None
    return "plan" if path.startswith("/plan/") else _KINDS.get(path)
