"""API keys, of which only a digest is kept."""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import insert, or_, select, update

from service.access.api_key import ApiKey
from service.errors import Busy, NotFound
from service.store.database import Database
from service.store.tables import api_keys

log = logging.getLogger(__name__)

_USE_STEP = timedelta(minutes=1)  # `last_used_at` is no finer


class Keys:
    """The keys in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, key: ApiKey) -> None:
        """Keeps a new key. Raises Busy."""
        with self._database.transaction() as connection:
            connection.execute(insert(api_keys).values(asdict(key)))

    def find(self, key_id: str) -> ApiKey | None:
        """The key with this id, in force or not. Raises Busy."""
        with self._database.snapshot() as connection:
            row = connection.execute(select(api_keys).where(api_keys.c.id == key_id)).first()
        return ApiKey(**row._mapping) if row else None

    def all(self) -> list[ApiKey]:
        """All keys, the newest first. Raises Busy."""
        newest = select(api_keys).order_by(api_keys.c.created_at.desc(), api_keys.c.id)
        with self._database.snapshot() as connection:
            return [ApiKey(**row._mapping) for row in connection.execute(newest)]

    def revoke(self, key_id: str, now: datetime) -> ApiKey:
        """Ends a key; one that was revoked before keeps its time. Raises NotFound and Busy."""
        ended = update(api_keys).where(api_keys.c.id == key_id, api_keys.c.revoked_at.is_(None))
        with self._database.transaction() as connection:
            connection.execute(ended.values(revoked_at=now))
        key = self.find(key_id)
        if key is None:
            raise NotFound(f"There is no key '{key_id}': `onramp keys list` shows the ids.")
        return key

    def use(self, key: ApiKey, now: datetime) -> None:
        """Notes that a key was used, at most once a minute. Never raises: it is only a note."""
        before = now - _USE_STEP
        if key.last_used_at is not None and key.last_used_at > before:
            return
        used = update(api_keys).where(
            api_keys.c.id == key.id,
            or_(api_keys.c.last_used_at.is_(None), api_keys.c.last_used_at <= before),
        )
        try:
            with self._database.transaction() as connection:
                connection.execute(used.values(last_used_at=now))
        except Busy:
            log.warning("the use of a key could not be noted")
