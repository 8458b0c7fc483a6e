"""Recovery: FRQ answers, barriers, measures over time, goals, and rules of contact"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "barrier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "medical_unclear",
                "treatment_delay",
                "medication",
                "pain_and_function",
                "fear_or_expectation",
                "mood_or_behavior",
                "no_light_duty",
                "job_dispute",
                "job_demands",
                "claim_administration",
                "provider_paperwork",
                "language",
                "transport_home_money",
                "other_illness",
                "no_contact",
                name="category",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("close_reason", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(closed_on is null) = (closed_by_id is null)", name=op.f("ck_barrier_closed_by")
        ),
        sa.CheckConstraint("closed_on >= since_on", name=op.f("ck_barrier_since_before_closed")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_barrier_claim_id")),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["staff_member.id"], name=op.f("fk_barrier_closed_by_id")
        ),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_barrier_cohe_id")),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["staff_member.id"], name=op.f("fk_barrier_noted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_barrier")),
    )
    with op.batch_alter_table("barrier", schema=None) as batch_op:
        batch_op.create_index(
            "ix_barrier_claim_id_closed_on", ["claim_id", "closed_on"], unique=False
        )

    op.create_table(
        "contact_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "two_people",
                "through_representative",
                "no_voicemail",
                "interpreter",
                "not_before",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("remark", sa.String(length=200), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(ended_on is null) = (ended_by_id is null)", name=op.f("ck_contact_rule_ended_by")
        ),
        sa.CheckConstraint("ended_on >= from_on", name=op.f("ck_contact_rule_range_in_order")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_contact_rule_claim_id")),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_contact_rule_cohe_id")),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["staff_member.id"], name=op.f("fk_contact_rule_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["staff_member.id"], name=op.f("fk_contact_rule_noted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_rule")),
    )
    with op.batch_alter_table("contact_rule", schema=None) as batch_op:
        batch_op.create_index(
            "ix_contact_rule_claim_id_ended_on", ["claim_id", "ended_on"], unique=False
        )

    op.create_table(
        "frq_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("q1", sa.Boolean(), nullable=False),
        sa.Column("q2", sa.Integer(), nullable=False),
        sa.Column("q3_sites", sa.Integer(), nullable=False),
        sa.Column("q3_low_back_with_leg", sa.Boolean(), nullable=False),
        sa.Column("q4", sa.Boolean(), nullable=True),
        sa.Column("q5", sa.Integer(), nullable=True),
        sa.Column("q6", sa.Integer(), nullable=True),
        sa.Column("taken_by_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "(voided_at is null) = (voided_by_id is null)", name=op.f("ck_frq_answer_voided_by")
        ),
        sa.CheckConstraint("q2 between 0 and 10", name=op.f("ck_frq_answer_q2")),
        sa.CheckConstraint("q3_sites between 0 and 20", name=op.f("ck_frq_answer_q3_sites")),
        sa.CheckConstraint("q5 between 0 and 10", name=op.f("ck_frq_answer_q5")),
        sa.CheckConstraint("q6 between 0 and 10", name=op.f("ck_frq_answer_q6")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_frq_answer_claim_id")),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_frq_answer_cohe_id")),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["staff_member.id"], name=op.f("fk_frq_answer_taken_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["staff_member.id"], name=op.f("fk_frq_answer_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frq_answer")),
    )
    with op.batch_alter_table("frq_answer", schema=None) as batch_op:
        batch_op.create_index(
            "ix_frq_answer_claim_id_answered_on", ["claim_id", "answered_on"], unique=False
        )

    op.create_table(
        "recovery_measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "pain",
                "function",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "(voided_at is null) = (voided_by_id is null)",
            name=op.f("ck_recovery_measure_voided_by"),
        ),
        sa.CheckConstraint("value between 0 and 10", name=op.f("ck_recovery_measure_value")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_recovery_measure_claim_id")
        ),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_recovery_measure_cohe_id")),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["staff_member.id"], name=op.f("fk_recovery_measure_taken_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["staff_member.id"], name=op.f("fk_recovery_measure_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_measure")),
    )
    with op.batch_alter_table("recovery_measure", schema=None) as batch_op:
        batch_op.create_index(
            "ix_recovery_measure_claim_id_measured_on", ["claim_id", "measured_on"], unique=False
        )

    op.create_table(
        "return_to_work_goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column(
            "rung",
            sa.Enum(
                "same_job_same_employer",
                "same_job_modified",
                "new_job_same_employer",
                "new_job_modified_same_employer",
                "old_job_modified_new_employer",
                "new_job_new_employer",
                "modified_new_job_new_employer",
                name="rung",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("target_on", sa.Date(), nullable=False),
        sa.Column("remark", sa.String(length=200), nullable=True),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_return_to_work_goal_claim_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohe_id"], ["cohe.id"], name=op.f("fk_return_to_work_goal_cohe_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["staff_member.id"], name=op.f("fk_return_to_work_goal_set_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_to_work_goal")),
    )
    with op.batch_alter_table("return_to_work_goal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_return_to_work_goal_claim_id"), ["claim_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("return_to_work_goal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_return_to_work_goal_claim_id"))

    op.drop_table("return_to_work_goal")
    with op.batch_alter_table("recovery_measure", schema=None) as batch_op:
        batch_op.drop_index("ix_recovery_measure_claim_id_measured_on")

    op.drop_table("recovery_measure")
    with op.batch_alter_table("frq_answer", schema=None) as batch_op:
        batch_op.drop_index("ix_frq_answer_claim_id_answered_on")

    op.drop_table("frq_answer")
    with op.batch_alter_table("contact_rule", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_rule_claim_id_ended_on")

    op.drop_table("contact_rule")
    with op.batch_alter_table("barrier", schema=None) as batch_op:
        batch_op.drop_index("ix_barrier_claim_id_closed_on")

    op.drop_table("barrier")
