"""How long things are kept."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from anyio import to_thread

from service.errors import Busy

log = logging.getLogger(__name__)

_A_DAY = 24 * 3600.0
_SLACK = timedelta(days=1)  # between two looks; a machine may sleep as long


class Forgetful(Protocol):
    """What forgets: the whole store."""

    def forget(self, before: datetime) -> int:
        """Deletes what was kept before a time; returns how many. Raises Busy."""


async def forget_daily(
    store: Forgetful, days: int, clock: Callable[[], datetime], pause: float = _A_DAY
) -> None:
    """Deletes what is older than some days, at once and after each pause, until it is cancelled.

    With 0 days all are kept. A failure is logged; the next day has another try. So is a clock that
    was set forward by days: if that was a mistake, there is a day to mend it before answers go.
    """
    expected: datetime | None = None
    while days:
        moment, latest = clock(), expected and expected + _SLACK
        expected = moment + timedelta(seconds=pause)
        if latest and moment > latest:
            log.warning("the clock was set forward: old answers are deleted at the next look")
            await asyncio.sleep(pause)
            continue
        try:
            gone = await to_thread.run_sync(store.forget, moment - timedelta(days=days))
            log.info("answers and plans older than %d days deleted: %d", days, gone)
        except Busy:
            log.warning("old answers and plans could not be deleted")
        await asyncio.sleep(pause)
