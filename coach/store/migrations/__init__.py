"""The Alembic environment: one file a revision under versions/, run by coach.store.migrate."""
