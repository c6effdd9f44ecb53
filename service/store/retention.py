"""How long things are kept."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from anyio import to_thread

from service.errors import Busy
from service.store.answers import Answers

log = logging.getLogger(__name__)

_A_DAY = 24 * 3600.0


async def forget_daily(
    answers: Answers, days: int, clock: Callable[[], datetime], pause: float = _A_DAY
) -> None:
    """Deletes answers older than some days, at once and after each pause, until it is cancelled.

    With 0 days all are kept. A failure is logged; the next day has another try.
    """
    while days:
        try:
            gone = await to_thread.run_sync(answers.forget, clock() - timedelta(days=days))
            log.info("answers older than %d days deleted: %d", days, gone)
        except Busy:
            log.warning("old answers could not be deleted")
        await asyncio.sleep(pause)
