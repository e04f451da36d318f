"""Where meetings, content versions and edits are kept: SQLite for one laptop, PostgreSQL for a team.

Start with `coach.store.repository.open_store`.
"""
