"""When we worked on a claim: dated periods of its coordination, one at a time.

Claims that are coordinated get the period that is under way, from their first decision to work on
them, else from the day of initiation. Of those closed before nothing is known and nothing invented.
"""

import sqlalchemy as sa
from alembic import op

from ohms.clock import day_of
from ohms.models.base import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

UNDER_WAY = ("watching", "active", "on_hold")
PUTS_AWAY = ("no_action",)


def upgrade() -> None:
    op.create_table(
        "coordination_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=40), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_coordination_period_range_in_order")),
        sa.CheckConstraint(
            "ended_at is null or to_on is not null", name=op.f("ck_coordination_period_ended_at")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_coordination_period_claim_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohe_id"], ["cohe.id"], name=op.f("fk_coordination_period_cohe_id")
        ),
        sa.ForeignKeyConstraint(
            ["begun_by_id"], ["staff_member.id"], name=op.f("fk_coordination_period_begun_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordination_period")),
    )
    op.create_index("ix_coordination_period_claim_id", "coordination_period", ["claim_id"])
    _refuse_overlaps()
    _fill()


def downgrade() -> None:
    op.drop_table("coordination_period")


def _refuse_overlaps() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "alter table coordination_period add constraint ex_coordination_period_overlap "
            "exclude using gist (int4range(claim_id, claim_id, '[]') with &&, "
            "daterange(from_on, to_on, '[]') with &&)"
        )
        return
    for moment in ("insert", "update"):
        op.execute(
            f"create trigger ex_coordination_period_overlap_{moment} "
            f"before {moment} on coordination_period "
            "when exists (select 1 from coordination_period as other "
            "where other.claim_id = new.claim_id and other.id is not new.id "
            "and other.from_on <= coalesce(new.to_on, '9999-12-31') "
            "and new.from_on <= coalesce(other.to_on, '9999-12-31')) "
            "begin select raise(abort, 'ex_coordination_period_overlap'); end"
        )


def _fill() -> None:
    claim = sa.table(
        "claim",
        sa.column("id", sa.Integer),
        sa.column("cohe_id", sa.Integer),
        sa.column("coordination", sa.String),
        sa.column("initiated_on", sa.Date),
    )
    decision = sa.table(
        "triage_decision",
        sa.column("claim_id", sa.Integer),
        sa.column("decision", sa.String),
        sa.column("decided_at", UtcDateTime()),
    )
    taken_up = (
        sa.select(sa.func.min(decision.c.decided_at, type_=UtcDateTime()))
        .where(decision.c.claim_id == claim.c.id, decision.c.decision.not_in(PUTS_AWAY))
        .scalar_subquery()
    )
    rows = op.get_bind().execute(
        sa.select(claim.c.id, claim.c.cohe_id, claim.c.initiated_on, taken_up.label("at")).where(
            claim.c.coordination.in_(UNDER_WAY)
        )
    )
    periods = sa.table(
        "coordination_period",
        sa.column("claim_id", sa.Integer),
        sa.column("cohe_id", sa.Integer),
        sa.column("from_on", sa.Date),
    )
    op.bulk_insert(
        periods,
        [
            {
                "claim_id": row.id,
                "cohe_id": row.cohe_id,
                "from_on": day_of(row.at) if row.at is not None else row.initiated_on,
            }
            for row in rows
        ],
    )
