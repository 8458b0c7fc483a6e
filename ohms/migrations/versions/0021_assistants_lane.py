"""What ends low complexity, until when days off allow it, and what is lent to assistants.

`delegation` has no triggers, so SQLite's copying of it loses none.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

GROUNDS = (
    "surgery_planned_or_done",
    "decision_protested",
    "worker_represented",
    "safety",
    "mental_health",
    "another_reason",
)
SCOPES = ("task", "calls", "claim", "finish")


def upgrade() -> None:
    _add_grounds()
    op.add_column("claim", sa.Column("low_until_on", sa.Date(), nullable=True))
    there = sa.text("low_until_on is not null")
    op.create_index(
        "ix_claim_low_until",
        "claim",
        ["low_until_on"],
        sqlite_where=there,
        postgresql_where=there,
    )
    with op.batch_alter_table("delegation") as delegation:
        delegation.add_column(
            sa.Column("scope", sa.String(32), server_default="claim", nullable=False)
        )
        delegation.add_column(sa.Column("task_id", sa.Integer(), nullable=True))
        delegation.add_column(sa.Column("remark", sa.String(200), nullable=True))
        delegation.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        delegation.add_column(sa.Column("withdrawn_by_id", sa.Integer(), nullable=True))
        delegation.create_check_constraint("scope", f"scope IN ({_listed(SCOPES)})")
        delegation.create_check_constraint(
            "task_of_scope", "(scope = 'task') = (task_id is not null)"
        )
        delegation.create_check_constraint(
            "withdrawn_by", "(withdrawn_at is null) = (withdrawn_by_id is null)"
        )
        delegation.create_foreign_key(
            "fk_delegation_task_id", "task", ["task_id"], ["id"], ondelete="CASCADE"
        )
        delegation.create_foreign_key(
            "fk_delegation_withdrawn_by_id", "staff_member", ["withdrawn_by_id"], ["id"]
        )
    op.create_index("ix_delegation_task_id", "delegation", ["task_id"])


def downgrade() -> None:
    op.drop_index("ix_delegation_task_id", table_name="delegation")
    with op.batch_alter_table("delegation") as delegation:
        delegation.drop_constraint("fk_delegation_withdrawn_by_id", type_="foreignkey")
        delegation.drop_constraint("fk_delegation_task_id", type_="foreignkey")
        for name in ("withdrawn_by", "task_of_scope", "scope"):
            delegation.drop_constraint(name, type_="check")
        for name in ("withdrawn_by_id", "withdrawn_at", "remark", "task_id", "scope"):
            delegation.drop_column(name)
    op.drop_index("ix_claim_low_until", table_name="claim")
    op.execute("ALTER TABLE claim DROP COLUMN low_until_on")
    op.drop_table("complexity_ground")


def _add_grounds() -> None:
    op.create_table(
        "complexity_ground",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=32), nullable=False),
        sa.Column("remark", sa.String(length=200), nullable=True),
        sa.Column("raised_by_id", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            f"ground IN ({_listed(GROUNDS)})", name=op.f("ck_complexity_ground_ground")
        ),
        sa.CheckConstraint(
            "(lifted_at is null) = (lifted_by_id is null)",
            name=op.f("ck_complexity_ground_lifted_by"),
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_complexity_ground_claim_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohe_id"], ["cohe.id"], name=op.f("fk_complexity_ground_cohe_id")
        ),
        sa.ForeignKeyConstraint(
            ["raised_by_id"], ["staff_member.id"], name=op.f("fk_complexity_ground_raised_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["staff_member.id"], name=op.f("fk_complexity_ground_lifted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complexity_ground")),
    )
    op.create_index("ix_complexity_ground_claim_id", "complexity_ground", ["claim_id"])


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{each}'" for each in values)
