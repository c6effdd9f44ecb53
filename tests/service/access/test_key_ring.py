"""Keys in a real database, looked up by several rings at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service.access.api_key import make_key, parse_key
from service.access.key_ring import KeyRing
from service.errors import Busy, NotFound
from service.store.store import Store

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


class Clock:
    """A time of day and a timer that go on when they are told to."""

    def __init__(self) -> None:
        self.passed = 0.0

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.passed)

    def timer(self) -> float:
        return self.passed


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "onramp.db")
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def ring(store: Store, clock: Clock) -> KeyRing:
    return KeyRing(store.keys, clock.now, clock.timer)


def add(store: Store, expires: datetime | None = None) -> str:
    key, text = make_key("ci", ["chat", "search"], NOON, expires)
    store.keys.add(key)
    return text


def test_a_key_opens_and_says_whose_it_is(store: Store, clock: Clock) -> None:
    text = add(store)
    found = asyncio.run(ring(store, clock).open(text))
    assert found is not None
    assert found.caller.name == found.caller.key_id == text.split("_")[1]
    assert found.caller.scopes == {"chat", "search"}


def test_the_secret_is_not_kept(store: Store, tmp_path: Path) -> None:
    secret = add(store).rpartition("_")[2]
    store.close()
    assert all(secret.encode() not in file.read_bytes() for file in tmp_path.iterdir())


def test_every_key_is_another() -> None:
    texts = {make_key("ci", ["chat"], NOON)[1] for _ in range(100)}
    assert len(texts) == 100
    assert all(parse_key(text) for text in texts)


def spoilt(text: str) -> list[str]:
    last = "0" if text[-1] != "0" else "1"
    other = make_key("ci", ["chat"], NOON)[1]
    return [text[:-1] + last, text[:-1], text + "0", text.upper(), other, "", "onramp__", f"{text}\n",
            text.replace("onramp", "sk"), other.rpartition("_")[0] + "_" + text.rpartition("_")[2],
            text.rpartition("_")[0] + "_" + other.rpartition("_")[2], "١" * 84]  # fmt: skip


def test_an_altered_or_unknown_key_opens_nothing(store: Store, clock: Clock) -> None:
    text = add(store)

    async def tried() -> None:
        keys = ring(store, clock)
        assert await keys.open(text)
        for bad in spoilt(text):
            assert await keys.open(bad) is None, bad

    asyncio.run(tried())


def test_a_key_ends_at_its_time_though_it_is_remembered(store: Store, clock: Clock) -> None:
    text = add(store, NOON + timedelta(seconds=1))

    async def tried() -> None:
        keys = ring(store, clock)
        assert await keys.open(text)
        clock.passed = 1.0
        assert await keys.open(text) is None

    asyncio.run(tried())


def test_revoking_ends_a_key_in_every_process_within_seconds(store: Store, clock: Clock) -> None:
    text = add(store)

    async def tried() -> None:
        processes = [ring(store, clock), ring(store, clock)]
        assert [bool(await keys.open(text)) for keys in processes] == [True, True]
        store.keys.revoke(text.split("_")[1], NOON)
        clock.passed = 3.0
        assert [bool(await keys.open(text)) for keys in processes] == [False, False]

    asyncio.run(tried())


def test_use_is_noted_at_most_once_a_minute(store: Store, clock: Clock) -> None:
    text = add(store)

    async def used(seconds: float) -> datetime | None:
        clock.passed = seconds
        await ring(store, clock).open(text)
        return store.keys.all()[0].last_used_at

    assert asyncio.run(used(5)) == NOON + timedelta(seconds=5)
    assert asyncio.run(used(60)) == NOON + timedelta(seconds=5)
    assert asyncio.run(used(65)) == NOON + timedelta(seconds=65)


def test_without_the_database_a_key_is_neither_good_nor_bad(store: Store, clock: Clock) -> None:
    text = add(store)
    with store.database.transaction() as connection:
        connection.exec_driver_sql("ALTER TABLE api_keys RENAME TO gone")
    with pytest.raises(Busy):
        asyncio.run(ring(store, clock).open(text))


def test_a_use_that_cannot_be_noted_fails_nothing(store: Store) -> None:
    text = add(store)
    key = store.keys.find(text.split("_")[1])
    assert key is not None
    with store.database.transaction() as connection:
        connection.exec_driver_sql("ALTER TABLE api_keys RENAME TO gone")
    store.keys.use(key, NOON)


def test_revoking_twice_keeps_the_first_time(store: Store) -> None:
    key_id = add(store).split("_")[1]
    store.keys.revoke(key_id, NOON)
    assert store.keys.revoke(key_id, NOON + timedelta(days=1)).revoked_at == NOON
    with pytest.raises(NotFound, match="onramp keys list"):
        store.keys.revoke("0" * 12, NOON)


async def test_a_database_that_hangs_is_not_waited_for_for_ever(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()
    monkeypatch.setattr(store.keys, "find", lambda _: over.wait(60))
    try:
        with pytest.raises(Busy, match="Keys cannot be looked up"):
            await KeyRing(store.keys, clock.now, clock.timer, patience=0.05).find("abc")
    finally:
        over.set()
