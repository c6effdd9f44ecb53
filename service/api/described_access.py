"""What /openapi.json says of who may use what, from the table that the access gate reads."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from service.access.tokens import TOKEN
from service.api.identity import cookie_name
from service.api.route_scopes import WITH_TOKEN, need
from service.settings import Settings

_KEY, _COOKIE, _USER, _TOKEN = "key", "session", "user", "widget"


def describe_access(app: FastAPI, settings: Settings) -> None:
    """Adds it to the application's description; while there is no access control there is nothing."""
    if not settings.guarded:
        return
    described = app.openapi

    def with_access() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = described()
            schema.setdefault("components", {})["securitySchemes"] = _schemes(settings)
            for path, operations in schema["paths"].items():
                for method, operation in operations.items():
                    _describe(operation, (method.upper(), path), settings)
        assert app.openapi_schema is not None  # noqa: S101 - FastAPI keeps it
        return app.openapi_schema

    app.openapi = with_access  # type: ignore[method-assign]


def _schemes(settings: Settings) -> dict[str, Any]:
    said = {
        _KEY: {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "onramp_<id>_<secret>",
            "description": "A key of `onramp keys create`.",
        },
        _COOKIE: {
            "type": "apiKey",
            "in": "cookie",
            "name": cookie_name(secure=True),
            "description": f"Of a browser that has signed in; over plain http '{cookie_name(secure=False)}'.",
        },
    }
    if settings.embed_origins:
        words = "Of POST /embed/token, for pages of a listed origin, together with their Origin."
        said[_TOKEN] = {"type": "apiKey", "in": "header", "name": TOKEN, "description": words}
    if settings.user_header:
        words = "Set by the reverse proxy, whoever calls; nobody else is believed."
        name = settings.user_header
        said[_USER] = {"type": "apiKey", "in": "header", "name": name, "description": words}
    return said


def _describe(operation: dict[str, Any], place: tuple[str, str], settings: Settings) -> None:
    wanted = need(place[1])
    if wanted == "public":
        operation["security"] = []
        return
    # OpenAPI 3.1 lets every scheme name what it has to permit.
    ways = [_KEY, _COOKIE] + ([_USER] if settings.user_header else [])
    operation["security"] = [{way: [wanted]} for way in ways]
    if settings.embed_origins and place in WITH_TOKEN:
        operation["security"].append({_TOKEN: []})
