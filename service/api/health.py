"""GET /healthz, /readyz and /metrics: for whoever watches the service."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST

from service.api.identity import caller_of
from service.api.readiness import Readiness, depth_of, readiness_of
from service.api.state import State, state_of
from service.store.recorder import now

router = APIRouter()


@router.get("/healthz", summary="Is the process alive")
async def healthz() -> dict[str, bool]:
    return {"alive": True}


@router.get(
    "/readyz",
    summary="Can questions be answered",
    response_model_exclude_unset=True,
    responses={503: {"model": Readiness, "description": "Not now; `missing` says why."}},
)
async def readyz(
    request: Request, response: Response, state: Annotated[State, Depends(state_of)]
) -> Readiness:
    """What is in force, what is missing, and what limps; 503 while questions can't be answered."""
    found = await readiness_of(state, in_detail=bool(caller_of(request).scopes))
    response.status_code = 200 if found.ready else 503
    return found


@router.get("/metrics", summary="Metrics for Prometheus", response_class=Response)
async def metrics(state: Annotated[State, Depends(state_of)]) -> Response:
    depth = await depth_of(state)
    state.metrics.queue.set(math.nan if depth is None else depth)
    manifest = state.current.index.manifest
    state.metrics.chunks.set(manifest.chunks)
    made = datetime.fromisoformat(manifest.created)
    state.metrics.age.set(max(0.0, (now() - made).total_seconds()))
    return Response(state.metrics.text(), media_type=CONTENT_TYPE_LATEST)
