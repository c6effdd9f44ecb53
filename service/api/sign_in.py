"""GET and POST /sign-in, POST /sign-out: how a person shows a key to the pages."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from service.access.sessions import LIFETIME
from service.api.handlers import problem
from service.api.identity import caller_of, cookie_name
from service.api.pages import page
from service.api.security import page_policy
from service.api.state import State, state_of

router = APIRouter(include_in_schema=False)

_HOME = "/"
_LONGEST = 2000  # characters of an address to come back to
_REFUSED = "This key is not in force. Look whether all of it was pasted, or ask for another."


@router.get("/sign-in")
async def sign_in_form(request: Request, next: str = _HOME) -> HTMLResponse:  # noqa: A002 - a word in addresses
    return sign_in_page(next, signed_in=caller_of(request).kind == "key")


@router.post("/sign-in")
async def sign_in(request: Request, state: Annotated[State, Depends(state_of)]) -> Response:
    """Takes the form's `key` and `next`. 429 after too many tries from one address."""
    if wait := await state.tries.wait(caller_of(request).name):
        detail = f"Too many tries from here: come back in {wait} seconds."
        headers = {"Retry-After": str(wait)}
        if "text/html" not in request.headers.get("accept", ""):
            return problem(429, "too_many_tries", detail, headers=headers)
        target = (await _fields(request)).get("next", _HOME)
        made = sign_in_page(target, detail, status=429)
        made.headers.update(headers)
        return made
    fields = await _fields(request)
    target = own_path(fields.get("next", _HOME))
    key = await state.keys.open(fields.get("key", "").strip())
    if key is None:
        return sign_in_page(target, _REFUSED, status=401)
    response = RedirectResponse(target, 303)
    secure = state.identity.is_secure(request)
    response.set_cookie(
        cookie_name(secure), state.sessions.start(key.id),
        max_age=LIFETIME, path="/", secure=secure, httponly=True, samesite="strict",
    )  # fmt: skip
    return response


@router.post("/sign-out")
async def sign_out(request: Request, state: Annotated[State, Depends(state_of)]) -> Response:
    response = RedirectResponse("/sign-in", 303)
    secure = state.identity.is_secure(request)
    response.delete_cookie(
        cookie_name(secure), path="/", secure=secure, httponly=True, samesite="strict"
    )
    return response


def sign_in_page(
    target: str, trouble: str = "", *, status: int = 200, signed_in: bool = False
) -> HTMLResponse:
    """The form. `target` is where to go then, if it is a path of ours."""
    made = page(
        "sign-in",
        "/sign-in",
        policy=page_policy(scripts=False, connect=False, forms=True),
        status=status,
        target=own_path(target),
        trouble=trouble,
        signed_in=signed_in,
    )
    # With "no-referrer" the form would come from the origin "null", which is nobody's.
    made.headers["Referrer-Policy"] = "same-origin"
    made.headers["Cache-Control"] = "no-store"
    return made


def own_path(text: str) -> str:
    """A path of this service as it is, the first page for anything that leads elsewhere."""
    plain = text.isascii() and text.isprintable() and "\\" not in text and len(text) <= _LONGEST
    if not plain or not text.startswith("/") or text.startswith("//"):
        return _HOME
    parts = urlsplit(text)
    return _HOME if parts.scheme or parts.netloc else text


async def _fields(request: Request) -> dict[str, str]:
    """The fields of a form; none of a body that is no form."""
    body = (await request.body()).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(body, max_num_fields=10))
    except ValueError:
        return {}
