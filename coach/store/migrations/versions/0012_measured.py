"""What each meeting adds to a team's page, a row a meeting. Levels and needs come out of the debriefs that are kept; `rebuild` adds the rest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

BATCH = 500


def upgrade() -> None:
    op.create_table(
        "measured",
        sa.Column("meeting", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("persona", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_measured_meeting"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("meeting", name=op.f("pk_measured")),
    )
    op.create_index("ix_submissions_created_at", "submissions", ["created_at"])
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    """From the latest debrief of each meeting, as it stands there."""
    named = sa.table(
        "measured", sa.column("meeting"), sa.column("owner"), sa.column("persona"), sa.column("at", sa.DateTime(timezone=True)), sa.column("document", sa.JSON)
    )
    scores = sa.table("scores", sa.column("meeting"), sa.column("document", sa.JSON), sa.column("at"))
    meetings = sa.table("meetings", sa.column("id"), sa.column("owner"), sa.column("setup", sa.JSON), sa.column("created_at", sa.DateTime(timezone=True)))
    ids = connection.scalars(sa.select(scores.c.meeting).distinct()).all()
    for first in range(0, len(ids), BATCH):
        chosen = (
            sa.select(meetings.c.id, meetings.c.owner, meetings.c.setup, meetings.c.created_at, scores.c.document)
            .join(scores, scores.c.meeting == meetings.c.id)
            .where(meetings.c.id.in_(ids[first : first + BATCH]))
            .order_by(scores.c.at)
        )
        rows = {}
        for id, owner, setup, at, report in connection.execute(chosen):
            planned = setup.get("planned") or {}
            rows[id] = {
                "meeting": id,
                "owner": owner,
                "persona": setup.get("persona", ""),
                "at": at,
                "document": {
                    "v": 1,
                    "library": setup.get("library") or "",
                    "account": next((name.removeprefix("account/") for name in setup.get("versions", {}) if name.startswith("account/")), ""),
                    "levels": {item["id"]: item["level"] for item in report.get("criteria", []) if item.get("level") is not None},
                    "needs": {one["need"]: True for one in report.get("disclosed_needs", [])} | {one["need"]: False for one in report.get("missed_needs", [])},
                    "outcome": report.get("outcome", {}).get("kind"),
                    "plan": planned.get("plan", ""),
                    "step": planned.get("step", ""),
                },
            }
        if rows:
            connection.execute(sa.insert(named), list(rows.values()))


def downgrade() -> None:
    raise RuntimeError("This would drop what people wrote. Restore a backup made before the upgrade instead.")
