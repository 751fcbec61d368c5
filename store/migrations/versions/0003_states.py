"""States of models and statuses of questions, each row with the reason and the report behind it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two tables; nothing that is there changes."""
    op.create_table(
        "model_state",
        sa.Column("event_seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("because", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["name", "version"], ["model.name", "model.version"]),
    )
    op.create_index("model_state_model", "model_state", ["name", "version", "event_seq"])
    op.create_table(
        "question_status",
        sa.Column("event_seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("because", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["key", "version"], ["question_version.key", "question_version.version"]
        ),
    )
    op.create_index("question_status_question", "question_status", ["key", "version", "event_seq"])
