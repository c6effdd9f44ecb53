"""What people thought of an answer: the last vote on each."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import insert, select, update

from service.errors import NotFound
from service.store.database import Database
from service.store.tables import answers, feedback

Verdict = Literal["up", "down"]
Reason = Literal["wrong", "not_my_question", "incomplete", "bad_citation", "outdated", "unclear"]


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote as it is kept: a row, field by field."""

    answer_id: str
    created_at: datetime
    verdict: Verdict
    reasons: list[Reason]
    comment: str | None


class Feedback:
    """The votes in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, vote: Vote) -> None:
        """Keeps a vote in place of any other on the same answer.

        Raises NotFound for an answer that isn't kept, and Busy.
        """
        # The answer's row is locked, so that two votes on it come one after the other.
        voted = select(answers.c.answer_id).where(answers.c.answer_id == vote.answer_id)
        row = asdict(vote)
        with self._database.transaction() as connection:
            if connection.execute(voted.with_for_update()).first() is None:
                raise NotFound(
                    "There is no such answer here: it was never given, or it is too old to be kept."
                )
            replaced = connection.execute(
                update(feedback).where(feedback.c.answer_id == vote.answer_id).values(row)
            )
            if not replaced.rowcount:
                connection.execute(insert(feedback).values(row))
