"""Claims offered to a colleague or to another COHE, and the answers: decided, an offer is final."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

DECIDED = "old.decision is not null"
WORDS = "an answered offer never changes"
PEOPLE = ("from_staff_id", "to_staff_id", "offered_by_id", "decided_by_id")


def upgrade() -> None:
    op.create_table(
        "claim_transfer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("claim_number", sa.String(length=7), nullable=False),
        sa.Column("from_staff_id", sa.Integer(), nullable=True),
        sa.Column("to_cohe_id", sa.Integer(), nullable=False),
        sa.Column("to_staff_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("offered_by_id", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=32), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "decision in ('accepted', 'declined', 'withdrawn')",
            name=op.f("ck_claim_transfer_decision"),
        ),
        sa.CheckConstraint(
            "(decision is null) = (decided_at is null)", name=op.f("ck_claim_transfer_decided_at")
        ),
        sa.CheckConstraint(
            "decision <> 'accepted' or to_staff_id is not null",
            name=op.f("ck_claim_transfer_accepted_to"),
        ),
        sa.CheckConstraint(
            "cohe_id <> to_cohe_id or to_staff_id is not null",
            name=op.f("ck_claim_transfer_colleague"),
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_transfer_claim_id")
        ),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_claim_transfer_cohe_id")),
        sa.ForeignKeyConstraint(
            ["to_cohe_id"], ["cohe.id"], name=op.f("fk_claim_transfer_to_cohe_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["staff_member.id"], name=op.f(f"fk_claim_transfer_{column}")
            )
            for column in PEOPLE
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_transfer")),
    )
    for column in ("claim_id", "to_staff_id", "to_cohe_id", "offered_by_id"):
        op.create_index(f"ix_claim_transfer_{column}", "claim_transfer", [column])
    waits = sa.text("decision is null")
    op.create_index(
        "ix_claim_transfer_open",
        "claim_transfer",
        ["claim_id"],
        unique=True,
        sqlite_where=waits,
        postgresql_where=waits,
    )
    (_postgres_trigger if _on_postgres() else _sqlite_triggers)()


def downgrade() -> None:
    op.drop_table("claim_transfer")
    if _on_postgres():
        op.execute("drop function claim_transfer_is_final()")


def _on_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _postgres_trigger() -> None:
    op.execute(
        "create function claim_transfer_is_final() returns trigger language plpgsql as $$ "
        f"begin raise exception '{WORDS}' using errcode = 'check_violation', "
        "constraint = 'claim_transfer_is_final'; end $$"
    )
    op.execute(
        "create trigger claim_transfer_is_final before update or delete on claim_transfer "
        f"for each row when ({DECIDED}) execute function claim_transfer_is_final()"
    )


def _sqlite_triggers() -> None:
    for moment in ("update", "delete"):
        op.execute(
            f"create trigger claim_transfer_is_final_{moment} before {moment} on claim_transfer "
            f"when {DECIDED} begin select raise(abort, 'claim_transfer_is_final: {WORDS}'); end"
        )
