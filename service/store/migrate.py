"""Brings the tables of a database to the newest version."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import Connection, inspect

from service.errors import NotReady

VERSION_TABLE = "onramp_version"
_MINE = "name another database in ONRAMP_DATABASE_URL"


def version(connection: Connection) -> str:
    """The version that the tables are of."""
    options = {"version_table": VERSION_TABLE}
    found = MigrationContext.configure(connection, opts=options).get_current_revision()
    return found or "base"


def migrate(connection: Connection, to: str = "head") -> None:
    """Runs the migrations that are missing, inside the connection's transaction.

    Raises NotReady for a database that holds something else or a later version's tables.
    """
    found = set(inspect(connection).get_table_names())
    if found and VERSION_TABLE not in found:
        raise NotReady(f"The database holds another program's tables: {_MINE}.")
    config = Config()
    config.set_main_option("script_location", "service.store:migrations")
    config.attributes["connection"] = connection
    config.attributes["version_table"] = VERSION_TABLE
    try:
        command.upgrade(config, to)
    except CommandError:
        raise NotReady(
            f"The database was made by a later version of Onramp: install that one, or {_MINE}."
        ) from None
