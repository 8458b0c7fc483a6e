"""Attested time, locked quarters, asking for one to be opened, and minutes that came late."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

STAFF, COHE = "staff_member.id", "cohe.id"


def upgrade() -> None:
    _attestations()
    _locks()
    _requests()
    _late_entries()


def _attestations() -> None:
    op.create_table(
        "time_attestation",
        _number("id"),
        _number("staff_id"),
        _number("cohe_id"),
        sa.Column("through_on", sa.Date(), nullable=False),
        _moment("attested_at"),
        _refers("time_attestation", "staff_id", STAFF),
        _refers("time_attestation", "cohe_id", COHE),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_attestation")),
        sa.UniqueConstraint(
            "staff_id",
            "cohe_id",
            "through_on",
            name=op.f("uq_time_attestation_staff_id_cohe_id_through_on"),
        ),
    )
    op.create_index(
        "ix_time_attestation_cohe_id_through_on", "time_attestation", ["cohe_id", "through_on"]
    )


def _locks() -> None:
    op.create_table(
        "quarter_lock",
        _number("id"),
        _number("cohe_id"),
        _number("year"),
        _number("quarter"),
        _number("locked_by_id", empty=True),
        _moment("locked_at"),
        _number("reopened_by_id", empty=True),
        _moment("reopened_at", empty=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint("quarter between 1 and 4", name=op.f("ck_quarter_lock_quarter")),
        sa.CheckConstraint(
            "(reopened_at is null) = (reopened_by_id is null)"
            " and (reopened_at is null) = (reason is null)",
            name=op.f("ck_quarter_lock_reopened_by_whom_and_why"),
        ),
        _refers("quarter_lock", "cohe_id", COHE),
        _refers("quarter_lock", "locked_by_id", STAFF),
        _refers("quarter_lock", "reopened_by_id", STAFF),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarter_lock")),
    )
    _unique_while(
        "ix_quarter_lock_standing",
        "quarter_lock",
        ["cohe_id", "year", "quarter"],
        "reopened_at is null",
    )


def _requests() -> None:
    op.create_table(
        "reopening_request",
        _number("id"),
        _number("lock_id"),
        _number("cohe_id"),
        _number("staff_id"),
        sa.Column("reason", sa.String(length=200), nullable=False),
        _moment("asked_at"),
        _number("answered_by_id", empty=True),
        _moment("answered_at", empty=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "(answered_at is null) = (answered_by_id is null)"
            " and (answered_at is null) = (granted is null)",
            name=op.f("ck_reopening_request_answered_by_whom"),
        ),
        _refers("reopening_request", "lock_id", "quarter_lock.id"),
        _refers("reopening_request", "cohe_id", COHE),
        _refers("reopening_request", "staff_id", STAFF),
        _refers("reopening_request", "answered_by_id", STAFF),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reopening_request")),
    )
    op.create_index("ix_reopening_request_cohe_id", "reopening_request", ["cohe_id"])
    _unique_while(
        "ix_reopening_request_open",
        "reopening_request",
        ["lock_id", "staff_id"],
        "answered_at is null",
    )


def _late_entries() -> None:
    op.create_table(
        "late_entry",
        _number("id"),
        _number("time_entry_id"),
        _number("cohe_id"),
        _moment("seen_at", empty=True),
        _number("accepted_by_id", empty=True),
        _moment("accepted_at", empty=True),
        sa.CheckConstraint(
            "(accepted_at is null) = (accepted_by_id is null)",
            name=op.f("ck_late_entry_accepted_by_whom"),
        ),
        sa.CheckConstraint(
            "accepted_at is null or seen_at is not null", name=op.f("ck_late_entry_seen_first")
        ),
        _refers("late_entry", "time_entry_id", "time_entry.id"),
        _refers("late_entry", "cohe_id", COHE),
        _refers("late_entry", "accepted_by_id", STAFF),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_entry")),
        sa.UniqueConstraint("time_entry_id", name=op.f("uq_late_entry_time_entry_id")),
    )
    op.create_index("ix_late_entry_cohe_id", "late_entry", ["cohe_id"])


def downgrade() -> None:
    """Minutes that wait to be accepted stay waiting: the older schema has a press for them."""
    for table in ("late_entry", "reopening_request", "quarter_lock", "time_attestation"):
        op.drop_table(table)


def _number(name: str, *, empty: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=empty)


def _moment(name: str, *, empty: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=empty)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"))


def _unique_while(name: str, table: str, columns: list[str], condition: str) -> None:
    while_so = sa.text(condition)
    op.create_index(
        name, table, columns, unique=True, sqlite_where=while_so, postgresql_where=while_so
    )
