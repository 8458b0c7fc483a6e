"""Batches of billed time, kept as they were made, and their lines."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

STAFF, COHE = "staff_member.id", "cohe.id"


def upgrade() -> None:
    op.create_table(
        "billing_batch",
        _number("id"),
        _number("cohe_id"),
        _number("number"),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("through_on", sa.Date(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        _number("unit_minutes"),
        sa.Column("round_up", sa.Boolean(), nullable=False),
        _number("made_by_id"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        _number("sent_by_id", empty=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(sent_at is null) = (sent_by_id is null)", name=op.f("ck_billing_batch_sent_by_whom")
        ),
        _refers("billing_batch", "cohe_id", COHE),
        _refers("billing_batch", "made_by_id", STAFF),
        _refers("billing_batch", "sent_by_id", STAFF),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_billing_batch")),
        sa.UniqueConstraint("cohe_id", "number", name=op.f("uq_billing_batch_cohe_id_number")),
    )
    op.create_table(
        "billing_line",
        _number("id"),
        _number("batch_id"),
        _number("cohe_id"),
        _number("number"),
        _number("time_entry_id"),
        _number("adjusts_id", empty=True),
        _number("minutes"),
        sa.CheckConstraint(
            "(adjusts_id is null) = (minutes > 0)", name=op.f("ck_billing_line_sign")
        ),
        _refers("billing_line", "batch_id", "billing_batch.id"),
        _refers("billing_line", "cohe_id", COHE),
        _refers("billing_line", "time_entry_id", "time_entry.id"),
        _refers("billing_line", "adjusts_id", "billing_line.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_billing_line")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("uq_billing_line_batch_id_number")),
        sa.UniqueConstraint("adjusts_id", name=op.f("uq_billing_line_adjusts_id")),
    )
    op.create_index("ix_billing_line_cohe_id", "billing_line", ["cohe_id"])
    billed = sa.text("adjusts_id is null")
    op.create_index(
        "ix_billing_line_entry_billed",
        "billing_line",
        ["time_entry_id"],
        unique=True,
        sqlite_where=billed,
        postgresql_where=billed,
    )


def downgrade() -> None:
    op.drop_table("billing_line")
    op.drop_table("billing_batch")


def _number(name: str, *, empty: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=empty)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"))
