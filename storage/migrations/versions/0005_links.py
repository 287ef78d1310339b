"""Links: one person on two platforms, and whose cases count for whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the codes and the kinships."""
    op.create_table(
        "link_codes",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer, nullable=False),
        sa.Column("platform", sa.String(32), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name="pk_link_codes"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name="fk_link_codes_person_id_persons"
        ),
    )
    op.create_table(
        "kinships",
        sa.Column("person_id", sa.Integer, nullable=False),
        sa.Column("counts_id", sa.Integer, nullable=False),
        sa.Column("last_id", sa.Integer),
        sa.PrimaryKeyConstraint("person_id", "counts_id", name="pk_kinships"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name="fk_kinships_person_id_persons"
        ),
        sa.ForeignKeyConstraint(
            ["counts_id"], ["persons.person_id"], name="fk_kinships_counts_id_persons"
        ),
    )
