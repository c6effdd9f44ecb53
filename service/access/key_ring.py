"""The keys in force, looked up in the store and remembered for a moment."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime

from anyio import CapacityLimiter, fail_after, to_thread

from service.access.api_key import ApiKey, parse_key
from service.errors import Busy
from service.store.keys import Keys

log = logging.getLogger(__name__)

_REMEMBERED = 2.0  # seconds: within them a key that is revoked ends in every process
_MOST = 1000  # keys remembered at once
_PATIENCE = 10.0  # seconds: a database server may hang
_RETRY = 5
_AT_ONCE = 4  # look-ups: whoever tries keys must not take all threads


class KeyRing:
    """Tells good keys from others. Belongs to one event loop."""

    def __init__(
        self,
        keys: Keys,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        timer: Callable[[], float] = time.monotonic,
        patience: float = _PATIENCE,
    ) -> None:
        self._keys = keys
        self._clock = clock
        self._timer = timer
        self._patience = patience
        self._known: dict[str, tuple[float, ApiKey]] = {}
        self._threads = CapacityLimiter(_AT_ONCE)

    async def open(self, text: str) -> ApiKey | None:
        """The key with this text, None for one that is unknown, altered, revoked or expired.

        Raises Busy if the database is away.
        """
        parts = parse_key(text)
        if parts is None:
            return None
        key_id, secret = parts
        key = await self.find(key_id)
        return key if key is not None and key.opens(secret) else None

    async def find(self, key_id: str) -> ApiKey | None:
        """The key with this id if it is in force. Raises Busy if the database is away."""
        until, key = self._known.get(key_id, (0.0, None))
        if key is None or until <= self._timer():
            self._known.pop(key_id, None)
            key = await self._in_time(key_id)
            if key is None:
                return None
            self._remember(key)
        return key if key.is_good(self._clock()) else None

    async def _in_time(self, key_id: str) -> ApiKey | None:
        try:
            with fail_after(self._patience):
                return await to_thread.run_sync(
                    self._look_up, key_id, limiter=self._threads, abandon_on_cancel=True
                )
        except TimeoutError:
            log.error("the database does not answer")
            raise Busy("Keys cannot be looked up: try again in a moment.", _RETRY) from None

    def _look_up(self, key_id: str) -> ApiKey | None:
        key, now = self._keys.find(key_id), self._clock()
        if key is not None and key.is_good(now):
            self._keys.use(key, now)
        return key

    def _remember(self, key: ApiKey) -> None:
        if len(self._known) >= _MOST:
            self._known.pop(next(iter(self._known)))
        self._known[key.id] = (self._timer() + _REMEMBERED, key)
