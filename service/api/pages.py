"""GET /, /plan, /map: pages that ask this service by script."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.api.security import page_policy
from service.api.state import WEB, state_of

router = APIRouter(include_in_schema=False)
NO_CACHE = {"Cache-Control": "no-cache"}  # asked again each time; 304 if it is the same


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(WEB / "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(
    name: str, here: str = "", *, policy: str | None = None, status: int = 200, **values: Any
) -> HTMLResponse:
    """The page of a template. `here` is the entry of the navigation that it stands for."""
    html = _templates().get_template(f"{name}.html").render(here=here, **values)
    headers = NO_CACHE | {"Content-Security-Policy": policy or page_policy()}
    return HTMLResponse(html, status, headers=headers)


@router.get("/")
def chat(request: Request) -> HTMLResponse:
    days = state_of(request).keep_days
    return page("chat", "/", modules=modules("dom", "server", "chat"), keep_days=days)


@router.get("/plan")
def plan() -> HTMLResponse:
    return page("plan", "/plan")


@router.get("/map")
def concept_map() -> HTMLResponse:
    return page("map", "/map")


@cache
def modules(*folders: str) -> list[str]:
    """The scripts in folders of web/, to be asked for at once instead of import by import."""
    found = [path for folder in folders for path in sorted((WEB / folder).glob("*.js"))]
    return [path.relative_to(WEB).as_posix() for path in found if path.name != "contract.js"]
