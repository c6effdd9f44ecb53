"""Looks after a model that lives elsewhere, so that answers are worded again once it is back."""

from __future__ import annotations

import asyncio
import logging

from anyio import to_thread

from service.answering.generator import Generator, Remote

log = logging.getLogger(__name__)

_OFTEN = 1.0  # seconds between looks while it is away
_SELDOM = 10.0  # and while it is there


async def watch_model(generator: Generator) -> None:
    """Looks for as long as the service runs; returns at once if the model is in this process."""
    if not isinstance(generator, Remote):
        return
    while True:
        await asyncio.sleep(_SELDOM if generator.trouble is None else _OFTEN)
        try:
            await to_thread.run_sync(generator.look)
        except Exception:
            log.exception("looking for the model failed")
