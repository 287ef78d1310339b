"""The first tables.

A released migration is never edited. There is no way down: restore a backup instead.
Column types are spelt out here, so that later changes to `storage.schema` leave it as it was.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables and make the sanctions append-only."""
    _create_people()
    _create_inbox()
    _create_turns()
    _create_memories()
    _create_sanctions()
    _create_settings()
    if op.get_bind().dialect.name == "sqlite":
        _make_append_only_on_sqlite()
    else:
        _make_append_only_on_postgresql()


def _time() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _person(table: str) -> list[sa.Column[int] | sa.ForeignKeyConstraint]:
    return [
        sa.Column("person_id", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=f"fk_{table}_person_id_persons"
        ),
    ]


def _create_people() -> None:
    op.create_table(
        "persons",
        sa.Column("person_id", sa.Integer, nullable=False),
        sa.Column("language", sa.String(16)),
        sa.Column("created_at", _time(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_persons"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "identities",
        sa.Column("identity_id", sa.Integer, nullable=False),
        *_person("identities"),
        sa.Column("platform", sa.String(32), nullable=False),
        sa.Column("account_id", sa.String(64), nullable=False),
        sa.Column("display_name", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("identity_id", name="pk_identities"),
        sa.UniqueConstraint("platform", "account_id", name="uq_identities_platform_account_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_identities_person_id", "identities", ["person_id"])


def _create_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("inbox_id", sa.Integer, nullable=False),
        *_person("inbox"),
        sa.Column("platform", sa.String(32), nullable=False),
        sa.Column("message_id", sa.String(128), nullable=False),
        sa.Column("chat_id", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("language", sa.String(16)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("sent_at", _time(), nullable=False),
        sa.Column("received_at", _time(), nullable=False),
        sa.Column("settled_at", _time()),
        sa.PrimaryKeyConstraint("inbox_id", name="pk_inbox"),
        sa.UniqueConstraint("platform", "message_id", name="uq_inbox_platform_message_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_person_id", "inbox", ["person_id"])
    op.create_index("ix_inbox_state", "inbox", ["state"])


def _create_turns() -> None:
    op.create_table(
        "turns",
        sa.Column("turn_id", sa.Integer, nullable=False),
        *_person("turns"),
        sa.Column("inbox_id", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("reply", sa.Text, nullable=False),
        sa.Column("verdict", sa.JSON, nullable=False),
        sa.Column("created_at", _time(), nullable=False),
        sa.Column("summary", sa.Text),
        sa.Column("expression", sa.Text),
        sa.PrimaryKeyConstraint("turn_id", name="pk_turns"),
        sa.UniqueConstraint("inbox_id", name="uq_turns_inbox_id"),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.inbox_id"], name="fk_turns_inbox_id_inbox"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_turns_person_id", "turns", ["person_id"])


def _create_memories() -> None:
    op.create_table(
        "memories",
        sa.Column("memory_id", sa.Integer, nullable=False),
        *_person("memories"),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("created_at", _time(), nullable=False),
        sa.PrimaryKeyConstraint("memory_id", name="pk_memories"),
        sa.UniqueConstraint("person_id", "fingerprint", name="uq_memories_person_id_fingerprint"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "summaries",
        *_person("summaries"),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("updated_at", _time(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_summaries"),
    )


def _create_sanctions() -> None:
    op.create_table(
        "sanctions",
        sa.Column("sanction_id", sa.Integer, nullable=False),
        *_person("sanctions"),
        sa.Column("inbox_id", sa.Integer, nullable=False),
        sa.Column("category", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("starts_at", _time(), nullable=False),
        sa.Column("ends_at", _time(), nullable=False),
        sa.Column("verdict", sa.JSON, nullable=False),
        sa.Column("rule_version", sa.String(64), nullable=False),
        sa.Column("created_at", _time(), nullable=False),
        sa.PrimaryKeyConstraint("sanction_id", name="pk_sanctions"),
        sa.UniqueConstraint("inbox_id", "category", name="uq_sanctions_inbox_id_category"),
        sa.ForeignKeyConstraint(
            ["inbox_id"], ["inbox.inbox_id"], name="fk_sanctions_inbox_id_inbox"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sanctions_person_id", "sanctions", ["person_id"])
    op.create_index("ix_sanctions_kind_ends_at", "sanctions", ["kind", "ends_at"])
    op.create_table(
        "sanction_events",
        sa.Column("event_id", sa.Integer, nullable=False),
        sa.Column("sanction_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", _time(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_sanction_events"),
        sa.UniqueConstraint("sanction_id", "kind", name="uq_sanction_events_sanction_id_kind"),
        sa.ForeignKeyConstraint(
            ["sanction_id"],
            ["sanctions.sanction_id"],
            name="fk_sanction_events_sanction_id_sanctions",
        ),
        sqlite_autoincrement=True,
    )


def _create_settings() -> None:
    op.create_table(
        "settings",
        sa.Column("scope", sa.String(128), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("scope", "name", name="pk_settings"),
    )


def _make_append_only_on_sqlite() -> None:
    for table in ("sanctions", "sanction_events"):
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuse_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def _make_append_only_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in ("sanctions", "sanction_events"):
        op.execute(
            f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
