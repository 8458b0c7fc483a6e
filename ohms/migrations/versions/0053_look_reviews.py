"""What privacy officers found out about looks at claims."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

TABLE = "look_review"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome = 'in_order' or outcome = 'followed_up'", name=op.f(f"ck_{TABLE}_outcome")
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{TABLE}_{column}"))
            for column, table in (
                ("claim_id", "claim"),
                ("cohe_id", "cohe"),
                ("staff_id", "staff_member"),
                ("reviewed_by_id", "staff_member"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint(
            "staff_id", "claim_id", "week_on", name=op.f(f"uq_{TABLE}_staff_id_claim_id_week_on")
        ),
    )
    op.create_index(f"ix_{TABLE}_cohe_id_week_on", TABLE, ["cohe_id", "week_on"])
    op.create_index(op.f(f"ix_{TABLE}_claim_id"), TABLE, ["claim_id"])


def downgrade() -> None:
    op.drop_table(TABLE)
