"""A process that is killed in the middle of an upgrade loses nothing, and the next start goes on."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, make_url, select, text

from service.store.migrate import version
from service.store.store import Store
from service.store.tables import answers, feedback
from tests.service.store.conftest import answer, plan
from tests.service.store.old import NEWEST, REVISIONS, make_old

ROOT = Path(__file__).parents[3]
ROWS = 20_000

pytestmark = pytest.mark.slow


def kill(addresses: list[str], longest: float) -> list[str]:
    """Where each kill found its upgrade; moments from the start to beyond `longest` seconds."""
    last = len(addresses) - 1
    delays = [1200 * longest * at / last for at in range(len(addresses))]
    command = [sys.executable, "-m", "tests.service.store.kill_migrations", json.dumps(delays)]
    done = subprocess.run(
        [*command, *addresses], cwd=ROOT, capture_output=True, text=True, timeout=300, check=True
    )
    return done.stdout.split()


def check(store: Store) -> None:
    """All the data is there, the schema is the newest, and it can be used."""
    with store.database.transaction() as connection:
        assert version(connection) == NEWEST
        for table in (answers, feedback):
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == ROWS
    store.answers.save(answer("f" * 32))
    store.plans.save(plan("f" * 32))


def duration(store_of: Callable[[], Store]) -> float:
    began = time.monotonic()
    with closing(store_of()) as store:
        took = time.monotonic() - began
        check(store)
    return took


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_killed_upgrade_of_sqlite(tmp_path: Path, revision: str) -> None:
    old = tmp_path / "old.db"
    make_old(old, revision, ROWS)
    copies = [tmp_path / f"{at}.db" for at in range(13)]
    for copy in copies:
        shutil.copy(old, copy)
    took = duration(lambda: Store.open(copies[-1]))
    found = kill([str(copy) for copy in copies[:-1]], took)
    assert "amid" in found, found
    for copy in copies[:-1]:
        with closing(Store.open(copy)) as store:  # reads the whole file as well
            check(store)


@pytest.mark.parametrize("revision", ["0001", "0003"])
def test_a_killed_upgrade_of_postgresql(
    postgres: str, new_database: Callable[[], str], revision: str
) -> None:
    old = new_database()
    make_old(old, revision, ROWS)
    copies = [copy_of(postgres, old, f"{make_url(old).database}_{at}") for at in range(7)]
    took = duration(lambda: Store.open(copies[-1]))
    found = kill(copies[:-1], took)
    assert "amid" in found, found
    for copy in copies[:-1]:
        with closing(Store.open(copy)) as store:
            check(store)


def copy_of(postgres: str, old: str, name: str) -> str:
    engine = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {make_url(old).database}"))
    engine.dispose()
    return make_url(old).set(database=name).render_as_string(hide_password=False)
