"""Campaigns that are played: what each was begun with, and its events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("campaigns", sa.Column("seed", sa.Integer, nullable=True))
    op.add_column("campaigns", sa.Column("difficulty", sa.String, nullable=True))
    op.add_column("campaigns", sa.Column("version", sa.String, nullable=True))
    op.create_table(
        "campaign_events",
        sa.Column("campaign", sa.String, nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("v", sa.Integer, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("record", sa.JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "number", name=op.f("pk_campaign_events")),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.id"], name=op.f("fk_campaign_events_campaign")),
    )


def downgrade() -> None:
    raise RuntimeError("This would drop what people wrote. Restore a backup made before the upgrade instead.")
