"""What an answer said and on what evidence, and whose key asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("answers", sa.Column("key_id", sa.String(12)))
    op.add_column("answers", sa.Column("sentences", sa.JSON))
    op.add_column("answers", sa.Column("passages", sa.JSON))
    op.create_index("ix_answers_conversation_id", "answers", ["conversation_id"])
    op.create_index("ix_answers_key_id", "answers", ["key_id"])
