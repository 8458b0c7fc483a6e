"""Claims of another COHE, opened in an emergency for some hours."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

TABLE = "broken_glass"
REFERS = {
    "claim_id": "claim.id",
    "cohe_id": "cohe.id",
    "staff_id": "staff_member.id",
    "staff_cohe_id": "cohe.id",
}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in REFERS),
        sa.Column("claim_number", sa.String(7), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("until_at > opened_at", name=op.f(f"ck_{TABLE}_until_after_opening")),
        sa.CheckConstraint("staff_cohe_id <> cohe_id", name=op.f(f"ck_{TABLE}_of_another_cohe")),
        *(
            sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_{TABLE}_{name}"))
            for name, target in REFERS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(f"ix_{TABLE}_claim_id", TABLE, ["claim_id"])
    op.create_index(f"ix_{TABLE}_staff_id_until_at", TABLE, ["staff_id", "until_at"])
    op.create_index(f"ix_{TABLE}_opened_at", TABLE, ["opened_at"])


def downgrade() -> None:
    op.drop_table(TABLE)
