"""The store: everything that is kept in one database."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from service.store.answers import Answers
from service.store.database import Database
from service.store.feedback import Feedback
from service.store.keys import Keys
from service.store.plans import Plans
from service.store.usage import Usage


class Store:
    """What is kept, by kind. Its calls wait for the database: make them from a thread."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.answers = Answers(database)
        self.feedback = Feedback(database)
        self.usage = Usage(database)
        self.keys = Keys(database)
        self.plans = Plans(database)

    @classmethod
    def open(cls, address: str | Path) -> Store:
        """Opens a URL or a SQLite file and brings its tables up to date. Raises NotReady."""
        return cls(Database.open(address))

    @classmethod
    def attach(cls, address: str | Path) -> Store:
        """Uses what another process of this service has opened."""
        return cls(Database.attach(address))

    def forget(self, before: datetime) -> int:
        """Deletes answers, votes and plans from before a time; returns how many. Raises Busy."""
        return self.answers.forget(before) + self.plans.forget(before)

    def trouble(self) -> str | None:
        """Why nothing can be kept at the moment, None if it can."""
        return self.database.trouble()

    def close(self) -> None:
        """Lets go of the database."""
        self.database.close()
