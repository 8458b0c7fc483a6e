"""What an assistant enters and a coordinator co-signs, beside notes."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

T = "co_signature"
REFERS = {
    "claim_id": "claim.id",
    "cohe_id": "cohe.id",
    "frq_id": "frq_answer.id",
    "barrier_id": "barrier.id",
    "entered_by_id": "staff_member.id",
    "follows_id": "co_signature.id",
    "settled_by_id": "staff_member.id",
}
CHECKS = {
    "kind": "kind in ('frq', 'barrier_plan', 'closing')",
    "outcome": "outcome in ('co_signed', 'returned', 'withdrawn')",
    "settled": "(settled_at is null) = (outcome is null)"
    " and (settled_by_id is null) = (outcome is null)",
    "question": "(coalesce(outcome, '') = 'returned') = (question is not null)",
    "answer": "(follows_id is null) = (answer is null)",
    "of_its_kind": "(kind = 'frq') = (frq_id is not null)"
    " and (kind = 'barrier_plan') = (barrier_id is not null)"
    " and (kind = 'closing') = (close_reason is not null)",
}


def upgrade() -> None:
    op.create_table(
        T,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("frq_id", sa.Integer(), nullable=True),
        sa.Column("barrier_id", sa.Integer(), nullable=True),
        sa.Column("close_reason", sa.String(length=40), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("question", sa.Text(), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{T}_{name}")) for name, rule in CHECKS.items()),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{T}_{column}"))
            for column, target in REFERS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{T}")),
    )
    for column in ("claim_id", "frq_id", "barrier_id", "follows_id"):
        op.create_index(op.f(f"ix_{T}_{column}"), T, [column])
    waiting = sa.text("outcome is null")
    op.create_index(
        "ix_co_signature_open",
        T,
        ["cohe_id", "entered_by_id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def downgrade() -> None:
    op.drop_table(T)
