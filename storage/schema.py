"""The tables. A change here needs a migration beside it; a test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.utc_datetime import UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# `sqlite_autoincrement` everywhere: an id that was deleted is never given out again, so
# nothing that is cached by id (a memory's embedding) can come to mean another person's row.

persons = Table(
    "persons",
    metadata,
    Column("person_id", Integer, primary_key=True),
    Column("language", String(16)),
    Column("created_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

identities = Table(
    "identities",
    metadata,
    Column("identity_id", Integer, primary_key=True),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False, index=True),
    Column("platform", String(32), nullable=False),
    Column("account_id", String(64), nullable=False),
    Column("display_name", Text, nullable=False),
    UniqueConstraint("platform", "account_id"),
    sqlite_autoincrement=True,
)

inbox = Table(
    "inbox",
    metadata,
    Column("inbox_id", Integer, primary_key=True),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False, index=True),
    Column("platform", String(32), nullable=False),
    Column("message_id", String(128), nullable=False),
    Column("chat_id", String(64), nullable=False),
    Column("place", String(128), nullable=False),
    Column("text", Text, nullable=False),
    Column("language", String(16)),
    Column("state", String(16), nullable=False, index=True),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    UniqueConstraint("platform", "message_id"),
    sqlite_autoincrement=True,
)

turns = Table(
    "turns",
    metadata,
    Column("turn_id", Integer, primary_key=True),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False, index=True),
    Column("inbox_id", ForeignKey("inbox.inbox_id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("reply", Text, nullable=False),
    Column("verdict", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("summary", Text),
    Column("expression", Text),
    UniqueConstraint("inbox_id"),
    sqlite_autoincrement=True,
)

memories = Table(
    "memories",
    metadata,
    Column("memory_id", Integer, primary_key=True),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("person_id", "fingerprint"),
    sqlite_autoincrement=True,
)

summaries = Table(
    "summaries",
    metadata,
    Column("person_id", ForeignKey("persons.person_id"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

# Facts, never changed: the migrations add triggers that refuse UPDATE and DELETE.
sanctions = Table(
    "sanctions",
    metadata,
    Column("sanction_id", Integer, primary_key=True),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False, index=True),
    Column("inbox_id", ForeignKey("inbox.inbox_id")),  # none: a moderator's own decision
    Column("place", String(128), nullable=False),
    Column("case_number", Integer, nullable=False),
    Column("scope", String(128), nullable=False),
    Column("actor", String(128), nullable=False),
    Column("reason", Text),
    Column("is_shadow", Boolean, nullable=False),
    Column("category", String(32), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("step", Integer, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("verdict", JSON, nullable=False),
    Column("rule_version", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("inbox_id", "category"),
    UniqueConstraint("place", "case_number"),
    Index(None, "kind", "ends_at"),
    Index(None, "place", "created_at"),
    sqlite_autoincrement=True,
)

# What happened to a sanction is a fact of its own, since the sanction itself cannot change.
sanction_events = Table(
    "sanction_events",
    metadata,
    Column("event_id", Integer, primary_key=True),
    Column("sanction_id", ForeignKey("sanctions.sanction_id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", String(128)),
    Column("reason", Text),
    UniqueConstraint("sanction_id", "kind"),
    sqlite_autoincrement=True,
)

# What was said, beside the case and not in it: a case stays, the words only for a stated time.
excerpts = Table(
    "excerpts",
    metadata,
    Column("sanction_id", ForeignKey("sanctions.sanction_id"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("kept_until", UtcDateTime, nullable=False, index=True),
)

# Who did what as a moderator: facts too.
audit = Table(
    "audit",
    metadata,
    Column("audit_id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("place", String(128), nullable=False),
    Column("actor", String(128), nullable=False),
    Column("action", String(32), nullable=False),
    Column("person_id", ForeignKey("persons.person_id")),
    Column("sanction_id", ForeignKey("sanctions.sanction_id")),
    Column("reason", Text),
    Column("details", JSON, nullable=False),
    Index(None, "place", "at"),
    Index(None, "person_id"),
    sqlite_autoincrement=True,
)

# Where the moderators' card of a case is, so that it can be brought up to date.
cards = Table(
    "cards",
    metadata,
    Column("sanction_id", ForeignKey("sanctions.sanction_id"), primary_key=True),
    Column("chat_id", String(64), nullable=False),
    Column("message_id", String(128), nullable=False),
)

appeals = Table(
    "appeals",
    metadata,
    Column("appeal_id", Integer, primary_key=True),
    Column("sanction_id", ForeignKey("sanctions.sanction_id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime),
    Column("is_granted", Boolean),
    Column("actor", String(128)),
    Column("answer", Text),
    sqlite_autoincrement=True,
)
Index(
    "uq_appeals_open",
    appeals.c.sanction_id,
    unique=True,
    sqlite_where=appeals.c.decided_at.is_(None),
    postgresql_where=appeals.c.decided_at.is_(None),
)

link_codes = Table(
    "link_codes",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False),
    Column("platform", String(32), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

# The cases of `counts_id`, those up to `last_id` at most, count for `person_id` too. An id and no
# time: a clock can be set back.
kinships = Table(
    "kinships",
    metadata,
    Column("person_id", ForeignKey("persons.person_id"), primary_key=True),
    Column("counts_id", ForeignKey("persons.person_id"), primary_key=True),
    Column("last_id", Integer),
)

settings = Table(
    "settings",
    metadata,
    Column("scope", String(128), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("value", JSON, nullable=False),
)
