"""Whom a certificate rests on, one row each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "certificate_raters",
        sa.Column("assignment", sa.String, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("rater", sa.String, nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("judge", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(["assignment"], ["certificates.assignment"], name=op.f("fk_certificate_raters_assignment")),
        sa.PrimaryKeyConstraint("assignment", "number", name=op.f("pk_certificate_raters")),
    )
    op.create_index("ix_certificate_raters_rater", "certificate_raters", ["rater"])


def downgrade() -> None:
    raise RuntimeError("This would drop what people wrote. Restore a backup made before the upgrade instead.")
