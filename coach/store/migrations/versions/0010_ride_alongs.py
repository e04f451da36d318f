"""What managers remember of real meetings that they sat in on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "ride_alongs",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("observer", sa.String, nullable=False),
        sa.Column("observed", sa.String, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("v", sa.Integer, nullable=False),
        sa.Column("document", sa.JSON, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ride_alongs")),
    )
    op.create_index("ix_ride_alongs_observer", "ride_alongs", ["observer"])
    op.create_index("ix_ride_alongs_observed", "ride_alongs", ["observed"])


def downgrade() -> None:
    raise RuntimeError("This would drop what people wrote. Restore a backup made before the upgrade instead.")
