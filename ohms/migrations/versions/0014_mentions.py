"""Colleagues mentioned in notes"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

PARENTS = {
    "claim_id": "claim",
    "cohe_id": "cohe",
    "note_id": "case_note",
    "event_id": "note_event",
    "staff_id": "staff_member",
    "by_id": "staff_member",
}


def upgrade() -> None:
    op.create_table(
        "mention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("staff_id <> by_id", name=op.f("ck_mention_of_somebody_else")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_mention_{column}"))
            for column, table in PARENTS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
    )
    op.create_index("ix_mention_staff_id_at", "mention", ["staff_id", "at"])
    op.create_index(op.f("ix_mention_claim_id"), "mention", ["claim_id"])
    op.create_index(op.f("ix_mention_note_id"), "mention", ["note_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_mention_note_id"), "mention")
    op.drop_index(op.f("ix_mention_claim_id"), "mention")
    op.drop_index("ix_mention_staff_id_at", "mention")
    op.drop_table("mention")
