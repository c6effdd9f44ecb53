"""Study plans that were kept on request."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, insert, select, true

from service.errors import Busy
from service.store.database import Database
from service.store.tables import plans

MOST = 1000  # plans of one key, and of all who show none: 200 MB of the largest
_LATER = 3600  # seconds until there may be room again


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan as it is kept: a row, field by field. `id` has 32 hexadecimal digits, by chance."""

    id: str
    created_at: datetime
    key_id: str | None
    plan: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Owner:
    """Who may reach a plan: the key that kept it, or whoever shows none if none was shown."""

    key_id: str | None


class Plans:
    """The plans in a database. Without an owner a method reaches everybody's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, plan: StoredPlan, most: int = MOST) -> None:
        """Keeps a plan. Raises Busy, also if its owner keeps as many as may be."""
        owned = select(func.count()).select_from(plans).where(plans.c.key_id == plan.key_id)
        with self._database.transaction() as connection:
            if connection.execute(owned).scalar_one() >= most:
                raise Busy(
                    f"{most} plans are kept, no more are: delete one, or come back later.", _LATER
                )
            connection.execute(insert(plans).values(asdict(plan)))

    def find(self, plan_id: str, owner: Owner | None = None) -> StoredPlan | None:
        """The plan, None if it isn't kept or is another's. Raises Busy."""
        with self._database.snapshot() as connection:
            row = connection.execute(select(plans).where(_clause(plan_id, owner))).first()
        return StoredPlan(**row._mapping) if row else None

    def delete(self, plan_id: str | None = None, owner: Owner | None = None) -> int:
        """Deletes one plan, or all of an owner; returns how many. Raises Busy."""
        with self._database.transaction() as connection:
            return connection.execute(delete(plans).where(_clause(plan_id, owner))).rowcount

    def export(self, owner: Owner) -> list[dict[str, Any]]:
        """All that is kept for an owner, oldest first. Raises Busy."""
        found = select(plans).where(_clause(None, owner)).order_by(plans.c.created_at, plans.c.id)
        with self._database.snapshot() as connection:
            return [dict(row._mapping) for row in connection.execute(found)]

    def forget(self, before: datetime) -> int:
        """Deletes the plans kept before a time; returns how many. Raises Busy."""
        with self._database.transaction() as connection:
            return connection.execute(delete(plans).where(plans.c.created_at < before)).rowcount


def _clause(plan_id: str | None, owner: Owner | None) -> ColumnElement[bool]:
    if plan_id is None and owner is None:
        raise ValueError("either a plan or an owner")
    one = true() if plan_id is None else plans.c.id == plan_id
    return one if owner is None else and_(one, plans.c.key_id == owner.key_id)
