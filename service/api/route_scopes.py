"""What each address asks of a caller: one table for the whole service.

A path that isn't in it is shut while there is access control.
"""

from __future__ import annotations

from typing import Literal

from service.access.caller import Scope

Need = Scope | Literal["public", "unknown"]

_PATHS: dict[str, Need] = {
    # For probes and for whoever has yet to sign in
    "/healthz": "public",
    "/readyz": "public",
    "/openapi.json": "public",
    "/sign-in": "public",
    "/sign-out": "public",
    # The widget: its token is for listed origins, which the origin gate looks at
    "/widget.js": "public",
    "/embed/token": "public",
    "/": "chat",
    "/chat": "chat",
    "/feedback": "chat",
    "/examples": "chat",
    "/embed": "chat",
    "/embed-guide": "chat",
    "/plan": "plan",
    "/search": "search",
    "/notes": "search",
    "/graph": "search",
    "/map": "search",
    "/llms.txt": "search",  # it lists the notes
    "/llms-full.txt": "search",
    "/mcp": "search",
    "/insights": "insights",
    "/metrics": "admin",
}
_BELOW: dict[str, Need] = {
    "/static/": "public",
    "/v1/": "chat",
    "/plan/": "plan",
    "/plans/": "plan",
    "/notes/": "search",
    "/conversations/": "chat",
    "/mcp/": "search",
    "/insights/": "insights",
}


def need(path: str) -> Need:
    """What a path asks for, whatever the method. Paths compare as they are routed: exactly."""
    if path in _PATHS:
        return _PATHS[path]
    below = (wanted for start, wanted in _BELOW.items() if path.startswith(start))
    return next(below, "unknown")
