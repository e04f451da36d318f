"""A library that is edited in the app, plans, drills, hints; own marks, kept scores, real calls, notes on a turn."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("notes", sa.Column("turn", sa.Integer, nullable=True))
    op.create_table(
        "message_versions",
        _text("library"),
        _text("message"),
        _number("version"),
        _json("document"),
        _text("by"),
        _time("at"),
        _key("message_versions", "library", "message", "version"),
    )
    op.create_table(
        "message_trail",
        _text("id"),
        _text("library"),
        _text("message"),
        _number("version"),
        _text("what"),
        _text("note", sa.Text),
        _text("batch", nullable=True),
        _text("by"),
        _time("at"),
        _key("message_trail", "id"),
    )
    op.create_table(
        "plans",
        _text("id"),
        _text("owner"),
        _text("account", nullable=True),
        _text("library"),
        _text("title", sa.Text),
        _number("v"),
        _json("document"),
        _number("revision"),
        _time("created_at"),
        _time("updated_at"),
        _key("plans", "id"),
    )
    op.create_table(
        "drill_cards",
        _text("owner"),
        _text("library"),
        _text("card"),
        _json("state"),
        _time("due"),
        _time("updated_at"),
        _key("drill_cards", "owner", "library", "card"),
    )
    op.create_table(
        "drill_answers",
        _text("id"),
        _text("owner"),
        _text("library"),
        _text("card"),
        _number("rating"),
        _text("words", sa.Text),
        _time("at"),
        _key("drill_answers", "id"),
    )
    op.create_table(
        "hints",
        _text("id"),
        _text("meeting"),
        _text("owner"),
        _number("turn"),
        _json("shown"),
        _time("at"),
        _key("hints", "id"),
        _of_a_meeting("hints"),
    )
    op.create_table(
        "own_marks",
        _text("meeting"),
        _text("owner"),
        _number("v"),
        _json("document"),
        _time("at"),
        _key("own_marks", "meeting"),
        _of_a_meeting("own_marks"),
    )
    op.create_table(
        "scores",
        _text("meeting"),
        _text("rubric"),
        _text("hash"),
        _text("owner"),
        _number("v"),
        _json("document"),
        _time("at"),
        _key("scores", "meeting", "rubric", "hash"),
        _of_a_meeting("scores"),
    )
    op.create_table(
        "calls",
        _text("id"),
        _text("owner"),
        _text("title", sa.Text),
        _number("v"),
        _json("document"),
        _time("at"),
        _key("calls", "id"),
    )
    for table, *columns in (
        ("message_trail", "library", "message", "at"),
        ("message_trail", "batch"),
        ("plans", "owner"),
        ("drill_cards", "owner", "due"),
        ("drill_answers", "owner", "library", "card"),
        ("hints", "meeting", "turn"),
        ("own_marks", "owner"),
        ("scores", "owner"),
        ("calls", "owner", "at"),
    ):
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def downgrade() -> None:
    raise RuntimeError("This would drop what people wrote. Restore a backup made before the upgrade instead.")


def _text(name: str, kind: type[sa.String] = sa.String, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, nullable=False, autoincrement=False)


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON, nullable=False)


def _time(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _of_a_meeting(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f(f"fk_{table}_meeting"))
