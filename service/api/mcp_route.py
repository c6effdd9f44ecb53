"""/mcp: the notes as MCP tools over HTTP, behind the same gates as every other address."""

from __future__ import annotations

from fastapi import FastAPI
from mcp.server.transport_security import TransportSecuritySettings

from service.protocols.mcp_server import NotesServer, make_mcp_server
from service.settings import Settings


def add_mcp(app: FastAPI, settings: Settings) -> NotesServer:
    """Adds the address; whoever starts the application has to run the session manager."""
    base = f"http://{settings.host}:{settings.port}"
    server = make_mcp_server(lambda: app.state.onramp, base)
    open_to_us = TransportSecuritySettings(enable_dns_rebinding_protection=False)  # OriginGate's
    inner = server.streamable_http_app(
        stateless_http=True, json_response=True, transport_security=open_to_us
    )
    app.router.routes.extend(inner.routes)
    return server
