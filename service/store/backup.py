"""The whole store in one file, while it is in use: the same form from either kind of database.

The file is gzipped JSON lines: a head with form and version, a line a row, and last the SHA-256 of all
lines before it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, DateTime, MetaData, Table, delete, insert, select

from service.errors import BadInput
from service.store.database import Database
from service.store.migrate import migrate, version
from service.store.tables import metadata

_FORM = "onramp-backup-1"
_BROKEN = "is no backup of Onramp's, or was cut short or altered: nothing was changed."


def back_up(database: Database, file: Path) -> int:
    """Writes every row of one moment to a file that appears complete or not at all; returns how many.

    Others go on writing meanwhile. Raises BadInput if the file is there or can't be written, and Busy.
    """
    if file.exists():
        raise BadInput(f"'{file}' is there already: name another file.")
    part = file.with_name(f"{file.name}.part")
    rows = 0
    try:
        with part.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as packed:
            digest = hashlib.sha256()
            with database.snapshot() as connection:
                for entry in _entries(connection):
                    line = json.dumps(entry, ensure_ascii=False).encode() + b"\n"
                    digest.update(line)
                    packed.write(line)
                    rows += "row" in entry
            packed.write(json.dumps({"sha256": digest.hexdigest()}).encode() + b"\n")
            packed.close()
            raw.flush()
            os.fsync(raw.fileno())
        part.rename(file)
    except OSError as error:
        raise BadInput(f"The backup can't be written to '{file}': {error.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)
    return rows


def restore(database: Database, file: Path, replace: bool) -> int:
    """Puts a backup into the database, whole or not at all; returns how many rows.

    One of an earlier version is brought up to date on its way. Raises BadInput for a file that is no
    sound backup, and for a database that holds something, unless it may be replaced.
    """
    head, rows = _read(file)
    with tempfile.TemporaryDirectory() as folder:
        beside = Database.empty(Path(folder) / "restored.db")
        try:
            with beside.transaction() as connection:
                _fill(connection, head["version"], rows)
                migrate(connection)
            with beside.snapshot() as source, database.transaction() as target:
                _check_free(target, replace)
                for table in metadata.sorted_tables:
                    found = [dict(row._mapping) for row in source.execute(select(table))]
                    if found:
                        target.execute(insert(table), found)
        finally:
            beside.close()
    return len(rows)


def _entries(connection: Connection) -> Iterator[dict[str, Any]]:
    yield {"form": _FORM, "version": version(connection)}
    for table in metadata.sorted_tables:
        for row in connection.execute(select(table)):
            values = {
                name: value.isoformat() if isinstance(value, datetime) else value
                for name, value in row._mapping.items()
            }
            yield {"table": table.name, "row": values}


def _read(file: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Head and rows, once the last line has vouched for all before it."""
    try:
        with gzip.open(file, "rb") as packed:
            lines = packed.readlines()
        told = json.loads(lines[-1])["sha256"]
        entries = [json.loads(line) for line in lines[:-1]]
        sound = told == hashlib.sha256(b"".join(lines[:-1])).hexdigest()
        if not sound or entries[0]["form"] != _FORM:
            raise ValueError
    except FileNotFoundError:
        raise BadInput(f"There is no file '{file}'.") from None
    except (OSError, EOFError, zlib.error, ValueError, LookupError, TypeError):
        raise BadInput(f"'{file}' {_BROKEN}") from None
    return entries[0], entries[1:]


def _fill(connection: Connection, at: str, rows: list[dict[str, Any]]) -> None:
    """Makes the tables as they were at a version and puts the rows into them."""
    migrate(connection, at)
    tables = MetaData()
    tables.reflect(connection)
    for entry in rows:
        table = tables.tables[entry["table"]]
        connection.execute(insert(table), _values(table, entry["row"]))


def _values(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: datetime.fromisoformat(value).replace(tzinfo=None)  # kept as UTC
        if value is not None and isinstance(table.c[name].type, DateTime)
        else value
        for name, value in row.items()
    }


def _check_free(connection: Connection, replace: bool) -> None:
    for table in reversed(metadata.sorted_tables):
        if replace:
            connection.execute(delete(table))
        elif connection.execute(select(table).limit(1)).first() is not None:
            raise BadInput("The database holds something already: add --replace to replace it all.")
