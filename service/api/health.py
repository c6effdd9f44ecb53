"""GET /healthz, /readyz and /metrics: for whoever watches the service."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Annotated, Any

from anyio import CapacityLimiter, move_on_after, to_thread
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST

from service.api.identity import caller_of
from service.api.state import State, state_of
from service.store.recorder import now

router = APIRouter()
_PATIENCE = 6.0  # seconds; SQLite waits five for another writer


@router.get("/healthz", summary="Is the process alive")
async def healthz() -> dict[str, bool]:
    return {"alive": True}


@router.get("/readyz", summary="Can questions be answered")
async def readyz(request: Request, state: Annotated[State, Depends(state_of)]) -> dict[str, Any]:
    """The generation and the model in force; `trouble` if a newer generation cannot be read.

    A probe without a key learns no more than `ready`.

    `store` is "ok", or why answers and votes cannot be kept.
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
        "queue": state.queue.depth(),
        "store": await _store(state) or "ok",
        "trouble": state.current.trouble,
    }


async def _store(state: State) -> str | None:
    """Why nothing can be kept; a database that hangs holds up no probe."""
    with move_on_after(_PATIENCE):
        return await to_thread.run_sync(
            state.store.trouble, abandon_on_cancel=True, limiter=_limiter()
        )
    return "the database does not answer"


@cache
def _limiter() -> CapacityLimiter:
    """Threads of its own: probes that pile up while a database hangs take none from others."""
    return CapacityLimiter(2)


@router.get("/metrics", summary="Metrics for Prometheus", response_class=Response)
async def metrics(state: Annotated[State, Depends(state_of)]) -> Response:
    state.metrics.queue.set(state.queue.depth())
    manifest = state.current.index.manifest
    state.metrics.chunks.set(manifest.chunks)
    made = datetime.fromisoformat(manifest.created)
    state.metrics.age.set(max(0.0, (now() - made).total_seconds()))
    return Response(state.metrics.text(), media_type=CONTENT_TYPE_LATEST)
