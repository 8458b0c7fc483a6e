"""Work status by hand: what stood before a correction, and the day on which a claim reached us.

Plain columns and a new table: nothing is copied, so the triggers of 0008 stay.
"""

import sqlalchemy as sa
from alembic import op

from ohms.domain.values import WorkStatus

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

WORDS = "what stood before a correction never changes"
STATUSES = tuple(status.value for status in WorkStatus)


def upgrade() -> None:
    op.add_column(
        "work_status_episode",
        sa.Column("corrected_by_hand", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("claim", sa.Column("first_listed_on", sa.Date(), nullable=True))
    _tell_first_listed()
    op.create_table(
        "work_status_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column(
            "work_status",
            sa.Enum(
                *STATUSES,
                name="work_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("remark", sa.String(length=200), nullable=True),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "how in ('corrected', 'ended', 'cut', 'removed')",
            name=op.f("ck_work_status_correction_how"),
        ),
        sa.CheckConstraint(
            "to_on >= from_on", name=op.f("ck_work_status_correction_range_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"],
            ["staff_member.id"],
            name=op.f("fk_work_status_correction_changed_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_work_status_correction_claim_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohe_id"], ["cohe.id"], name=op.f("fk_work_status_correction_cohe_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_status_correction")),
    )
    op.create_index(
        op.f("ix_work_status_correction_claim_id"), "work_status_correction", ["claim_id"]
    )
    _make_final()


def downgrade() -> None:
    op.drop_table("work_status_correction")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function work_status_correction_is_final()")
    op.drop_column("claim", "first_listed_on")
    op.drop_column("work_status_episode", "corrected_by_hand")


def _tell_first_listed() -> None:
    """Known only of claims that no later run has changed: they still name the run that brought them."""
    op.execute(
        "update claim set first_listed_on = (select as_of_on from feed_run"
        " where feed_run.id = claim.feed_run_id)"
        " where feed_run_id is not null and claim.as_of_on = (select as_of_on from feed_run"
        " where feed_run.id = claim.feed_run_id)"
        " and not exists (select 1 from feed_change where feed_change.claim_id = claim.id)"
    )


def _make_final() -> None:
    table = "work_status_correction"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"create function {table}_is_final() returns trigger language plpgsql as $$ "
            f"begin raise exception '{WORDS}' using errcode = 'check_violation', "
            f"constraint = '{table}_is_final'; end $$"
        )
        op.execute(
            f"create trigger {table}_is_final before update or delete on {table} "
            f"for each row execute function {table}_is_final()"
        )
        return
    for moment in ("update", "delete"):
        op.execute(
            f"create trigger {table}_is_final_{moment} before {moment} on {table} "
            f"begin select raise(abort, '{table}_is_final: {WORDS}'); end"
        )
