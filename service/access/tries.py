"""How often one address may try to sign in."""

from __future__ import annotations

import math
import time

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter

from service.access.clock import SetBack

_A_MINUTE = RateLimitItemPerMinute(10)


class Tries:
    """Counts tries, in this process: a bound on noise, since nobody can guess a key."""

    def __init__(self) -> None:
        self._storage = MemoryStorage()
        self._limiter = FixedWindowRateLimiter(self._storage)
        self._set_back = SetBack()

    async def wait(self, address: str) -> int:
        """Counts one try. 0 if it may go on, else the seconds until the next may."""
        if self._set_back.happened():
            await self._storage.reset()
        if await self._limiter.hit(_A_MINUTE, address):
            return 0
        window = await self._limiter.get_window_stats(_A_MINUTE, address)
        return max(1, math.ceil(window.reset_time - time.time()))
