"""GET and DELETE /plans/{id}, and how a plan gets there: POST /plan?keep=true."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from service.api.identity import caller_of
from service.api.state import State, state_of
from service.errors import BadField, Busy, NotFound
from service.planning.rendering.document import Plan
from service.store.plans import Owner, StoredPlan
from service.store.recorder import now

router = APIRouter(prefix="/plans", tags=["plan"])

Id = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
LARGEST = 512 * 1024  # bytes of JSON; the longest plans over the packaged notes have 210,000
_NONE = "No such plan is kept here, or it is another key's."


class Kept(BaseModel):
    """Where a plan is kept, and until when; for ever if `until` is null."""

    id: str
    url: str = Field(description="relative to the service's root")
    created_at: datetime
    until: datetime | None


class KeptPlan(Plan):
    """A plan that is kept. Free texts of the profile are not: goal, role, unknown skills."""

    kept: Kept


async def keep(state: State, plan: Plan, request: Request) -> Kept:
    """Keeps a plan; when this returns, it is kept. Raises BadField if it is too large, and Busy."""
    text = plan.model_dump_json(by_alias=True)
    if len(text.encode()) > LARGEST:
        raise BadField("keep", f"the plan has more than {LARGEST} bytes: plan fewer notes or weeks")
    stored = StoredPlan(uuid.uuid4().hex, now(), caller_of(request).key_id, json.loads(text))
    try:
        await to_thread.run_sync(state.store.plans.save, stored)
    except Busy:
        state.metrics.lose("plan")
        raise
    return kept_of(stored, state.keep_days)


def kept_of(stored: StoredPlan, days: int) -> Kept:
    return Kept(
        id=stored.id,
        url=f"{router.prefix}/{stored.id}",
        created_at=stored.created_at,
        until=stored.created_at + timedelta(days=days) if days else None,
    )


@router.get("/{plan_id}", summary="Read a kept plan", response_model=KeptPlan)
async def read(
    plan_id: Id, request: Request, state: Annotated[State, Depends(state_of)]
) -> Response:
    """The plan as it was made. Its id can't be guessed: who has it may read it, with the same key."""
    stored = await to_thread.run_sync(state.store.plans.find, plan_id, _owner(request))
    if stored is None:
        raise NotFound(_NONE)
    place = kept_of(stored, state.keep_days).model_dump(mode="json")
    return JSONResponse(stored.plan | {"kept": place})


@router.delete("/{plan_id}", summary="Delete a kept plan", status_code=204)
async def delete(plan_id: Id, request: Request, state: Annotated[State, Depends(state_of)]) -> None:
    """Deletes it. There is nothing left when this has returned."""
    await to_thread.run_sync(state.store.plans.delete, plan_id, _owner(request))


def _owner(request: Request) -> Owner | None:
    """A key reaches what was kept with it; without one, what was kept without; an admin all."""
    caller = caller_of(request)
    return None if "admin" in caller.scopes else Owner(caller.key_id)
