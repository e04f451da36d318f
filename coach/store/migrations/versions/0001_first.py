"""All tables of the first release.

Written out rather than taken from tables.py: a revision must go on making what it made on the day it was released.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table("people", _text("id"), _text("name", sa.Text), _time("created_at"), _key("people", "id"))
    op.create_table(
        "content_versions",
        _text("kind"),
        _text("id"),
        _text("hash"),
        _json("document"),
        _time("stored_at"),
        _key("content_versions", "kind", "id", "hash"),
    )
    op.create_table(
        "content_edits",
        _text("owner"),
        _text("kind"),
        _text("id"),
        _json("document"),
        _time("updated_at"),
        _key("content_edits", "owner", "kind", "id"),
    )
    op.create_table(
        "campaigns",
        _text("id"),
        _text("owner"),
        _text("account", nullable=True),
        _text("title", sa.Text),
        _time("created_at"),
        _key("campaigns", "id"),
    )
    op.create_table(
        "engagements",
        _text("id"),
        _text("campaign"),
        _text("owner"),
        sa.Column("day", sa.Date, nullable=False),
        _text("purpose"),
        _json("stakeholders"),
        _json("messages"),
        _text("counts", nullable=True),
        _key("engagements", "id"),
        _points("engagements", ["campaign"], ["campaigns.id"]),
    )
    op.create_table(
        "meetings",
        _text("id"),
        _text("engagement"),
        _text("owner"),
        _json("setup"),
        _text("mode"),
        _text("branched_from", nullable=True),
        sa.Column("branched_turn", sa.Integer, nullable=True),
        _time("created_at"),
        _time("updated_at"),
        _key("meetings", "id"),
        _points("meetings", ["engagement"], ["engagements.id"]),
        _points("meetings", ["branched_from"], ["meetings.id"]),
    )
    op.create_table(
        "participants",
        _text("meeting"),
        _text("person"),
        _text("kind"),
        _text("content_id"),
        _text("content_hash"),
        _text("name", sa.Text),
        _text("title", sa.Text),
        _key("participants", "meeting", "person"),
        _points("participants", ["meeting"], ["meetings.id"]),
    )
    op.create_table(
        "said",
        _text("meeting"),
        _number("turn"),
        _number("v"),
        _text("kind"),
        _json("record"),
        _time("at"),
        _key("said", "meeting", "turn"),
        _points("said", ["meeting"], ["meetings.id"]),
    )
    op.create_table(
        "replied",
        _text("meeting"),
        _number("turn"),
        _text("person"),
        _number("v"),
        _json("record"),
        _time("at"),
        _key("replied", "meeting", "turn", "person"),
        _points("replied", ["meeting", "turn"], ["said.meeting", "said.turn"]),
        _points("replied", ["meeting", "person"], ["participants.meeting", "participants.person"]),
    )
    op.create_table(
        "summaries",
        _text("meeting"),
        _text("person"),
        _text("owner"),
        _text("name", sa.Text),
        _text("title", sa.Text),
        _number("turns"),
        _number("trust", sa.Double),
        _text("belief"),
        _number("patience", sa.Double),
        _number("minutes_left", sa.Double),
        _number("disclosed"),
        _text("outcome", nullable=True),
        _json("state"),
        _time("updated_at"),
        _key("summaries", "meeting", "person"),
        _points("summaries", ["meeting", "person"], ["participants.meeting", "participants.person"]),
    )
    op.create_table(
        "notes",
        _text("id"),
        _text("meeting"),
        _text("owner"),
        _text("kind"),
        _text("text", sa.Text),
        _time("at"),
        _key("notes", "id"),
        _points("notes", ["meeting"], ["meetings.id"]),
    )
    for table, *columns in (
        ("campaigns", "owner"),
        ("engagements", "campaign"),
        ("engagements", "owner"),
        ("meetings", "engagement"),
        ("meetings", "owner"),
        ("meetings", "branched_from"),
        ("summaries", "owner", "updated_at"),
        ("notes", "meeting", "at"),
    ):
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def downgrade() -> None:
    raise RuntimeError("Before the first revision there are no tables: this would drop every meeting. Restore a backup instead.")


def _text(name: str, kind: type[sa.String] = sa.String, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable)


def _number(name: str, kind: type[sa.types.TypeEngine[Any]] = sa.Integer) -> sa.Column[Any]:
    # Part of a key only together with others, so it must never become a counter of its own.
    return sa.Column(name, kind, nullable=False, autoincrement=False)


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON, nullable=False)


def _time(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _points(table: str, columns: list[str], to: list[str]) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(columns, to, name=op.f(f"fk_{table}_{'_'.join(columns)}"))
