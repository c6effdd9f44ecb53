"""Looking things up in the index off the event loop, a few at once and with a bound on who waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

from anyio import CapacityLimiter, to_thread

from service.errors import Busy

_Args = TypeVarTuple("_Args")
_Result = TypeVar("_Result")
_RETRY = 2  # seconds: what waits is over by then


class Retrievals:
    """`at_once` run together, `waiting` more stand in line; whoever comes then is told to come back.

    Without the bound a burst of long questions would hold up everybody who comes after it.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        self._limiter = CapacityLimiter(at_once)
        self._waiting = waiting

    async def run(self, call: Callable[[*_Args], _Result], *args: *_Args) -> _Result:
        """What the call returns, made in a thread. Raises Busy when too many wait."""
        if self._limiter.statistics().tasks_waiting >= self._waiting:
            raise Busy("Too many questions come at once: try again in a moment.", _RETRY)
        return await to_thread.run_sync(call, *args, limiter=self._limiter)
