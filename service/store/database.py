"""The database: opened, brought up to date, and used in transactions that end well or not at all."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from service.errors import Busy, NotReady
from service.store.diagnosis import DAMAGED, FAILURES, fix, told, why
from service.store.engines import READING, check, engine_of, freeze, lock
from service.store.migrate import migrate
from service.store.tables import answers

log = logging.getLogger(__name__)

_RETRY_SECONDS = 5


class Database:
    """A database that holds our tables; may be used from any thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._trouble: str | None = None
        self._damaged = False  # until the file is replaced, for which the service has to stop

    @classmethod
    def open(cls, address: str | Path) -> Database:
        """Opens a URL or a SQLite file, which is made if it isn't there, and runs the migrations.

        Raises NotReady for a database that can't be used; the message says how to mend it.
        """
        engine = engine_of(address)
        try:
            with engine.begin() as connection:
                lock(connection)
                check(connection)
                migrate(connection)
        except FAILURES as error:
            engine.dispose()
            raise NotReady(fix(error, engine.url)) from None
        except NotReady:
            engine.dispose()
            raise
        return cls(engine)

    @classmethod
    def attach(cls, address: str | Path) -> Database:
        """A database that another process of this service has just opened and brought up to date."""
        return cls(engine_of(address))

    @classmethod
    def empty(cls, file: Path) -> Database:
        """A SQLite file of its own, without tables."""
        return cls(engine_of(file))

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction: committed when the block ends, rolled back if it raises.

        For what writes. Raises Busy if the database fails; the log says why.
        """
        try:
            with self._engine.begin() as connection:
                yield connection
        except FAILURES as error:
            self._trouble = f"the last write failed: {self._failed(error)}"
            raise Busy(
                "The database cannot be reached: try again in a moment.", _RETRY_SECONDS
            ) from None
        self._trouble = None

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A transaction that reads one moment, while others write. Raises Busy.

        That it ends well says nothing of writes, so `trouble` stays what it is.
        """
        try:
            with self._engine.connect() as connection:
                reading = connection.execution_options(**{READING: True})
                with reading.begin():
                    freeze(reading)
                    yield reading
        except FAILURES as error:
            self._failed(error)
            raise Busy("The database cannot be read: try again.", _RETRY_SECONDS) from None

    def trouble(self) -> str | None:
        """Why nothing can be kept at the moment, None if it can. Asks the database.

        A write that failed is remembered until another one ends well.
        """
        if self._damaged:
            return DAMAGED
        if self._trouble is None:
            try:
                with self._engine.begin() as connection:
                    connection.execute(select(answers.c.answer_id).limit(1))
            except FAILURES as error:
                return self._failed(error)
        return self._trouble

    def _failed(self, error: Exception) -> str:
        """Takes note of a failure; returns what it means."""
        log.error("the database failed: %s", told(error))
        meaning = why(error, self._engine.url)
        self._damaged = self._damaged or meaning == DAMAGED
        return meaning

    def close(self) -> None:
        """Closes all connections."""
        self._engine.dispose()
