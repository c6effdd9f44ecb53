"""GET /healthz, /readyz and /metrics: for whoever watches the service."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST

from service.api.identity import caller_of
from service.api.state import State, state_of
from service.errors import Busy
from service.store.recorder import now

router = APIRouter()


@router.get("/healthz", summary="Is the process alive")
async def healthz() -> dict[str, bool]:
    return {"alive": True}


@router.get("/readyz", summary="Can questions be answered")
async def readyz(request: Request, state: Annotated[State, Depends(state_of)]) -> dict[str, Any]:
    """The generation and the model in force; `trouble` if a newer generation cannot be read.

    A probe without a key learns no more than `ready`.

    `store` is "ok", or why answers and votes cannot be kept. `queue` is null while the process of
    the model is being started again, if it is one of its own.
    """
    if not caller_of(request).scopes:
        return {"ready": True}
    index = state.current.index
    manifest = index.manifest
    return {
        "ready": True,
        "index": {"generation": index.name, "notes": manifest.notes, "chunks": manifest.chunks},
        "embedder": manifest.embedder,
        "model": state.assistant.model,
        "queue": await _depth(state),
        "store": await to_thread.run_sync(state.store.trouble) or "ok",
        "trouble": state.current.trouble,
    }


@router.get("/metrics", summary="Metrics for Prometheus", response_class=Response)
async def metrics(state: Annotated[State, Depends(state_of)]) -> Response:
    depth = await _depth(state)
    state.metrics.queue.set(math.nan if depth is None else depth)
    manifest = state.current.index.manifest
    state.metrics.chunks.set(manifest.chunks)
    made = datetime.fromisoformat(manifest.created)
    state.metrics.age.set(max(0.0, (now() - made).total_seconds()))
    return Response(state.metrics.text(), media_type=CONTENT_TYPE_LATEST)


async def _depth(state: State) -> int | None:
    try:
        return await to_thread.run_sync(state.queue.depth)
    except Busy:
        return None
