"""Which account at a provider belongs to whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "logins",
        sa.Column("issuer", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_logins_person")),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_logins")),
    )
    op.create_index("ix_logins_person", "logins", ["person"])


def downgrade() -> None:
    raise RuntimeError("This would drop who signs in as whom. Restore a backup made before the upgrade instead.")
