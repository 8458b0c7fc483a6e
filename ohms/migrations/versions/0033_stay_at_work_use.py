"""What a desk reimbursed under Stay at Work, total by total, each of which stays."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

FINAL = "stay_at_work_use_is_final"
WORDS = "a total that a desk told never changes"
AMOUNTS = ("days", "wages", "training", "tools", "clothing")


def upgrade() -> None:
    op.create_table(
        "stay_at_work_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(each, sa.Integer(), nullable=False) for each in AMOUNTS),
        sa.Column("told_by_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            " and ".join(f"{each} >= 0" for each in AMOUNTS),
            name=op.f("ck_stay_at_work_use_amounts"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_stay_at_work_use_{column}")
            )
            for column, table in (
                ("referral_id", "referral"),
                ("claim_id", "claim"),
                ("cohe_id", "cohe"),
                ("told_by_id", "staff_member"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay_at_work_use")),
        sa.UniqueConstraint(
            "referral_id", "number", name=op.f("uq_stay_at_work_use_referral_id_number")
        ),
    )
    op.create_index("ix_stay_at_work_use_claim_id", "stay_at_work_use", ["claim_id"])
    _keep_final()


def downgrade() -> None:
    op.drop_table("stay_at_work_use")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"drop function {FINAL}()")


def _keep_final() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"create function {FINAL}() returns trigger language plpgsql as $$ "
            f"begin raise exception '{WORDS}' using errcode = 'check_violation', "
            f"constraint = '{FINAL}'; end $$"
        )
        op.execute(
            f"create trigger {FINAL} before update or delete on stay_at_work_use"
            f" for each row execute function {FINAL}()"
        )
        return
    for moment in ("update", "delete"):
        op.execute(
            f"create trigger {FINAL}_{moment} before {moment} on stay_at_work_use"
            f" begin select raise(abort, '{FINAL}: {WORDS}'); end"
        )
