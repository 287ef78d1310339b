"""Cards: where moderators see a case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "cards",
        sa.Column("sanction_id", sa.Integer, nullable=False),
        sa.Column("chat_id", sa.String(64), nullable=False),
        sa.Column("message_id", sa.String(128), nullable=False),
        sa.PrimaryKeyConstraint("sanction_id", name="pk_cards"),
        sa.ForeignKeyConstraint(
            ["sanction_id"],
            ["sanctions.sanction_id"],
            name="fk_cards_sanction_id_sanctions",
        ),
    )
