"""How Alembic runs here: on the connection and inside the transaction that coach.store.migrate hands it."""

from __future__ import annotations

from alembic import context

import coach.store.tables_team  # noqa: F401 - with it, the metadata knows all tables
from coach.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,  # SQLite can roll back CREATE TABLE too, although Alembic does not presume it
    render_as_batch=True,  # later revisions: SQLite changes a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
