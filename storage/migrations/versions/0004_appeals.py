"""Appeals: what people say against a case, and what became of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; at most one appeal of a case is open."""
    op.create_table(
        "appeals",
        sa.Column("appeal_id", sa.Integer, nullable=False),
        sa.Column("sanction_id", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("is_granted", sa.Boolean),
        sa.Column("actor", sa.String(128)),
        sa.Column("answer", sa.Text),
        sa.PrimaryKeyConstraint("appeal_id", name="pk_appeals"),
        sa.ForeignKeyConstraint(
            ["sanction_id"],
            ["sanctions.sanction_id"],
            name="fk_appeals_sanction_id_sanctions",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_appeals_open",
        "appeals",
        ["sanction_id"],
        unique=True,
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )
