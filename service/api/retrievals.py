"""Looking things up in the index off the event loop, a few at once and with a bound on who waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

from anyio import CapacityLimiter, WouldBlock, to_thread

from service.errors import Busy

_Args = TypeVarTuple("_Args")
_Result = TypeVar("_Result")
_RETRY = 2  # seconds: what waits is over by then


class Retrievals:
    """`at_once` run together, `waiting` more stand in line; whoever comes then is told to come back.

    Without the bound a burst of long questions would hold up everybody who comes after it. Nobody
    may wait with more than there are places left, so that one client's burst doesn't fill the line.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        self._limiter = CapacityLimiter(at_once)
        self._threads = CapacityLimiter(at_once)  # nobody waits for these: the limiter lets few in
        self._waiting = waiting
        self._own: Counter[str] = Counter()  # who waits with how many

    async def run(
        self, call: Callable[[*_Args], _Result], *args: *_Args, caller: str = ""
    ) -> _Result:
        """What the call returns, made in a thread. Raises Busy when too many wait."""
        try:
            self._limiter.acquire_nowait()
        except WouldBlock:
            await self._wait(caller)
        try:
            return await to_thread.run_sync(call, *args, limiter=self._threads)
        finally:
            self._limiter.release()

    async def _wait(self, caller: str) -> None:
        if self._own[caller] >= self._waiting - self._own.total():
            raise Busy("Too many questions come at once: try again in a moment.", _RETRY)
        self._own[caller] += 1
        try:
            await self._limiter.acquire()
        finally:
            self._own[caller] -= 1
            self._own += Counter()  # drops those who wait with none
