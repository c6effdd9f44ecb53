"""Each error to its status and the one JSON shape: {"error", "detail", "field"?}."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from service.answering.events import Fault
from service.api.pages import page
from service.api.security import HEADERS, page_policy
from service.errors import (
    BadField,
    Busy,
    GenerationFault,
    NotFound,
    NotReady,
    ServiceError,
    Stopping,
    TokenRefused,
)
from service.field_errors import explain

log = logging.getLogger(__name__)

_STATUS: dict[type[ServiceError], tuple[int, str]] = {
    BadField: (422, "invalid_field"),
    TokenRefused: (401, "token_refused"),
    NotFound: (404, "not_found"),
    Busy: (503, "busy"),
    Stopping: (503, "shutting_down"),
    NotReady: (503, "not_ready"),
    GenerationFault: (500, "generation_failed"),
}
TOO_LARGE = (
    "The body is larger than this address takes; /openapi.json has the bounds of its fields."
)
_CODES = {413: "body_too_large"}  # where the phrase of HTTP depends on the version of Python
_DETAILS = {
    404: "There is nothing at this address; the API is described at /openapi.json.",
    408: "The body of the request took too long to come: send it again, at once.",
    405: "This address does not take this method.",
    413: TOO_LARGE,
}


def add_handlers(app: FastAPI) -> None:
    """Registers a handler for every kind of error, so that none shows a traceback or a path."""
    app.add_exception_handler(ServiceError, _service_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(Exception, _broken_middleware)


def problem(
    status: int,
    error: str,
    detail: str,
    field: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """A response in the one error shape."""
    body = {"error": error, "detail": detail} | ({"field": field} if field else {})
    return JSONResponse(body, status_code=status, headers=dict(headers or {}))


def busy(error: Busy) -> JSONResponse:
    """A response that says when to come back."""
    status, code = _STATUS[type(error)]
    headers = {"Retry-After": str(error.retry_after)}
    return problem(status, code, str(error), headers=headers)


def failed(fault: Fault) -> JSONResponse:
    """The response to whoever waits for a whole answer that ends in a fault."""
    if fault.error == _STATUS[Stopping][1]:
        return problem(503, fault.error, fault.detail, headers={"Retry-After": "5"})
    return problem(500, fault.error, fault.detail)


async def _service_error(request: Request, error: Exception) -> Response:
    status, code = (
        _STATUS.get(type(error), (500, "internal_error"))
        if isinstance(error, ServiceError)
        else (500, "internal_error")
    )
    if isinstance(error, Busy):
        return busy(error)
    if status == 404 and is_read_by_a_person(request):
        return _missing(str(error))
    field = error.field if isinstance(error, BadField) else None
    return problem(status, code, str(error), field)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - what it is registered for
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return problem(400, "invalid_json", "The body is not valid JSON.")
    body = getattr(request.scope.get("route"), "body_field", None)
    found = explain(first, body.field_info.annotation if body else None)
    return problem(422, found.code, found.message, found.field or None)


async def http_error(request: Request, error: Exception) -> Response:
    """The answer to an HTTPException: a page for a broken link that a person follows, else JSON."""
    assert isinstance(error, HTTPException)  # noqa: S101 - what it is registered for
    status = error.status_code
    if status == 404 and is_read_by_a_person(request):
        return _missing("There is nothing at this address.")
    code = _CODES.get(status) or HTTPStatus(status).phrase.lower().replace(" ", "_")
    return problem(
        status, code, _DETAILS.get(status, "The request was refused."), headers=error.headers
    )


def is_read_by_a_person(request: Request) -> bool:
    """Whether a page is the better answer than JSON."""
    return request.method == "GET" and "text/html" in request.headers.get("accept", "")


def _missing(detail: str) -> Response:
    """A broken link, followed by a person: a page with ways on instead of JSON."""
    return page("missing", policy=page_policy(connect=False, forms=True), status=404, detail=detail)


def unexpected(error: Exception) -> JSONResponse:
    """The answer to an error that nobody foresaw; the log gets the traceback."""
    log.error("unexpected error", exc_info=error)
    detail = (
        "Something broke on the server; the log says what, under the X-Request-ID of this answer."
    )
    return problem(500, "internal_error", detail, headers=HEADERS)


async def _broken_middleware(_: Request, error: Exception) -> JSONResponse:
    return unexpected(error)  # the others end in Failures
