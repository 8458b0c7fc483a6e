"""Why a claim is restricted to named people, by whom, and when that was lifted."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

TABLE = "claim_restriction"
REFERS = {
    "claim_id": "claim.id",
    "cohe_id": "cohe.id",
    "restricted_by_id": "staff_member.id",
    "lifted_by_id": "staff_member.id",
}
REASONS = ("staff_member", "family_of_staff", "another_reason")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(*REASONS, name="reason", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("restricted_by_id", sa.Integer(), nullable=False),
        sa.Column("restricted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True)),
        sa.Column("lifted_by_id", sa.Integer()),
        sa.CheckConstraint(
            f"reason in ({', '.join(map(repr, REASONS))})", name=op.f(f"ck_{TABLE}_reason")
        ),
        sa.CheckConstraint(
            "(lifted_at is null) = (lifted_by_id is null)", name=op.f(f"ck_{TABLE}_lifted_by")
        ),
        *(
            sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_{TABLE}_{name}"))
            for name, target in REFERS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(f"ix_{TABLE}_claim_id", TABLE, ["claim_id"])


def downgrade() -> None:
    op.drop_table(TABLE)
