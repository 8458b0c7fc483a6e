"""Who answers for a claim; what providers and the feed tell of it"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "parked_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("line_number", sa.Integer(), nullable=False),
        sa.Column("claim_number", sa.String(length=7), nullable=False),
        sa.Column("lni_provider_id", sa.String(length=7), nullable=False),
        sa.Column("as_of_on", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["feed_run.id"], name=op.f("fk_parked_line_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked_line")),
    )
    with op.batch_alter_table("parked_line", schema=None) as batch_op:
        batch_op.create_index(
            "ix_parked_line_claim_number",
            ["claim_number"],
            unique=True,
            sqlite_where=sa.text("settled_at is null"),
            postgresql_where=sa.text("settled_at is null"),
        )
        batch_op.create_index(batch_op.f("ix_parked_line_run_id"), ["run_id"], unique=False)

    op.create_table(
        "activity_prescription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("exam_on", sa.Date(), nullable=False),
        sa.Column(
            "work_status",
            sa.Enum(
                "full_duty",
                "modified_duty",
                "limited_hours",
                "transitional",
                "off_work",
                "kept_on_salary",
                "released_not_working",
                "unknown",
                name="work_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("hours_per_day", sa.Numeric(precision=4, scale=2), nullable=True),
        sa.Column("restrictions", sa.Text(), nullable=True),
        sa.Column("objective_finding", sa.Text(), nullable=True),
        sa.Column("next_exam_on", sa.Date(), nullable=True),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("feed_run_id", sa.Integer(), nullable=True),
        sa.Column("feed_line", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "hours_per_day between 0 and 24", name=op.f("ck_activity_prescription_hours_per_day")
        ),
        sa.CheckConstraint(
            "to_on >= from_on", name=op.f("ck_activity_prescription_range_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_activity_prescription_claim_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohe_id"], ["cohe.id"], name=op.f("fk_activity_prescription_cohe_id")
        ),
        sa.ForeignKeyConstraint(
            ["feed_run_id"], ["feed_run.id"], name=op.f("fk_activity_prescription_feed_run_id")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_activity_prescription_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_prescription")),
        sa.UniqueConstraint(
            "claim_id",
            "provider_id",
            "exam_on",
            "from_on",
            name=op.f("uq_activity_prescription_claim_id_provider_id_exam_on_from_on"),
        ),
    )
    with op.batch_alter_table("activity_prescription", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activity_prescription_provider_id"), ["provider_id"], unique=False
        )

    op.create_table(
        "attending_provider",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_attending_provider_range_in_order")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_attending_provider_claim_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohe_id"], ["cohe.id"], name=op.f("fk_attending_provider_cohe_id")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_attending_provider_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attending_provider")),
    )
    with op.batch_alter_table("attending_provider", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attending_provider_claim_id"), ["claim_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_attending_provider_provider_id"), ["provider_id"], unique=False
        )

    op.create_table(
        "claim_admission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("admitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_admission_claim_id")
        ),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_claim_admission_cohe_id")),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk_claim_admission_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_admission")),
        sa.UniqueConstraint(
            "claim_id", "staff_id", name=op.f("uq_claim_admission_claim_id_staff_id")
        ),
    )
    with op.batch_alter_table("claim_admission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_admission_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "claim_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_claim_assignment_range_in_order")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_assignment_claim_id")
        ),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_claim_assignment_cohe_id")),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["staff_member.id"], name=op.f("fk_claim_assignment_given_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk_claim_assignment_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_assignment")),
    )
    with op.batch_alter_table("claim_assignment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_claim_assignment_claim_id"), ["claim_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_claim_assignment_staff_id"), ["staff_id"], unique=False
        )

    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("from_staff_id", sa.Integer(), nullable=False),
        sa.Column("to_staff_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_delegation_range_in_order")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_delegation_claim_id")),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_delegation_cohe_id")),
        sa.ForeignKeyConstraint(
            ["from_staff_id"], ["staff_member.id"], name=op.f("fk_delegation_from_staff_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_staff_id"], ["staff_member.id"], name=op.f("fk_delegation_to_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delegation_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(
            "ix_delegation_to_staff_id_claim_id", ["to_staff_id", "claim_id"], unique=False
        )

    op.create_table(
        "feed_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=120), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_feed_change_claim_id")),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_feed_change_cohe_id")),
        sa.ForeignKeyConstraint(["run_id"], ["feed_run.id"], name=op.f("fk_feed_change_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_change")),
    )
    with op.batch_alter_table("feed_change", schema=None) as batch_op:
        batch_op.create_index(
            "ix_feed_change_claim_id_run_id", ["claim_id", "run_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_feed_change_run_id"), ["run_id"], unique=False)

    op.create_table(
        "rehoming_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("initiating_provider_id", sa.Integer(), nullable=False),
        sa.Column("initiated_on", sa.Date(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "decision in ('confirmed', 'refused')", name=op.f("ck_rehoming_proposal_decision")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_rehoming_proposal_claim_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohe_id"], ["cohe.id"], name=op.f("fk_rehoming_proposal_cohe_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["staff_member.id"], name=op.f("fk_rehoming_proposal_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["initiating_provider_id"],
            ["provider.id"],
            name=op.f("fk_rehoming_proposal_initiating_provider_id"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["feed_run.id"], name=op.f("fk_rehoming_proposal_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehoming_proposal")),
        sa.UniqueConstraint(
            "claim_id", "run_id", name=op.f("uq_rehoming_proposal_claim_id_run_id")
        ),
    )
    with op.batch_alter_table("rehoming_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rehoming_proposal_cohe_id"), ["cohe_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rehoming_proposal_run_id"), ["run_id"], unique=False)

    op.create_table(
        "report_of_accident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("missing_fields", sa.Text(), nullable=True),
        sa.Column("feed_run_id", sa.Integer(), nullable=True),
        sa.Column("feed_line", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "received_on >= signed_on", name=op.f("ck_report_of_accident_signed_before_received")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_report_of_accident_claim_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohe_id"], ["cohe.id"], name=op.f("fk_report_of_accident_cohe_id")
        ),
        sa.ForeignKeyConstraint(
            ["feed_run_id"], ["feed_run.id"], name=op.f("fk_report_of_accident_feed_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_of_accident")),
        sa.UniqueConstraint(
            "claim_id", "signed_on", name=op.f("uq_report_of_accident_claim_id_signed_on")
        ),
    )
    op.create_table(
        "time_loss_payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("paid_from_on", sa.Date(), nullable=False),
        sa.Column("paid_to_on", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "time_loss",
                "loss_of_earning_power",
                "kept_on_salary",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("feed_run_id", sa.Integer(), nullable=True),
        sa.Column("feed_line", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "paid_to_on >= paid_from_on", name=op.f("ck_time_loss_payment_range_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_time_loss_payment_claim_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohe_id"], ["cohe.id"], name=op.f("fk_time_loss_payment_cohe_id")
        ),
        sa.ForeignKeyConstraint(
            ["feed_run_id"], ["feed_run.id"], name=op.f("fk_time_loss_payment_feed_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_loss_payment")),
        sa.UniqueConstraint(
            "claim_id",
            "paid_from_on",
            "kind",
            name=op.f("uq_time_loss_payment_claim_id_paid_from_on_kind"),
        ),
    )
    op.create_table(
        "triage_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("watch_until_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "decision in ('work', 'watch', 'no_action', 'give_to_assistant')",
            name=op.f("ck_triage_decision_decision"),
        ),
        sa.CheckConstraint("score >= 0", name=op.f("ck_triage_decision_score")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_triage_decision_claim_id")
        ),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_triage_decision_cohe_id")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["staff_member.id"], name=op.f("fk_triage_decision_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triage_decision")),
    )
    with op.batch_alter_table("triage_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_triage_decision_claim_id"), ["claim_id"], unique=False)

    op.create_table(
        "work_status_episode",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column(
            "work_status",
            sa.Enum(
                "full_duty",
                "modified_duty",
                "limited_hours",
                "transitional",
                "off_work",
                "kept_on_salary",
                "released_not_working",
                "unknown",
                name="work_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("activity_prescription_id", sa.Integer(), nullable=True),
        sa.Column("remark", sa.String(length=200), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "source in ('apf', 'employer', 'worker', 'lni')",
            name=op.f("ck_work_status_episode_source"),
        ),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_work_status_episode_range_in_order")),
        sa.ForeignKeyConstraint(
            ["activity_prescription_id"],
            ["activity_prescription.id"],
            name=op.f("fk_work_status_episode_activity_prescription_id"),
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_work_status_episode_claim_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohe_id"], ["cohe.id"], name=op.f("fk_work_status_episode_cohe_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_status_episode")),
    )
    with op.batch_alter_table("work_status_episode", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_work_status_episode_activity_prescription_id"),
            ["activity_prescription_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_work_status_episode_claim_id"), ["claim_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("work_status_episode", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_status_episode_claim_id"))
        batch_op.drop_index(batch_op.f("ix_work_status_episode_activity_prescription_id"))

    op.drop_table("work_status_episode")
    with op.batch_alter_table("triage_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_triage_decision_claim_id"))

    op.drop_table("triage_decision")
    op.drop_table("time_loss_payment")
    op.drop_table("report_of_accident")
    with op.batch_alter_table("rehoming_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rehoming_proposal_run_id"))
        batch_op.drop_index(batch_op.f("ix_rehoming_proposal_cohe_id"))

    op.drop_table("rehoming_proposal")
    with op.batch_alter_table("feed_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feed_change_run_id"))
        batch_op.drop_index("ix_feed_change_claim_id_run_id")

    op.drop_table("feed_change")
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.drop_index("ix_delegation_to_staff_id_claim_id")
        batch_op.drop_index(batch_op.f("ix_delegation_claim_id"))

    op.drop_table("delegation")
    with op.batch_alter_table("claim_assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_assignment_staff_id"))
        batch_op.drop_index(batch_op.f("ix_claim_assignment_claim_id"))

    op.drop_table("claim_assignment")
    with op.batch_alter_table("claim_admission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_admission_staff_id"))

    op.drop_table("claim_admission")
    with op.batch_alter_table("attending_provider", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attending_provider_provider_id"))
        batch_op.drop_index(batch_op.f("ix_attending_provider_claim_id"))

    op.drop_table("attending_provider")
    with op.batch_alter_table("activity_prescription", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_prescription_provider_id"))

    op.drop_table("activity_prescription")
    with op.batch_alter_table("parked_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_parked_line_run_id"))
        batch_op.drop_index(
            "ix_parked_line_claim_number",
            sqlite_where=sa.text("settled_at is null"),
            postgresql_where=sa.text("settled_at is null"),
        )

    op.drop_table("parked_line")
