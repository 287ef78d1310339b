"""Cases: where a sanction was given, by whom, how far it reaches, and what moderators did.

SQLite changes a table by copying it, which drops its triggers and must not leave the events
pointing at nothing: so the events are set aside meanwhile.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_AUTOINCREMENT = {"sqlite_autoincrement": True}
_FACTS = ("sanctions", "sanction_events", "audit")


def upgrade() -> None:
    """Give every message and every sanction of before its place, and each sanction its number."""
    _place_messages()
    _drop_triggers()
    op.execute("CREATE TABLE kept_events AS SELECT * FROM sanction_events")
    op.drop_table("sanction_events")
    _widen_sanctions()
    _create_events()
    _create_excerpts()
    _create_audit()
    _make_append_only()


def _time() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _place_messages() -> None:
    # With a default SQLite need not copy the table, to which others point.
    place = sa.Column("place", sa.String(128), nullable=False, server_default="")
    op.add_column("inbox", place)
    op.execute(r"UPDATE inbox SET place = platform || '\:private'")


def _drop_triggers() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in ("sanctions", "sanction_events"):
        if is_sqlite:
            for verb in ("update", "delete"):
                op.execute(f"DROP TRIGGER {table}_refuse_{verb}")
        else:
            op.execute(f"DROP TRIGGER {table}_refuse_change ON {table}")


def _widen_sanctions() -> None:
    with op.batch_alter_table("sanctions", table_kwargs=_AUTOINCREMENT) as sanctions:
        for name in ("place", "scope", "actor"):
            sanctions.add_column(sa.Column(name, sa.String(128)))
        sanctions.add_column(sa.Column("case_number", sa.Integer))
        sanctions.add_column(sa.Column("is_shadow", sa.Boolean))
        sanctions.add_column(sa.Column("reason", sa.Text))
    op.execute(
        "UPDATE sanctions SET scope = 'everywhere', actor = 'rules', is_shadow = false, place = "
        "(SELECT inbox.place FROM inbox WHERE inbox.inbox_id = sanctions.inbox_id)"
    )
    op.execute(
        "UPDATE sanctions SET case_number = (SELECT count(*) FROM sanctions AS earlier WHERE "
        "earlier.place = sanctions.place AND earlier.sanction_id <= sanctions.sanction_id)"
    )
    with op.batch_alter_table("sanctions", table_kwargs=_AUTOINCREMENT) as sanctions:
        for name in ("place", "scope", "actor"):
            sanctions.alter_column(name, existing_type=sa.String(128), nullable=False)
        sanctions.alter_column("case_number", existing_type=sa.Integer, nullable=False)
        sanctions.alter_column("is_shadow", existing_type=sa.Boolean, nullable=False)
        sanctions.alter_column("inbox_id", existing_type=sa.Integer, nullable=True)
        sanctions.create_unique_constraint(
            "uq_sanctions_place_case_number", ["place", "case_number"]
        )
        sanctions.create_index("ix_sanctions_place_created_at", ["place", "created_at"])


def _create_events() -> None:
    op.create_table(
        "sanction_events",
        sa.Column("event_id", sa.Integer, nullable=False),
        sa.Column("sanction_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", _time(), nullable=False),
        sa.Column("actor", sa.String(128)),
        sa.Column("reason", sa.Text),
        sa.PrimaryKeyConstraint("event_id", name="pk_sanction_events"),
        sa.UniqueConstraint("sanction_id", "kind", name="uq_sanction_events_sanction_id_kind"),
        _of_sanction("sanction_events"),
        **_AUTOINCREMENT,
    )
    op.execute(
        "INSERT INTO sanction_events (sanction_id, kind, at) "
        "SELECT sanction_id, kind, at FROM kept_events ORDER BY event_id"
    )
    op.drop_table("kept_events")


def _create_excerpts() -> None:
    op.create_table(
        "excerpts",
        sa.Column("sanction_id", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("kept_until", _time(), nullable=False),
        sa.PrimaryKeyConstraint("sanction_id", name="pk_excerpts"),
        _of_sanction("excerpts"),
    )
    op.create_index("ix_excerpts_kept_until", "excerpts", ["kept_until"])


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("audit_id", sa.Integer, nullable=False),
        sa.Column("at", _time(), nullable=False),
        sa.Column("place", sa.String(128), nullable=False),
        sa.Column("actor", sa.String(128), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("person_id", sa.Integer),
        sa.Column("sanction_id", sa.Integer),
        sa.Column("reason", sa.Text),
        sa.Column("details", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("audit_id", name="pk_audit"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name="fk_audit_person_id_persons"
        ),
        _of_sanction("audit"),
        **_AUTOINCREMENT,
    )
    op.create_index("ix_audit_place_at", "audit", ["place", "at"])
    op.create_index("ix_audit_person_id", "audit", ["person_id"])


def _of_sanction(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["sanction_id"],
        ["sanctions.sanction_id"],
        name=f"fk_{table}_sanction_id_sanctions",
    )


def _make_append_only() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in _FACTS:
        if is_sqlite:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_refuse_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE "
                f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
