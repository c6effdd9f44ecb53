"""How often one caller may ask, by the `limits` library: in memory, or in Redis for several processes."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Mapping

import limits
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import ConfigurationError
from limits.storage import storage_from_string

from service.access.caller import Caller
from service.access.clock import SetBack
from service.errors import NotReady

OFF = "off"
_PATIENCE = 2.0  # seconds that the store may take to say that it is there

log = logging.getLogger(__name__)


def parse_rate(text: str) -> str:
    """A rate such as 30/minute, or "off". Raises ValueError, naming the fix."""
    text = text.strip().casefold()
    if text == OFF:
        return text
    try:
        rate = limits.parse(text)
    except ValueError:
        rate = None
    if rate is None or rate.amount < 1:
        raise ValueError("it must be a rate such as 30/minute or 5/second, or off")
    return text


class Rates:
    """Counts what each caller asks for, kind by kind, in windows that move with the time."""

    def __init__(self, rates: Mapping[str, str], url: str) -> None:
        """`rates` by kind of request. Raises NotReady if `url` names no store that can be used."""
        self._rates = {kind: limits.parse(rate) for kind, rate in rates.items() if rate != OFF}
        try:
            self._storage = storage_from_string(f"async+{url}")
            self._limiter = MovingWindowRateLimiter(self._storage)
        except (ConfigurationError, ValueError, limits.errors.StorageError):
            raise NotReady(
                "The setting 'limits_url' is wrong: it must be memory:// or a URL such as "
                "redis://host:6379, for which the extra 'redis' has to be installed."
            ) from None
        self._set_back = SetBack()

    async def can_count(self) -> bool:
        """Whether the store answers, if any rate needs it."""
        if not self._rates:
            return True
        try:
            async with asyncio.timeout(_PATIENCE):
                return bool(await self._limiter.storage.check())
        except Exception:
            log.exception("the store of the limits does not answer")
            return False

    async def wait(self, kind: str, caller: Caller) -> int | None:
        """Counts a request: None if it may go on, else the seconds until the caller may try again.

        Raises what the store raises when it is away.
        """
        if self._set_back.happened() and isinstance(self._storage, MemoryStorage):
            await self._storage.reset()  # in Redis entries go by Redis' own clock
        rate = self._rates.get(kind)
        if rate is None or await self._limiter.hit(rate, kind, caller.kind, caller.name):
            return None
        window = await self._limiter.get_window_stats(rate, kind, caller.kind, caller.name)
        return max(1, math.ceil(window.reset_time - time.time()))
