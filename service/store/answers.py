"""The answers that were given, so that they can be voted on and looked through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from sqlalchemy import ColumnElement, and_, delete, insert, select

from service.answering.conversation import KeptTurn
from service.answering.events import Done, Event, PassagesFound, Refusal, SentenceChecked
from service.store.database import Database
from service.store.tables import answers, feedback


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer as it is kept: a row, field by field."""

    answer_id: str
    conversation_id: str
    created_at: datetime
    status: str
    question: str | None
    rewritten: bool
    model: str | None
    cited: list[str]
    nearest: list[str]
    retrieval_ms: int
    first_sentence_ms: int | None
    total_ms: int | None
    key_id: str | None = None
    sentences: list[dict[str, Any]] | None = None
    passages: list[dict[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class Whose:
    """Which answers: those of a conversation, or those that a key asked for.

    `exact` are those of a conversation that were asked with this key, or with none.
    """

    conversation: str | None = None
    key: str | None = None
    exact: bool = False

    @property
    def clause(self) -> ColumnElement[bool]:
        if self.exact:
            return and_(
                answers.c.conversation_id == self.conversation, answers.c.key_id == self.key
            )
        if (self.conversation is None) == (self.key is None):
            raise ValueError("either a conversation or a key")
        if self.conversation is not None:
            return answers.c.conversation_id == self.conversation
        return answers.c.key_id == self.key

    def matches(self, answer: GivenAnswer) -> bool:
        """The same for an answer that is not in the database."""
        if self.exact:
            return (answer.conversation_id, answer.key_id) == (self.conversation, self.key)
        if self.conversation is not None:
            return answer.conversation_id == self.conversation
        return answer.key_id == self.key


def is_kept(last: Done | Refusal) -> bool:
    """Whether an answer that ends like this is kept; small talk is not."""
    return last.status != "smalltalk"


def given(
    events: Sequence[Event], moment: datetime, with_question: bool, key_id: str | None = None
) -> GivenAnswer:
    """What is kept of an answer, from all its events, the last of which `is_kept`."""
    first, last = events[0], events[-1]
    if not isinstance(first, PassagesFound | Refusal) or not isinstance(last, Done | Refusal):
        raise ValueError(f"no answer goes from '{first.name}' to '{last.name}'")
    return GivenAnswer(
        answer_id=last.answer_id,
        conversation_id=last.conversation_id,
        created_at=moment,
        status=last.status,
        question=first.question if with_question else None,
        rewritten=first.rewritten,
        model=last.model if isinstance(last, Done) else None,
        cited=_cited(events),
        nearest=[topic.url for topic in last.nearest] if isinstance(last, Refusal) else [],
        **asdict(last.timings),
        key_id=key_id,
        sentences=_said(events) if with_question else None,
        passages=_shown(events) if with_question else None,
    )


def _said(events: Sequence[Event]) -> list[dict[str, Any]]:
    return [
        {"text": event.text, "origin": event.origin, "citations": event.citations}
        for event in events
        if isinstance(event, SentenceChecked)
    ]


def _shown(events: Sequence[Event]) -> list[dict[str, Any]]:
    return [
        {"n": passage.n, "url": passage.url, "heading": passage.heading}
        for event in events
        if isinstance(event, PassagesFound)
        for passage in event.passages
    ]


def _cited(events: Sequence[Event]) -> list[str]:
    """Slugs of the notes that the sentences cite, in the order of the passages."""
    said = [event for event in events if isinstance(event, SentenceChecked)]
    numbers = {n for sentence in said for n in sentence.citations}
    shown = [event.passages for event in events if isinstance(event, PassagesFound)]
    cited = [passage.note for passages in shown for passage in passages if passage.n in numbers]
    return list(dict.fromkeys(cited))


def _about(passages: Sequence[dict[str, Any]] | None, cited: Sequence[str]) -> str:
    """Slug of the note that an answer was about; the first release kept no passages."""
    if not passages:
        return cited[0] if cited else ""
    path, _, _ = passages[0]["url"].partition("#")
    return unquote(path.removeprefix("/notes/"))


class Answers:
    """The answers in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, answer: GivenAnswer) -> None:
        """Keeps an answer; one that is there already stays as it is. Raises Busy."""
        same = select(answers.c.answer_id).where(answers.c.answer_id == answer.answer_id)
        with self._database.transaction() as connection:
            if connection.execute(same).first() is None:
                connection.execute(insert(answers).values(asdict(answer)))

    def latest(self, whose: Whose) -> KeptTurn | None:
        """The last question that was answered, None if no text of one is kept. Raises Busy."""
        said = (answers.c.question, answers.c.rewritten, answers.c.passages, answers.c.cited)
        found = (
            select(*said, answers.c.created_at)
            .where(whose.clause, answers.c.status == "answered", answers.c.question.is_not(None))
            .order_by(answers.c.created_at.desc(), answers.c.answer_id)
            .limit(1)
        )
        with self._database.snapshot() as connection:
            row = connection.execute(found).first()
        return row and KeptTurn(
            row.question, row.rewritten, _about(row.passages, row.cited), row.created_at
        )

    def export(self, whose: Whose) -> list[dict[str, Any]]:
        """All that is kept of a conversation or a key's, oldest first, votes along. Raises Busy."""
        votes = [feedback.c.verdict, feedback.c.reasons, feedback.c.comment]
        found = (
            select(answers, *votes)
            .select_from(answers.outerjoin(feedback))
            .where(whose.clause)
            .order_by(answers.c.created_at, answers.c.answer_id)
        )
        with self._database.snapshot() as connection:
            return [dict(row._mapping) for row in connection.execute(found)]

    def delete(self, whose: Whose) -> int:
        """Deletes them, votes along; returns how many. Raises Busy."""
        with self._database.transaction() as connection:
            return connection.execute(delete(answers).where(whose.clause)).rowcount

    def forget(self, before: datetime) -> int:
        """Deletes the answers given before a time, and their votes; returns how many. Raises Busy."""
        with self._database.transaction() as connection:
            return connection.execute(delete(answers).where(answers.c.created_at < before)).rowcount
