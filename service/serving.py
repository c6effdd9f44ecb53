"""How uvicorn serves the application, in one process or in each of several."""

from __future__ import annotations

import uvicorn
from starlette.applications import Starlette

from service.api.connections import HEAD_LIMIT, KEEP_ALIVE, Connection
from service.server import FAREWELL, Server
from service.settings import Settings


def make_server(application: Starlette, settings: Settings) -> Server:
    config = uvicorn.Config(
        application,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        http=Connection,
        h11_max_incomplete_event_size=HEAD_LIMIT,
        timeout_keep_alive=KEEP_ALIVE,
        proxy_headers=False,  # ONRAMP_TRUSTED_PROXIES says whose count, not uvicorn
        timeout_graceful_shutdown=FAREWELL,
    )
    return Server(
        config,
        lambda: application.state.onramp,
        settings.drain_seconds,
        settings.linger_seconds,
    )
