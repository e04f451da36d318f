"""A team: who leads whom, what is handed in, what is said to it, and who looked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("people", sa.Column("email", sa.String, nullable=True))
    op.add_column("people", sa.Column("role", sa.String, nullable=True))
    op.add_column("people", sa.Column("manager", sa.String, nullable=True))
    op.add_column("people", sa.Column("team", sa.Text, nullable=True))
    op.add_column("people", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_people_manager", "people", ["manager"])
    op.create_index("ix_people_email", "people", ["email"])
    op.create_table(
        "submissions",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("reviewer", sa.String, nullable=False),
        sa.Column("meeting", sa.String, nullable=False),
        sa.Column("turn", sa.Integer, nullable=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("shared", sa.Boolean, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("assignment", sa.String, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_submissions_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
    )
    op.create_index("ix_submissions_reviewer_state_created_at", "submissions", ["reviewer", "state", "created_at"])
    op.create_index("ix_submissions_owner_created_at", "submissions", ["owner", "created_at"])
    op.create_index("ix_submissions_meeting", "submissions", ["meeting"])
    op.create_table(
        "reviews",
        sa.Column("submission", sa.String, nullable=False),
        sa.Column("reviewer", sa.String, nullable=False),
        sa.Column("v", sa.Integer, nullable=False),
        sa.Column("document", sa.JSON, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["submission"], ["submissions.id"], name=op.f("fk_reviews_submission")),
        sa.PrimaryKeyConstraint("submission", "reviewer", name=op.f("pk_reviews")),
    )
    op.create_index("ix_reviews_reviewer", "reviews", ["reviewer"])
    op.create_table(
        "audit",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("about", sa.String, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_about_at", "audit", ["about", "at"])
    op.create_index("ix_audit_at", "audit", ["at"])


def downgrade() -> None:
    raise RuntimeError("This would drop what people wrote. Restore a backup made before the upgrade instead.")
