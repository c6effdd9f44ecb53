from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

import pytest

from service.errors import Busy
from service.store.answers import Answers
from service.store.retention import forget_daily
from service.store.store import Store
from service.store.tables import answers
from tests.service.store.conftest import NOON, answer, rows

ONE, TWO = "1" * 32, "2" * 32


class Calendar:
    """A clock that is a day later each time that it is read; ends the task after some days."""

    def __init__(self, days: int) -> None:
        self._days = iter(range(days))

    def __call__(self) -> datetime:
        day = next(self._days, None)
        if day is None:
            raise asyncio.CancelledError
        return NOON + timedelta(days=day)


async def run(store: Answers, keep: int, days: int) -> None:
    with suppress(asyncio.CancelledError):
        await forget_daily(store, keep, Calendar(days), pause=0)


@pytest.mark.parametrize(("days", "left"), [(1, [ONE, TWO]), (2, [TWO]), (3, [])])
async def test_each_day_forgets_what_has_become_too_old(
    store: Store, days: int, left: list[str]
) -> None:
    store.answers.save(answer(ONE, created_at=NOON - timedelta(days=6, hours=1)))
    store.answers.save(answer(TWO, created_at=NOON - timedelta(days=5, hours=1)))
    await run(store.answers, keep=7, days=days)
    assert [row["answer_id"] for row in rows(store, answers)] == left


async def test_nothing_is_forgotten_if_all_is_kept(store: Store) -> None:
    store.answers.save(answer(ONE, created_at=NOON - timedelta(days=9999)))
    await asyncio.wait_for(forget_daily(store.answers, 0, Calendar(5), pause=0), 5)
    assert len(rows(store, answers)) == 1


async def test_a_failure_leaves_the_next_day_its_try(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    class Failing(Answers):
        failed = 0

        def forget(self, before: datetime) -> int:
            if not self.failed:
                self.failed = 1
                raise Busy("away", 1)
            return super().forget(before)

    store.answers.save(answer(ONE, created_at=NOON - timedelta(days=30)))
    await run(Failing(store.database), keep=7, days=2)
    assert rows(store, answers) == []
    assert "old answers and plans could not be deleted" in caplog.text
