"""What a database's error means, and how to mend it."""

from __future__ import annotations

import sqlite3
from pathlib import PurePath

from sqlalchemy import URL
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError

DAMAGED = "the database is damaged: stop the service, put a backup in its place and start again"
FAILURES = (SQLAlchemyError, sqlite3.Error)  # the latter while a connection is set up
_MEANINGS = (
    ("not a database", DAMAGED),
    ("malformed", DAMAGED),
    ("full", "the disk is full"),
    ("disk I/O", "the disk is full or broken"),
    ("readonly", "the file or its disk is read-only"),
    ("unable to open", "the file is gone or may not be opened"),
    ("locked", "another program holds the database"),
)


def told(error: Exception) -> str:
    """The error in the driver's own words: no statement, no values."""
    return str(getattr(error, "orig", None) or error).partition("\n")[0].rstrip(".")


def why(error: Exception, url: URL) -> str:
    """What keeps a database that was in use from being used, without folders and values."""
    said = told(error)
    if url.get_backend_name() != "sqlite":
        if "No space left" in said:
            return "the database server's disk is full"
        away = isinstance(error, OperationalError | InterfaceError)
        return "the database server is away" if away else "the log says why"
    return next((meaning for sign, meaning in _MEANINGS if sign in said), "the log says why")


def fix(error: Exception, url: URL) -> str:
    """Why a database can't be opened and what to do, without folders and passwords."""
    said = told(error)
    if url.get_backend_name() != "sqlite":
        return (
            f"The database server cannot be used ({said}): see that it runs, and that "
            "ONRAMP_DATABASE_URL names a database in which tables may be made."
        )
    name = PurePath(url.database or "").name
    if "not a database" in said or "malformed" in said:
        return (
            f"The database '{name}' is damaged or is no SQLite file ({said}): put a backup in its "
            "place, or move it away to begin with an empty one."
        )
    if "locked" in said:
        return f"The database '{name}' is held by another program: end that one, then start again."
    return (
        f"The database '{name}' cannot be written to ({said}): set ONRAMP_DATA to a folder that can be, "
        "or ONRAMP_DATABASE_URL to another database."
    )
