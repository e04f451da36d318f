"""What a model thought of a meeting, beside what was measured."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "opinions",
        sa.Column("meeting", sa.String, nullable=False),
        sa.Column("model", sa.String, nullable=False),
        sa.Column("prompt", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("v", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("document", sa.JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("meeting", "model", "prompt", name=op.f("pk_opinions")),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_opinions_meeting")),
    )
    op.create_index("ix_opinions_owner", "opinions", ["owner"])


def downgrade() -> None:
    raise RuntimeError("This would drop what people paid for. Restore a backup made before the upgrade instead.")
