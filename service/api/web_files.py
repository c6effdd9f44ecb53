"""The files of web/ as they are: a browser asks again each time, and mostly gets 304."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles


class WebFiles(StaticFiles):
    """Static files that are never stale, so that an upgrade reaches everybody at once."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response
