"""Maps of accounts, version by version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "maps",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("account", sa.String, nullable=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("closed", sa.JSON, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maps")),
    )
    op.create_index("ix_maps_owner", "maps", ["owner"])
    op.create_table(
        "map_versions",
        sa.Column("map", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("v", sa.Integer, nullable=False),
        sa.Column("document", sa.JSON, nullable=False),
        sa.Column("what", sa.JSON, nullable=False),
        sa.Column("depth", sa.JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("map", "version", name=op.f("pk_map_versions")),
        sa.ForeignKeyConstraint(["map"], ["maps.id"], name=op.f("fk_map_versions_map")),
    )


def downgrade() -> None:
    raise RuntimeError("This would drop what people wrote. Restore a backup made before the upgrade instead.")
