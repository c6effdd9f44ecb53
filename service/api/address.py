"""The address by which other programs reach the service: what they show must link to it."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from service.api.state import State


def address(state: State, request: HTTPConnection) -> str:
    """`public_url` if that is set, else the address that was asked; no slash at its end."""
    return (state.public_url or str(request.base_url)).rstrip("/")
