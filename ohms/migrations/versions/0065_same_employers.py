"""Accounts that look like one employer, proposed to a COHE; and pairs of workers that L&I's own key says are one
person, where the name or the birth date agrees, wait for nobody, unless people had taken back that they are."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

TABLE = "same_employer_proposal"
MOST_ALIKE = 6

OF_ONE_NAME = f"""
    insert into {TABLE} (cohe_id, employer_id, other_employer_id, proposed_at)
    select known.cohe_id, one.id, other.id,
        coalesce((select max(started_at) from feed_run), current_timestamp)
    from employer one
    join employer other on other.search_name = one.search_name and other.id > one.id
    join (select distinct cohe_id, employer_id from claim) known on known.employer_id = one.id
    where one.merged_into_id is null and other.merged_into_id is null
    and exists (
        select 1 from claim where claim.employer_id = other.id and claim.cohe_id = known.cohe_id
    )
    and {MOST_ALIKE} >= (
        select count(*) from employer each
        where each.search_name = one.search_name and each.merged_into_id is null
    )
"""
SAID_BY_KEY = """
    update same_person_proposal set decision = 'same', decided_at = proposed_at
    where decision is null and reason = 'worker_key' and exists (
        select 1 from worker one, worker other
        where one.id = worker_id and other.id = other_worker_id
        and one.worker_key = other.worker_key
        and (one.birth_date = other.birth_date or one.search_name = other.search_name)
    ) and not exists (
        select 1 from audit_entry taken_back
        where taken_back.object_type = 'same_person_proposal'
        and taken_back.object_id = same_person_proposal.id
        and taken_back.action = 'undo_same_person' and taken_back.result = 'done'
    )
"""
ASKED_AGAIN = """
    update same_person_proposal set decision = null, decided_at = null
    where decision = 'same' and decided_by_id is null
"""


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("cohe_id", sa.Integer(), sa.ForeignKey("cohe.id"), nullable=False),
        sa.Column("employer_id", sa.Integer(), sa.ForeignKey("employer.id"), nullable=False),
        sa.Column("other_employer_id", sa.Integer(), sa.ForeignKey("employer.id"), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=16)),
        sa.Column("decided_by_id", sa.Integer(), sa.ForeignKey("staff_member.id")),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("cohe_id", "employer_id", "other_employer_id"),
        sa.CheckConstraint("employer_id < other_employer_id", name="ordered_pair"),
        sa.CheckConstraint("decision = 'same' or decision = 'different'", name="decision"),
        sa.CheckConstraint(
            "(decision is null) = (decided_by_id is null)"
            " and (decision is null) = (decided_at is null)",
            name="decided_by_somebody",
        ),
    )
    op.create_index(f"ix_{TABLE}_cohe_id_decision", TABLE, ["cohe_id", "decision"])
    op.create_index(f"ix_{TABLE}_employer_id", TABLE, ["employer_id"])
    op.create_index(f"ix_{TABLE}_other_employer_id", TABLE, ["other_employer_id"])
    op.execute(OF_ONE_NAME)
    op.execute(SAID_BY_KEY)


def downgrade() -> None:
    op.execute(ASKED_AGAIN)
    op.drop_table(TABLE)
