"""/mcp: the notes as MCP tools over HTTP, behind the same gates as every other address."""

from __future__ import annotations

from fastapi import FastAPI
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import Match, Route
from starlette.types import Scope

from service.api.tool_calls import ToolCalls
from service.protocols.mcp_server import NotesServer, make_mcp_server
from service.settings import Settings
from service.workers.shared_rates import Counts

PATH = "/mcp"


class _Named(Route):
    """A route that the log and the figures can name, as they do FastAPI's."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, child = super().matches(scope)
        return match, {**child, "route": self} if match is Match.FULL else child


def add_mcp(app: FastAPI, settings: Settings, rates: Counts) -> NotesServer:
    """Adds the address; whoever starts the application has to run the session manager.

    It takes POST alone: without sessions the server has nothing to send by itself, so a stream that
    waits for it would only hold a connection.
    """
    base = f"http://{settings.host}:{settings.port}"
    server = make_mcp_server(lambda: app.state.onramp, base)
    open_to_us = TransportSecuritySettings(enable_dns_rebinding_protection=False)  # OriginGate's
    inner = server.streamable_http_app(
        stateless_http=True, json_response=True, transport_security=open_to_us
    )
    [route] = inner.routes
    assert isinstance(route, Route)  # noqa: S101 - what the package documents
    app.router.routes.append(_Named(PATH, ToolCalls(route.app, rates), methods=["POST"]))
    return server
