"""Takes of a pitch that was delivered alone, in the mirror."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "takes",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("persona", sa.String, nullable=False),
        sa.Column("v", sa.Integer, nullable=False),
        sa.Column("document", sa.JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takes")),
    )
    op.create_index("ix_takes_owner_persona_at", "takes", ["owner", "persona", "at"])


def downgrade() -> None:
    raise RuntimeError("This would drop what people wrote. Restore a backup made before the upgrade instead.")
