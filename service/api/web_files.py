"""The files of web/ as they are: a browser asks again each time, and mostly gets 304."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles

_FOR_BROWSERS = {".css", ".js", ".svg"}  # not the templates and recipes that pages are made from


class WebFiles(StaticFiles):
    """Static files that are never stale, so that an upgrade reaches everybody at once."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        full, found = super().lookup_path(path)
        return (full, found) if PurePath(full).suffix in _FOR_BROWSERS else ("", None)

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response
