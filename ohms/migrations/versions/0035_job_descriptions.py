"""When a job description was sent to the provider, and what they said of it."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

T = "job_description_step"
REFERS = {
    "document_id": "document.id",
    "claim_id": "claim.id",
    "cohe_id": "cohe.id",
    "noted_by_id": "staff_member.id",
    "voided_by_id": "staff_member.id",
}


def upgrade() -> None:
    op.create_table(
        T,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("by_whom", sa.String(length=200), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("step in ('sent', 'approved', 'rejected')", name=op.f(f"ck_{T}_step")),
        sa.CheckConstraint(
            "(voided_at is null) = (voided_by_id is null)", name=op.f(f"ck_{T}_voided_by")
        ),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{T}_{column}"))
            for column, target in REFERS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{T}")),
    )
    for column in ("document_id", "claim_id"):
        op.create_index(op.f(f"ix_{T}_{column}"), T, [column])


def downgrade() -> None:
    op.drop_table(T)
