"""What /openapi.json says of refusals: the same for every address."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


class Problem(BaseModel):
    """Every refusal of the API. `detail` names the fix, `field` what it is about."""

    error: str
    detail: str
    field: str | None = None


class OpenAIProblem(BaseModel):
    """A refusal below /v1, in the shape of OpenAI's."""

    error: dict[str, Any]


_MEANINGS = {
    400: "The request isn't well-formed.",
    401: "A key or token is missing or not good.",
    403: "The origin or the scope doesn't allow it.",
    404: "There is no such thing.",
    405: "The address doesn't take this method.",
    408: "The body took too long to come.",
    413: "The body is too large.",
    421: "The service doesn't go by this name.",
    422: "A field is wrong.",
    429: "The caller asks too often; Retry-After says when to come back.",
    500: "Something broke; the log says what.",
    503: "Too much is under way, or something is away; Retry-After says when to come back.",
}


def refusals(model: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    """For `responses=` of an application or a router."""
    return {status: {"model": model, "description": said} for status, said in _MEANINGS.items()}
