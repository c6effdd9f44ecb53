"""onramp mcp: the notes as tools for a program that starts this one and talks over its pipes."""

from __future__ import annotations

import logging
import sys

import anyio

from service.app import create_app
from service.settings import Settings


def serve_pipes(settings: Settings) -> None:
    """Returns when standard input ends; what is logged goes to standard error."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    anyio.run(_serve, settings)


async def _serve(settings: Settings) -> None:
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        await app.state.mcp.run_stdio_async()
