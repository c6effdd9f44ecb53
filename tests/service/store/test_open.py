"""Opening: what is made, what is refused, and with which words."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from service.errors import NotReady
from service.store.feedback import Vote
from service.store.migrate import VERSION_TABLE
from service.store.store import Store
from service.store.tables import answers
from tests.service.store.conftest import NOON, answer, rows

ROOT = Path(__file__).parents[3]
ONE = "1" * 32


def query(file: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        return connection.execute(statement).fetchall()


def test_opening_twice_changes_nothing(open_store: Callable[[Path], Store], file: Path) -> None:
    first = open_store(file)
    first.answers.save(answer(ONE))
    before = query(file, "SELECT sql FROM sqlite_master ORDER BY name")
    second = open_store(file)
    assert query(file, "SELECT sql FROM sqlite_master ORDER BY name") == before
    assert len(rows(second, answers)) == 1


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("busy_timeout", 5000), ("synchronous", 1), ("foreign_keys", 1)],
)
def test_every_connection_to_sqlite_is_set_up(
    open_store: Callable[[Path], Store], file: Path, pragma: str, value: object
) -> None:
    store = open_store(file)
    with store.database.transaction() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


def test_a_folder_that_is_missing_is_made(
    open_store: Callable[[Path], Store], tmp_path: Path
) -> None:
    open_store(tmp_path / "a b?c%20#d" / "onramp.db")
    assert (tmp_path / "a b?c%20#d" / "onramp.db").is_file()


@pytest.mark.parametrize("folder", ["/proc", "/proc/none", "a file"])
def test_a_folder_that_cannot_be_written_to(tmp_path: Path, folder: str) -> None:
    (tmp_path / "a file").touch()
    with pytest.raises(NotReady, match="ONRAMP_DATA") as caught:
        Store.open(tmp_path / folder / "onramp.db")
    assert str(tmp_path) not in str(caught.value)


def test_a_file_that_cannot_be_written_to(open_store: Callable[[Path], Store], file: Path) -> None:
    open_store(file).close()
    with pytest.raises(
        NotReady, match=r"'onramp\.db' cannot be written to .* ONRAMP_DATA"
    ) as caught:
        Store.open(f"sqlite:///file:{file}?mode=ro&uri=true")
    assert str(file.parent) not in str(caught.value)


@pytest.mark.parametrize("damage", ["header", "pages", "no database"])
def test_a_damaged_file(open_store: Callable[[Path], Store], file: Path, damage: str) -> None:
    store = open_store(file)
    for at in range(200):
        store.answers.save(answer(f"{at:032x}"))
    store.close()
    content = bytearray(file.read_bytes())
    if damage == "header":
        content[:16] = os.urandom(16)
    elif damage == "pages":
        content[3 * 4096 : 6 * 4096] = os.urandom(3 * 4096)
    else:
        content = bytearray(b"these are my notes\n" * 100)
    file.write_bytes(content)
    with pytest.raises(NotReady, match=r"'onramp\.db' is damaged .* backup") as caught:
        Store.open(file)
    assert str(file.parent) not in str(caught.value)
    assert file.read_bytes() == content


def test_a_database_of_another_program(file: Path) -> None:
    file.parent.mkdir()
    query(file, "CREATE TABLE answers (id INTEGER)")
    with pytest.raises(NotReady, match=r"another program's tables: .* ONRAMP_DATABASE_URL"):
        Store.open(file)
    assert query(file, "SELECT name FROM sqlite_master") == [("answers",)]


def test_a_database_of_a_later_version(open_store: Callable[[Path], Store], file: Path) -> None:
    open_store(file).close()
    query(file, f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    with pytest.raises(NotReady, match="later version"):
        Store.open(file)


def test_a_database_that_is_held_by_another_program(file: Path) -> None:
    Store.open(file).close()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotReady, match=r"'onramp\.db' is held by another program"):
            Store.open(f"sqlite:///{file}?timeout=0.05")


@pytest.mark.parametrize(
    "url",
    ["hunter2", "mysql://me:hunter2@host/db", "sqlite://", "sqlite:///:memory:", "postgresql://me:hunter2@host",
     "postgresql://me:hunter2@host:x/db", "sqlite+aiosqlite:///hunter2.db", "sqlite:///hunter2.db?timeout=soon"],
)  # fmt: skip
def test_a_url_that_names_no_database_of_ours_is_not_repeated(url: str) -> None:
    with pytest.raises(
        NotReady, match="'database_url' is wrong: it must be a URL such as"
    ) as caught:
        Store.open(url)
    assert "hunter2" not in str(caught.value)


def test_a_write_that_was_acknowledged_outlives_a_kill(
    open_store: Callable[[Path], Store], file: Path
) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from service.store.store import Store\n"
        "from tests.service.store.conftest import answer\n"
        "Store.open(Path(sys.argv[1])).answers.save(answer('1' * 32))\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(file)], cwd=ROOT)
    assert done.returncode == -9
    store = open_store(file)
    store.feedback.save(Vote(ONE, NOON, "up", [], None))
    assert len(rows(store, answers)) == 1
