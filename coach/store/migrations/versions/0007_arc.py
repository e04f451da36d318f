"""Real meetings, and what goes beside a plan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "real_meetings",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("plan", sa.String, nullable=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("v", sa.Integer, nullable=False),
        sa.Column("document", sa.JSON, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_real_meetings")),
    )
    op.create_index("ix_real_meetings_owner_day", "real_meetings", ["owner", "day"])
    op.create_table(
        "arcs",
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("v", sa.Integer, nullable=False),
        sa.Column("document", sa.JSON, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner", "kind", "key", name=op.f("pk_arcs")),
    )


def downgrade() -> None:
    raise RuntimeError("This would drop what people wrote. Restore a backup made before the upgrade instead.")
