"""Who may call from a browser: our own pages everything, pages of listed origins what the widget
needs, all others nothing, reads included.

Requests without an Origin that no browser marks as another site's (curl, servers, links that are
followed) pass.
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.access.origins import is_own, is_own_page, place_of
from service.access.tokens import TOKEN, Tokens
from service.api.handlers import problem
from service.api.route_scopes import WITH_TOKEN
from service.errors import TokenRefused

MINT = ("POST", "/embed/token")
CODE = ("GET", "/widget.js")
_FRAMED = "/embed"
_REFUSED = (
    "Pages of other sites may not use this address. The widget is for the origins in "
    "ONRAMP_EMBED_ORIGINS, and only for what it needs."
)
_UNKNOWN_HOST = (
    "This service doesn't go by that name: ONRAMP_HOSTS lists the names that it goes by."
)
_FRAMES = {"iframe", "frame", "object", "embed"}


class OriginGate:
    """ASGI middleware. `hosts` are the names that the service goes by; none stands for any."""

    def __init__(self, app: ASGIApp, origins: Collection[str], hosts: Collection[str]) -> None:
        self._app = app
        self._origins = frozenset(origins)
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        own = origin is not None and is_own(origin, headers.get("host", ""))
        shared = origin if not own and origin in self._origins else None
        refusal = self._refusal(scope, headers, None if own else origin)

        async def send_shared(message: Message) -> None:
            if message["type"] == "http.response.start":
                _share(MutableHeaders(scope=message), shared)
            await send(message)

        if refusal is None and shared and scope["method"] == "OPTIONS":
            refusal = _preflight(headers)
        await (refusal or self._app)(scope, receive, send_shared)

    def _refusal(self, scope: Scope, headers: Headers, foreign: str | None) -> Response | None:
        """Why a request goes no further, None if it does. `foreign` is an origin that isn't ours."""
        if self._hosts and _name(headers.get("host", "")) not in self._hosts:
            return problem(421, "unknown_host", _UNKNOWN_HOST)
        if foreign is None:
            across = "origin" not in headers and _is_reached_across(scope["path"], headers)
            return _forbidden() if across else None
        if foreign not in self._origins:
            return _forbidden()
        method = scope["method"]
        if method == "OPTIONS":
            method = headers.get("access-control-request-method", "")
        place = (method, scope["path"])
        if place in (MINT, CODE):
            return None
        if place not in WITH_TOKEN:
            return _forbidden()
        if scope["method"] == "OPTIONS":
            return None  # asked before the token is sent
        try:
            tokens: Tokens = scope["app"].state.onramp.tokens
            tokens.check(headers.get(TOKEN, ""), foreign)
        except TokenRefused as error:
            return problem(401, "token_refused", str(error))
        return None


def _is_reached_across(path: str, headers: Headers) -> bool:
    """Whether a page of another site loads this by itself: as a script, an image or a frame."""
    site = headers.get("sec-fetch-site")
    if site is None:
        return _is_loaded_by_another(headers)
    if site not in ("cross-site", "same-site"):
        return False
    framed = headers.get("sec-fetch-dest") in _FRAMES and path != _FRAMED
    return framed or headers.get("sec-fetch-mode") != "navigate"


def _is_loaded_by_another(headers: Headers) -> bool:
    """The same from what browsers send on plain http: no Sec-Fetch-*, but mostly the page's address.

    Whoever follows a link asks for HTML; scripts and images don't.
    """
    page = headers.get("referer", "")
    if not page or is_own_page(page, headers.get("host", "")):
        return False
    return "text/html" not in headers.get("accept", "")


def _name(host: str) -> str | None:
    """The name in a Host header, without its port; None if there is more or less in it."""
    place = place_of(host)
    return place.host.removesuffix(".") if place else None


def _share(headers: MutableHeaders, origin: str | None) -> None:
    headers.add_vary_header("Origin")
    if origin is not None:
        headers["Access-Control-Allow-Origin"] = origin
        headers["Access-Control-Expose-Headers"] = "Retry-After"


def _preflight(headers: Headers) -> Response:
    allowed = {
        "Access-Control-Allow-Methods": headers.get("access-control-request-method", ""),
        "Access-Control-Allow-Headers": f"Content-Type, {TOKEN}",
        "Access-Control-Max-Age": "600",
    }
    if "access-control-request-private-network" in headers:  # a public wiki, a service inside
        allowed["Access-Control-Allow-Private-Network"] = "true"
    return Response(status_code=204, headers=allowed)


def _forbidden() -> Response:
    return problem(403, "origin_not_allowed", _REFUSED)
