"""How uvicorn serves the application, in one process or in each of several."""

from __future__ import annotations

from typing import Any

from service.api.connections import HEAD_LIMIT, Connection
from service.settings import Settings

GRACE = 10  # seconds that answers under way have when the service ends


def uvicorn_options(settings: Settings) -> dict[str, Any]:
    return {
        "host": settings.host,
        "port": settings.port,
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "http": Connection,
        "h11_max_incomplete_event_size": HEAD_LIMIT,
        "timeout_keep_alive": 5,
        "proxy_headers": False,  # ONRAMP_TRUSTED_PROXIES says whose count, not uvicorn
        "timeout_graceful_shutdown": GRACE,
    }
