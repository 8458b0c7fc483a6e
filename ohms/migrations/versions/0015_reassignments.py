"""Tasks passed on by the dozen: the act with its outcome for each task, so that it can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reassignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_back", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(undone_at is null) = (given_back is null)", name=op.f("ck_reassignment_given_back")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["staff_member.id"], name=op.f("fk_reassignment_by_id")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["staff_member.id"], name=op.f("fk_reassignment_owner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reassignment")),
    )
    op.create_index("ix_reassignment_by_id", "reassignment", ["by_id"])
    op.create_table(
        "reassigned_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reassignment_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("from_owner_id", sa.Integer(), nullable=False),
        sa.Column("refusal", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["reassignment_id"],
            ["reassignment.id"],
            name=op.f("fk_reassigned_task_reassignment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["task.id"],
            name=op.f("fk_reassigned_task_task_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_reassigned_task_claim_id")
        ),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_reassigned_task_cohe_id")),
        sa.ForeignKeyConstraint(
            ["from_owner_id"],
            ["staff_member.id"],
            name=op.f("fk_reassigned_task_from_owner_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reassigned_task")),
        sa.UniqueConstraint(
            "reassignment_id", "task_id", name=op.f("uq_reassigned_task_reassignment_id_task_id")
        ),
    )
    op.create_index("ix_reassigned_task_task_id", "reassigned_task", ["task_id"])
    op.create_index("ix_reassigned_task_claim_id", "reassigned_task", ["claim_id"])


def downgrade() -> None:
    op.drop_table("reassigned_task")
    op.drop_table("reassignment")
