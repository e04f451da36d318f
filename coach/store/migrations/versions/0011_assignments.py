"""Assignments and their tries, certificates, coaching sessions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("programme", sa.String, nullable=True),
        sa.Column("started", sa.String, nullable=True),
        sa.Column("v", sa.Integer, nullable=False),
        sa.Column("document", sa.JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    op.create_index("ix_assignments_owner_due", "assignments", ["owner", "due"])
    op.create_index("ix_assignments_by", "assignments", ["by"])
    op.create_table(
        "assignment_tries",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("assignment", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("meeting", sa.String, nullable=True),
        sa.Column("campaign", sa.String, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assignment"], ["assignments.id"], name=op.f("fk_assignment_tries_assignment")),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_assignment_tries_meeting")),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.id"], name=op.f("fk_assignment_tries_campaign")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_tries")),
    )
    op.create_index("ix_assignment_tries_assignment", "assignment_tries", ["assignment"])
    op.create_index("ix_assignment_tries_meeting", "assignment_tries", ["meeting"], unique=True)
    op.create_index("ix_assignment_tries_campaign", "assignment_tries", ["campaign"], unique=True)
    op.create_table(
        "certificates",
        sa.Column("assignment", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("v", sa.Integer, nullable=False),
        sa.Column("document", sa.JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assignment"], ["assignments.id"], name=op.f("fk_certificates_assignment")),
        sa.PrimaryKeyConstraint("assignment", name=op.f("pk_certificates")),
    )
    op.create_index("ix_certificates_owner", "certificates", ["owner"])
    op.create_table(
        "coaching_sessions",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("held_on", sa.Date, nullable=False),
        sa.Column("v", sa.Integer, nullable=False),
        sa.Column("document", sa.JSON, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_sessions")),
    )
    op.create_index("ix_coaching_sessions_owner_held_on", "coaching_sessions", ["owner", "held_on"])
    op.create_index("ix_coaching_sessions_by", "coaching_sessions", ["by"])
    op.create_table(
        "coaching_notes",
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("about", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner", "about", name=op.f("pk_coaching_notes")),
    )


def downgrade() -> None:
    raise RuntimeError("This would drop what people wrote. Restore a backup made before the upgrade instead.")
