"""The tables as the newest migration leaves them."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A time with its zone; kept as UTC, since SQLite drops the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        return value and (value if value.tzinfo else value.replace(tzinfo=UTC))


class Words(TypeDecorator[str]):
    """What somebody wrote, without NUL characters: PostgreSQL takes none."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        del dialect
        return value and value.replace("\0", "")


answers = Table(
    "answers",
    metadata,
    Column("answer_id", String(32), primary_key=True),
    Column("conversation_id", String(64), nullable=False, index=True),
    Column("created_at", Moment, nullable=False, index=True),
    Column("status", String(16), nullable=False),
    Column("question", Words),  # as it was understood; none if questions are not kept
    Column("rewritten", Boolean, nullable=False),
    Column("model", Words),  # none for a refusal
    Column("cited", JSON, nullable=False),  # slugs of notes
    Column("nearest", JSON, nullable=False),  # addresses of notes
    Column("retrieval_ms", Integer, nullable=False),
    Column("first_sentence_ms", Integer),
    Column("total_ms", Integer),
    Column("key_id", String(12), index=True),  # none for who shows no key
    Column("sentences", JSON(none_as_null=True)),  # [{text, origin, citations}]; as for questions
    Column("passages", JSON(none_as_null=True)),  # [{n, url, heading}]: the evidence
)

feedback = Table(
    "feedback",
    metadata,
    Column(
        "answer_id",
        String(32),
        ForeignKey("answers.answer_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("created_at", Moment, nullable=False),
    Column(
        "verdict",
        String(4),
        CheckConstraint("verdict IN ('up', 'down')", name="verdict"),
        nullable=False,
    ),
    Column("reasons", JSON, nullable=False),
    Column("comment", Words),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("name", Words, nullable=False),
    Column("digest", String(64), nullable=False),  # SHA-256 of the secret, in hex
    Column("scopes", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
    Column("last_used_at", Moment),
)

plans = Table(
    "plans",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("created_at", Moment, nullable=False, index=True),
    Column("key_id", String(12), index=True),  # none for who shows no key
    Column("plan", JSON, nullable=False),  # as it was given out, without free texts
)
