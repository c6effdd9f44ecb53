"""What was asked and how it went, read back for insights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from service.store.database import Database
from service.store.tables import answers, feedback

LIMIT = 50_000  # rows read, newest first


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and how it went; nothing of who asked it. `question` is None if it isn't kept."""

    created_at: datetime
    status: str
    question: str | None
    first_sentence_ms: int | None
    total_ms: int | None
    verdict: str | None
    reasons: list[str]


class Usage:
    """Questions, answers and votes in a database, to be looked through."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def since(self, moment: datetime) -> list[Asked]:
        """The questions asked since a moment, newest first, at most LIMIT. Raises Busy."""
        columns = (
            answers.c.created_at,
            answers.c.status,
            answers.c.question,
            answers.c.first_sentence_ms,
            answers.c.total_ms,
            feedback.c.verdict,
            feedback.c.reasons,
        )
        found = (
            select(*columns)
            .select_from(answers.outerjoin(feedback))
            .where(answers.c.created_at >= moment)
            .order_by(answers.c.created_at.desc())
            .limit(LIMIT)
        )
        with self._database.snapshot() as connection:
            rows = connection.execute(found).all()
        return [Asked(*row[:-1], row[-1] or []) for row in rows]
