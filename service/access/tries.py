"""How often one address may try to sign in."""

from __future__ import annotations

import math
import time

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter

_A_MINUTE = RateLimitItemPerMinute(10)


class Tries:
    """Counts tries, in this process: a bound on noise, since nobody can guess a key."""

    def __init__(self) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    async def wait(self, address: str) -> int:
        """Counts one try. 0 if it may go on, else the seconds until the next may."""
        if await self._limiter.hit(_A_MINUTE, address):
            return 0
        window = await self._limiter.get_window_stats(_A_MINUTE, address)
        return max(1, math.ceil(window.reset_time - time.time()))
