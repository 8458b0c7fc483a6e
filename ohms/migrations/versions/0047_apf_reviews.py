"""APFs are drawn for the review of their quality, and read."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

TABLE = "apf_review"
REFERS = {
    "claim_id": "claim",
    "cohe_id": "cohe",
    "activity_prescription_id": "activity_prescription",
    "drawn_by_id": "staff_member",
    "reviewed_by_id": "staff_member",
}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("activity_prescription_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=True),
        sa.Column("timely", sa.Boolean(), nullable=True),
        sa.Column("remark", sa.String(length=200), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("quarter between 1 and 4", name=op.f(f"ck_{TABLE}_quarter")),
        sa.CheckConstraint("place >= 1", name=op.f(f"ck_{TABLE}_place")),
        sa.CheckConstraint(
            "(complete is null) = (timely is null)", name=op.f(f"ck_{TABLE}_verdict")
        ),
        sa.CheckConstraint(
            "(complete is null) = (reviewed_at is null)", name=op.f(f"ck_{TABLE}_reviewed")
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{TABLE}_{column}"))
            for column, table in REFERS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint(
            "activity_prescription_id", name=op.f(f"uq_{TABLE}_activity_prescription_id")
        ),
        sa.UniqueConstraint(
            "cohe_id",
            "year",
            "quarter",
            "place",
            name=op.f(f"uq_{TABLE}_cohe_id_year_quarter_place"),
        ),
    )
    for column in ("claim_id", "drawn_by_id", "reviewed_by_id"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column])


def downgrade() -> None:
    op.drop_table(TABLE)
