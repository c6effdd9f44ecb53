"""What other people's pages need: the widget, its token, the chat as a frame, and how to put it in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from service.access.origins import OPAQUE, is_own
from service.access.tokens import FRAME, LIFETIME
from service.api.bundle import widget_script
from service.api.identity import caller_of
from service.api.pages import NO_CACHE, modules, page
from service.api.recipes import recipes
from service.api.schemas import EmbedToken
from service.api.security import page_policy
from service.api.state import State, state_of
from service.errors import BadField, TokenRefused

router = APIRouter()


@router.get("/widget.js", summary="The widget", response_class=Response)
def widget(request: Request) -> Response:
    """One module that defines `<onramp-widget>`, for pages of the listed origins."""
    script, tag = widget_script()
    headers = NO_CACHE | {"ETag": tag}
    if _is_held(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(script, media_type="text/javascript", headers=headers)


def _is_held(tags: str, tag: str) -> bool:
    """Whether If-None-Match has the tag; proxies that compress make it a weak one."""
    held = [one.strip().removeprefix("W/") for one in tags.split(",")]
    return tag in held or held == ["*"]


@router.post("/embed/token", summary="A token for the page that holds the widget")
def token(request: Request, state: Annotated[State, Depends(state_of)]) -> EmbedToken:
    """Good for the origin that asks, which the allow-list has let through, and for a while."""
    origin = request.headers.get("origin")
    if origin is None:
        raise BadField("Origin", "this address is for pages; call the others without a token")
    if is_own(origin, request.headers.get("host", "")):  # it is /embed that asks
        if not state.embed_origins and "chat" not in caller_of(request).scopes:
            raise TokenRefused("No page may hold the chat: ONRAMP_EMBED_ORIGINS lists none.")
        origin = FRAME
    return EmbedToken(token=state.tokens.mint(origin), expires_in=LIFETIME)


@router.get("/embed", include_in_schema=False)
def embed(state: Annotated[State, Depends(state_of)]) -> HTMLResponse:
    """The chat as a page for frames, which pages of the listed origins may hold.

    Browsers send no cookie from a frame on another site, so it asks with a token, as the widget does.
    """
    frames = ["'self'", *(origin for origin in state.embed_origins if origin != OPAQUE)]
    made = page(
        "embed", policy=page_policy(frames=frames), modules=modules("dom", "server", "chat")
    )
    made.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # the policy says whose frames
    return made


@router.get("/embed-guide", include_in_schema=False)
def guide(state: Annotated[State, Depends(state_of)]) -> HTMLResponse:
    """How to put the widget into a wiki, with the snippet for this service."""
    return page("embed-guide", "/embed-guide", recipes=recipes(), origins=state.embed_origins)
