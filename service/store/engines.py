"""What differs between SQLite and PostgreSQL: the only file with SQL of either's own."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from service.errors import NotReady

_DRIVERS = ("sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg")
_MARK = 0x6F6E7261  # marks our SQLite files, and our lock in a PostgreSQL database
_PATIENCE = "5"  # seconds to wait for SQLite's other writer, or for the server, unless the URL says
_WRONG = (
    "The setting 'database_url' is wrong: it must be a URL such as "
    "postgresql://user:password@host/onramp or sqlite:////srv/onramp.db."
)
READING = "onramp_reading"  # option of a connection that does not write
_WAITING = {"sqlite": "timeout", "postgresql": "connect_timeout"}


def engine_of(address: str | Path) -> Engine:
    """An engine for a URL or a SQLite file, not connected yet. Raises NotReady.

    Its errors never quote what people wrote.
    """
    url = _url_of(address)
    url = url.set(query={_WAITING[url.get_backend_name()]: _PATIENCE, **url.query})
    try:
        if url.get_backend_name() == "sqlite":
            return _sqlite(url)
        return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    except ValueError:
        raise NotReady(_WRONG) from None
    except ModuleNotFoundError:
        raise NotReady(
            "PostgreSQL's driver is not installed: install 'psycopg[binary]', or leave "
            "ONRAMP_DATABASE_URL out to use SQLite."
        ) from None


def lock(connection: Connection) -> None:
    """Lets nobody else change tables until the transaction ends; SQLite's is alone from its start."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_MARK)))


def freeze(connection: Connection) -> None:
    """Lets a transaction that only reads see one moment throughout; nobody waits for it."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def check(connection: Connection) -> None:
    """Reads a whole SQLite file, and writes to it; PostgreSQL looks after its own.

    Raises a DatabaseError if the file is damaged or read-only.
    """
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        if found != "ok":
            raise sqlite3.DatabaseError(f"the file is malformed: {found}")
        connection.exec_driver_sql(f"PRAGMA application_id = {_MARK}")


def _url_of(address: str | Path) -> URL:
    """The message leaves the address out, since a password may stand in it."""
    if isinstance(address, Path):
        return URL.create("sqlite", database=str(address))
    try:
        url = make_url(address)
        usable = url.drivername in _DRIVERS and url.database not in (None, "", ":memory:")
    except (ArgumentError, ValueError):
        usable = False
    if not usable:
        raise NotReady(_WRONG)
    return url


def _sqlite(url: URL) -> Engine:
    file = url.database or ""
    if not file.startswith("file:"):
        try:
            Path(file).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NotReady(
                f"The folder of the database cannot be made ({error.strerror}): set ONRAMP_DATA to a "
                "folder that can be written to, or ONRAMP_DATABASE_URL."
            ) from None
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions are begun by _begin, tables among them
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    """Takes the lock for writing at once: a reader that comes to write later may be turned away."""
    reading = connection.get_execution_options().get(READING)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
