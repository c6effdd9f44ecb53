"""What keeps questions from being answered, and what merely limps."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache, partial
from typing import TypeVar

from anyio import CapacityLimiter, move_on_after, to_thread
from pydantic import BaseModel

from service.api.state import State
from service.errors import Busy

log = logging.getLogger(__name__)

_T = TypeVar("_T")

_STOPPING = "The service is draining: it is being stopped, so ask again in a moment."
_INDEX = "The index cannot be read: build it again with `onramp index`; the log says why."
_PATIENCE = 6.0  # seconds; SQLite waits five for another writer
_KEYS = "Keys cannot be looked up: see that the database can be used; the log says why not."
_LIMITS = "Callers cannot be counted: see that the store of ONRAMP_LIMITS_URL runs."


class IndexInForce(BaseModel):
    """The generation that answers come from."""

    generation: str
    notes: int
    chunks: int


class Readiness(BaseModel):
    """Whether questions can be answered. A caller without a scope learns no more than `ready`.

    `missing` says what keeps them from it, each with the way out. `store` is "ok", or why answers
    and votes cannot be kept; `trouble` is why a newer generation cannot be read; `model_trouble` is
    why answers quote the notes until the model server is back. With those three answers go on.
    `queue` is null while the model's process is started again, if it is one of its own.
    """

    ready: bool
    missing: list[str] = []
    index: IndexInForce | None = None
    embedder: str = ""
    model: str = ""
    queue: int | None = 0
    store: str = "ok"
    trouble: str | None = None
    model_trouble: str | None = None


async def readiness_of(state: State, in_detail: bool) -> Readiness:
    """Looks at what an answer needs; only for details at what may limp, and make a probe wait."""
    missing = await to_thread.run_sync(_missing, state)
    if state.identity.asks_for_keys and not await _in_time(
        partial(_can_look_up_keys, state), False
    ):
        missing.append(_KEYS)
    if not await state.rates.can_count():
        missing.append(_LIMITS)
    if not in_detail:
        return Readiness(ready=not missing)
    store: str | None = await _in_time(state.store.trouble, "the database does not answer")
    manifest = state.current.index.manifest
    return Readiness(
        ready=not missing,
        missing=missing,
        index=IndexInForce(
            generation=state.current.index.name, notes=manifest.notes, chunks=manifest.chunks
        ),
        embedder=manifest.embedder,
        model=state.assistant.model,
        queue=await depth_of(state),
        store=store or "ok",
        trouble=state.current.trouble,
        model_trouble=state.assistant.trouble,
    )


async def depth_of(state: State) -> int | None:
    """How many answers wait or are being worded; None while nobody can say."""
    try:
        return await to_thread.run_sync(state.queue.depth)
    except Busy:
        return None


async def _in_time(look: Callable[[], _T], late: _T) -> _T:
    """What a look at the database finds, or `late`: one that hangs holds up no probe."""
    with move_on_after(_PATIENCE):
        return await to_thread.run_sync(look, abandon_on_cancel=True, limiter=_limiter())
    return late


@cache
def _limiter() -> CapacityLimiter:
    """Threads of its own: probes that pile up while a database hangs take none from others."""
    return CapacityLimiter(2)


def _missing(state: State) -> list[str]:
    found = [_STOPPING] if state.draining.begun else []
    if (trouble := state.queue.trouble()) and not found:
        found.append(trouble)
    if not _can_read(state):
        found.append(_INDEX)
    return found


def _can_look_up_keys(state: State) -> bool:
    """Asked anew: what is known of the last write would stay as it is while nobody comes in."""
    try:
        state.store.keys.find("")
    except Busy:
        return False
    return True


def _can_read(state: State) -> bool:
    try:
        return bool(state.current.index.passages([0]))
    except Exception:
        log.exception("the index cannot be read")
        return False
