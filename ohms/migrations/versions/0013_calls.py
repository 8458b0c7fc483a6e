"""Calls find their claim: what is proposed, the minutes that came of it, and when nothing is left."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

REFERENCES = (
    ("proposed_claim_id", "claim"),
    ("time_entry_id", "time_entry"),
    ("done_by_id", "staff_member"),
)


def upgrade() -> None:
    with op.batch_alter_table("call_intake", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proposed_claim_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("proposal_refused_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("time_entry_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("done_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("done_by_id", sa.Integer(), nullable=True))
        for column, table in REFERENCES:
            batch_op.create_foreign_key(
                batch_op.f(f"fk_call_intake_{column}"), table, [column], ["id"]
            )
        batch_op.create_check_constraint(
            batch_op.f("ck_call_intake_matched_with_claim"),
            "(claim_id is null) = (matched_at is null)",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_call_intake_matched_or_proposed"),
            "claim_id is null or proposed_claim_id is null",
        )
        batch_op.create_index(
            batch_op.f("ix_call_intake_proposed_claim_id"), ["proposed_claim_id"], unique=False
        )
        batch_op.create_index(
            "ix_call_intake_taken_by_id", ["taken_by_id", "performed_on"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("call_intake", schema=None) as batch_op:
        batch_op.drop_index("ix_call_intake_taken_by_id")
        batch_op.drop_index(batch_op.f("ix_call_intake_proposed_claim_id"))
        batch_op.drop_constraint(batch_op.f("ck_call_intake_matched_or_proposed"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_call_intake_matched_with_claim"), type_="check")
        for column, _table in REFERENCES:
            batch_op.drop_constraint(batch_op.f(f"fk_call_intake_{column}"), type_="foreignkey")
        for column in (
            "done_by_id",
            "done_at",
            "time_entry_id",
            "proposal_refused_at",
            "proposed_claim_id",
        ):
            batch_op.drop_column(column)
