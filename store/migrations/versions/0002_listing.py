"""The candidates page in one indexed query, and batches that can be resumed.

``current`` marks the newest card of an interview and the newest decision of its furthest stage,
``draw`` is the interview's fixed place between 0 and 1 by which blind review samples. All three
are filled in for what is there.
"""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, fill them, index them; make the batch tables."""
    op.add_column("interview", sa.Column("draw", sa.Float, nullable=False, server_default="1"))
    stage_rank = "CASE newer.stage WHEN 'hire' THEN 2 WHEN 'advance' THEN 1 ELSE 0 END DESC, "
    for table, order in (("card", ""), ("decision", stage_rank)):
        op.add_column(table, sa.Column("current", sa.Integer, nullable=False, server_default="0"))
        op.execute(
            f"UPDATE {table} SET current = 1 WHERE event_seq = (SELECT newer.event_seq "
            f"FROM {table} AS newer WHERE newer.interview_id = {table}.interview_id "
            f"ORDER BY {order}newer.event_seq DESC LIMIT 1)"
        )
    bind = op.get_bind()
    ids = [str(row[0]) for row in bind.execute(sa.text("SELECT id FROM interview"))]
    if ids:
        bind.execute(
            sa.text("UPDATE interview SET draw = :draw WHERE id = :id"),
            [{"id": one, "draw": _draw(one)} for one in ids],
        )
    op.create_index("interview_conducted", "interview", ["conducted_at", "id"])
    op.create_index("card_current", "card", ["interview_id", "current"])
    op.create_index("card_overall", "card", ["current", "overall_value"])
    op.create_index("decision_interview", "decision", ["interview_id", "current"])
    op.create_table(
        "batch",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("settings_digest", sa.Text, nullable=False),
    )
    op.create_table(
        "batch_item",
        sa.Column("batch_id", sa.Text, sa.ForeignKey("batch.id"), primary_key=True),
        sa.Column("input_digest", sa.Text, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("worker", sa.Text),
        sa.Column("claimed_at", sa.Text),
        sa.Column("code", sa.Text),
        sa.Column("interview_id", sa.Text),
    )
    op.create_index("batch_item_state", "batch_item", ["batch_id", "state", "position"])


def _draw(interview_id: str) -> float:
    return int(hashlib.sha256(interview_id.encode("utf-8")).hexdigest()[:12], 16) / 16**12
