"""Lets a request through to what its caller may use, and says who that is."""

from __future__ import annotations

from typing import cast
from urllib.parse import quote

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.access.caller import CALLER, SCOPES, Caller
from service.api.handlers import busy, http_error, is_read_by_a_person, problem
from service.api.pages import READER, Reader
from service.api.route_scopes import TOOLS, Need, need
from service.api.sign_in import sign_in_page
from service.api.state import State
from service.errors import Busy

_UNAUTHORISED = (
    "This address needs a key that is in force: send it as 'Authorization: Bearer onramp_...'. "
    "Whoever runs the service makes one with `onramp keys create`."
)


class AccessGate:
    """ASGI middleware. `scope["onramp.caller"]` holds the Caller of each request that passes.

    With access control on, caches between are told that a response is one caller's.
    """

    def __init__(self, app: ASGIApp, guarded: bool) -> None:
        """`guarded` says whether there is access control."""
        self._app = app
        self._guarded = guarded

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request, state = Request(scope), cast(State, scope["app"].state.onramp)
        wanted = _wanted(scope["path"], state)
        try:
            caller = await state.identity.of(request, state.keys, state.sessions, state.tokens)
        except Busy as error:
            if wanted != "public":
                await busy(error)(scope, receive, send)
                return
            caller = None  # the service is alive, whatever becomes of the database
        scope[CALLER] = caller or state.identity.stranger(request)
        READER.set(_reader(scope[CALLER]))
        response = await self._refusal(request, caller, wanted)

        async def send_privately(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Cache-Control", "private")
                headers.add_vary_header("Authorization, Cookie")
            await send(message)

        private = self._guarded and wanted != "public"
        await (response or self._app)(scope, receive, send_privately if private else send)

    async def _refusal(
        self, request: Request, caller: Caller | None, wanted: Need
    ) -> Response | None:
        """Why the request goes no further, None if it does."""
        if wanted == "public":
            return None
        if caller is None or not caller.scopes:
            return _sign_in(request)
        if wanted == "unknown":
            free = not self._guarded and caller.scopes.issuperset(SCOPES)
            return None if free else await http_error(request, HTTPException(404))
        if wanted in caller.scopes or (wanted == "tools" and caller.scopes & TOOLS):
            return None
        detail = _missing(wanted, self._guarded)
        if is_read_by_a_person(request) and self._guarded:
            return sign_in_page(_place(request), detail, status=403)
        return problem(403, "scope_missing", detail)


def _wanted(path: str, state: State) -> Need:
    """What a path asks for. In a frame there is no cookie: the page is for all, and has a token."""
    return "public" if path == "/embed" and state.embed_origins else need(path)


def _reader(caller: Caller) -> Reader:
    return Reader("insights" in caller.scopes, signed_in=caller.kind == "key")


def _sign_in(request: Request) -> Response:
    """A person goes to the form; a program is told what to send."""
    if is_read_by_a_person(request):
        return RedirectResponse(f"/sign-in?next={quote(_place(request), safe='/')}", 303)
    return problem(401, "unauthorised", _UNAUTHORISED, headers={"WWW-Authenticate": "Bearer"})


def _missing(wanted: Need, guarded: bool) -> str:
    if wanted == "tools":
        return "This address needs one of the scopes 'chat', 'plan' and 'search'."
    if guarded:
        return f"This address needs the scope '{wanted}', which your key or user hasn't got."
    return (
        f"This address needs the scope '{wanted}', which nobody has while others than this machine "
        "come in without a key: set ONRAMP_ACCESS=keys and make a key with it."
    )


def _place(request: Request) -> str:
    """Where the request went, to come back to; whatever Host header it had."""
    query = request.scope["query_string"].decode("latin-1")
    return quote(request.scope["path"]) + (f"?{query}" if query else "")
