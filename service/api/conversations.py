"""GET and DELETE /conversations/{id}: what the server keeps of a conversation."""

from __future__ import annotations

from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Path, Request

from service.api.identity import caller_of
from service.api.state import State, state_of
from service.errors import NotFound
from service.store.answers import Whose

router = APIRouter()

Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{16,64}$")]
_NONE = "Nothing is kept of this conversation here, or it was another key's."


@router.get("/conversations/{conversation_id}", summary="Export a conversation")
async def export(
    conversation_id: Id, request: Request, state: Annotated[State, Depends(state_of)]
) -> dict[str, Any]:
    """Questions, answers, evidence and votes. Its id can't be guessed: who has it may read it."""
    found = await to_thread.run_sync(state.store.answers.export, _whose(conversation_id, request))
    if not found:
        raise NotFound(_NONE)
    return {"conversation_id": conversation_id, "answers": found}


@router.delete("/conversations/{conversation_id}", summary="Delete a conversation", status_code=204)
async def delete(
    conversation_id: Id, request: Request, state: Annotated[State, Depends(state_of)]
) -> None:
    """Deletes all that is kept of it, votes along. There is nothing left when this has returned."""
    whose = _whose(conversation_id, request)
    state.assistant.forget(conversation_id)
    await state.recorder.delete(whose)


def _whose(conversation_id: str, request: Request) -> Whose:
    """A key reaches what was asked with it; without one, what was asked without."""
    caller = caller_of(request)
    anybody = "admin" in caller.scopes
    return Whose(conversation_id) if anybody else Whose(conversation_id, caller.key_id, exact=True)
