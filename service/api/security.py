"""Headers on every response: nothing from elsewhere runs in, frames or leaves our pages."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_NO_FRAME = "frame-ancestors 'none'"
_NOTHING = f"default-src 'none'; base-uri 'none'; form-action 'none'; {_NO_FRAME}"
HEADERS = {
    "Content-Security-Policy": _NOTHING,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def page_policy(
    *, scripts: bool = True, connect: bool = True, forms: bool = False, frames: Sequence[str] = ()
) -> str:
    """The policy of one page: what it runs, whom it asks, and who may frame it. All else is shut.

    Markup becomes elements in one place (web/dom/fragment.js), which the trusted type holds to.
    """
    own = "'self'"
    parts = {
        "default-src": "'none'",
        "script-src": own if scripts else "'none'",
        "style-src": own,
        "img-src": own,
        "connect-src": own if connect else "'none'",
        "base-uri": "'none'",
        "form-action": own if forms else "'none'",
        "frame-ancestors": " ".join(frames) or "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "onramp" if scripts else "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in parts.items())


class SecurityHeaders:
    """ASGI middleware; a plain one, so that streams pass through unbuffered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if _NO_FRAME not in headers["Content-Security-Policy"]:
                    del headers["X-Frame-Options"]  # it knows no list, and old browsers obey it
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)
