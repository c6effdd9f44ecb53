"""Run by Alembic, with the connection that `migrate` hands over and in its transaction."""

from __future__ import annotations

from alembic import context

handed = context.config.attributes
context.configure(connection=handed["connection"], version_table=handed["version_table"])
context.run_migrations()
