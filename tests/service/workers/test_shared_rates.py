from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from service.access.caller import Caller
from service.access.rates import Rates
from service.workers.shared_rates import SharedRates, serve_rates

ADA = Caller("user", "Ada\nünï", frozenset())
BOB = Caller("user", "Bob", frozenset())


@asynccontextmanager
async def counting(path: Path) -> AsyncIterator[None]:
    rates = Rates({"chat": "3/minute", "search": "off"}, "memory://")
    task = asyncio.create_task(serve_rates(path, rates))
    while not path.exists():
        await asyncio.sleep(0.01)
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_workers_count_a_caller_together(tmp_path: Path) -> None:
    async with counting(tmp_path / "rates.sock"):
        workers = [SharedRates(tmp_path / "rates.sock") for _ in range(3)]
        waits = await asyncio.gather(*(worker.wait("chat", ADA) for worker in workers * 2))
        assert waits.count(None) == 3
        assert all(1 <= wait <= 60 for wait in waits if wait is not None)
        assert await workers[0].wait("chat", BOB) is None
        assert [await workers[1].wait("search", ADA) for _ in range(5)] == [None] * 5
        for worker in workers:
            await worker.close()


async def test_a_reply_that_nobody_waited_for_is_nobody_elses(tmp_path: Path) -> None:
    async with counting(tmp_path / "rates.sock"):
        worker = SharedRates(tmp_path / "rates.sock")
        for _ in range(3):
            assert await worker.wait("chat", ADA) is None
        with suppress(TimeoutError):
            await asyncio.wait_for(worker.wait("chat", ADA), 0)
        assert await worker.wait("chat", BOB) is None
        await worker.close()


async def test_whoever_cannot_count_says_so(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        await SharedRates(tmp_path / "rates.sock").wait("chat", ADA)
