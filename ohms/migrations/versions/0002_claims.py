"""Claims, workers, contact points, and the runs of the feed"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feed_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("as_of_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("good_lines_only", sa.Boolean(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("resumed_after_line", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("parked", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind in ('claims', 'roa', 'apf', 'time_loss', 'documents', 'providers')",
            name=op.f("ck_feed_run_kind"),
        ),
        sa.CheckConstraint(
            "state in ('running', 'done', 'failed')", name=op.f("ck_feed_run_state")
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["staff_member.id"], name=op.f("fk_feed_run_started_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_run")),
    )
    with op.batch_alter_table("feed_run", schema=None) as batch_op:
        batch_op.create_index("ix_feed_run_kind_as_of_on", ["kind", "as_of_on"], unique=False)

    op.create_table(
        "worker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("last_name", sa.String(length=120), nullable=False),
        sa.Column("first_name", sa.String(length=120), nullable=False),
        sa.Column("search_name", sa.String(length=250), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("worker_key", sa.String(length=40), nullable=True),
        sa.Column("language", sa.String(length=40), nullable=True),
        sa.Column("interpreter_needed", sa.Boolean(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_worker_cohe_id")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["worker.id"], name=op.f("fk_worker_merged_into_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
    )
    with op.batch_alter_table("worker", schema=None) as batch_op:
        batch_op.create_index(
            "ix_worker_cohe_id_search_name", ["cohe_id", "search_name"], unique=False
        )
        batch_op.create_index(
            "ix_worker_cohe_id_worker_key", ["cohe_id", "worker_key"], unique=False
        )

    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_number", sa.String(length=7), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("initiating_provider_id", sa.Integer(), nullable=False),
        sa.Column("attending_provider_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "interlocutory",
                "allowed",
                "rejected",
                "closed",
                "reopened",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "fund",
            sa.Enum(
                "state_fund",
                "self_insured",
                "federal",
                "tribal",
                "out_of_state",
                name="fund",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "accident_kind",
            sa.Enum(
                "injury",
                "occupational_disease",
                name="accident_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("injury_on", sa.Date(), nullable=False),
        sa.Column("first_visit_on", sa.Date(), nullable=True),
        sa.Column("roa_received_on", sa.Date(), nullable=True),
        sa.Column("initiated_on", sa.Date(), nullable=False),
        sa.Column("established_on", sa.Date(), nullable=True),
        sa.Column("body_part_code", sa.String(length=16), nullable=True),
        sa.Column("nature_code", sa.String(length=16), nullable=True),
        sa.Column("icd10", sa.String(length=200), nullable=True),
        sa.Column("claim_manager", sa.String(length=120), nullable=True),
        sa.Column("claim_manager_phone", sa.String(length=40), nullable=True),
        sa.Column("representative_name", sa.String(length=120), nullable=True),
        sa.Column("representative_phone", sa.String(length=40), nullable=True),
        sa.Column("employer_contact", sa.String(length=120), nullable=True),
        sa.Column("employer_phone", sa.String(length=40), nullable=True),
        sa.Column("combined_into_id", sa.Integer(), nullable=True),
        sa.Column("feed_run_id", sa.Integer(), nullable=True),
        sa.Column("feed_line", sa.Integer(), nullable=True),
        sa.Column("as_of_on", sa.Date(), nullable=True),
        sa.Column(
            "coordination",
            sa.Enum(
                "new",
                "watching",
                "active",
                "on_hold",
                "closed",
                name="coordination",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("close_reason", sa.String(length=40), nullable=True),
        sa.Column("watch_until_on", sa.Date(), nullable=True),
        sa.Column(
            "complexity",
            sa.Enum(
                "low",
                "standard",
                "high",
                name="complexity",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("assigned_to_id", sa.Integer(), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("safety_flag", sa.String(length=200), nullable=True),
        sa.Column("on_time_loss", sa.Boolean(), nullable=False),
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
        sa.Column("last_contact_on", sa.Date(), nullable=True),
        sa.Column("next_due_by", sa.Date(), nullable=True),
        sa.Column("open_tasks", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "first_visit_on >= injury_on", name=op.f("ck_claim_injury_before_first_visit")
        ),
        sa.CheckConstraint(
            "initiated_on >= injury_on", name=op.f("ck_claim_injury_before_initiated")
        ),
        sa.CheckConstraint("open_tasks >= 0", name=op.f("ck_claim_open_tasks")),
        sa.ForeignKeyConstraint(
            ["assigned_to_id"], ["staff_member.id"], name=op.f("fk_claim_assigned_to_id")
        ),
        sa.ForeignKeyConstraint(
            ["attending_provider_id"], ["provider.id"], name=op.f("fk_claim_attending_provider_id")
        ),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_claim_cohe_id")),
        sa.ForeignKeyConstraint(
            ["combined_into_id"], ["claim.id"], name=op.f("fk_claim_combined_into_id")
        ),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employer.id"], name=op.f("fk_claim_employer_id")
        ),
        sa.ForeignKeyConstraint(
            ["feed_run_id"], ["feed_run.id"], name=op.f("fk_claim_feed_run_id")
        ),
        sa.ForeignKeyConstraint(
            ["initiating_provider_id"],
            ["provider.id"],
            name=op.f("fk_claim_initiating_provider_id"),
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_claim_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("claim_number", name=op.f("uq_claim_claim_number")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index(
            "ix_claim_assigned",
            ["assigned_to_id"],
            unique=False,
            sqlite_where=sa.text("assigned_to_id is not null"),
            postgresql_where=sa.text("assigned_to_id is not null"),
        )
        batch_op.create_index(
            batch_op.f("ix_claim_attending_provider_id"), ["attending_provider_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_claim_combined_into_id"), ["combined_into_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_claim_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index(
            "ix_claim_initiated", ["cohe_id", "initiated_on", "fund"], unique=False
        )
        batch_op.create_index(
            "ix_claim_list",
            ["initiating_provider_id", "coordination", "on_time_loss", "next_due_by", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_claim_number_prefix",
            ["claim_number"],
            unique=False,
            postgresql_ops={"claim_number": "varchar_pattern_ops"},
        )
        batch_op.create_index(batch_op.f("ix_claim_worker_id"), ["worker_id"], unique=False)

    op.create_table(
        "feed_refusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("line_number", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["feed_run.id"], name=op.f("fk_feed_refusal_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_refusal")),
    )
    with op.batch_alter_table("feed_refusal", schema=None) as batch_op:
        batch_op.create_index(
            "ix_feed_refusal_run_id_line_number", ["run_id", "line_number"], unique=False
        )

    op.create_table(
        "same_person_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("other_worker_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "decision in ('same', 'different')", name=op.f("ck_same_person_proposal_decision")
        ),
        sa.CheckConstraint(
            "reason in ('worker_key', 'name_and_birth_date')",
            name=op.f("ck_same_person_proposal_reason"),
        ),
        sa.CheckConstraint(
            "worker_id < other_worker_id", name=op.f("ck_same_person_proposal_ordered_pair")
        ),
        sa.ForeignKeyConstraint(
            ["cohe_id"], ["cohe.id"], name=op.f("fk_same_person_proposal_cohe_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["staff_member.id"],
            name=op.f("fk_same_person_proposal_decided_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["other_worker_id"], ["worker.id"], name=op.f("fk_same_person_proposal_other_worker_id")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_same_person_proposal_worker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_same_person_proposal")),
        sa.UniqueConstraint(
            "worker_id",
            "other_worker_id",
            name=op.f("uq_same_person_proposal_worker_id_other_worker_id"),
        ),
    )
    with op.batch_alter_table("same_person_proposal", schema=None) as batch_op:
        batch_op.create_index(
            "ix_same_person_proposal_cohe_id_decision", ["cohe_id", "decision"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_same_person_proposal_other_worker_id"), ["other_worker_id"], unique=False
        )

    op.create_table(
        "contact_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column(
            "party",
            sa.Enum(
                "worker",
                "employer",
                "provider",
                "claim_manager",
                "union",
                "representative",
                "interpreter",
                "family",
                "vocational",
                "therapist",
                "surgeon",
                "other",
                name="party",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("who", sa.String(length=200), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("value", sa.String(length=254), nullable=False),
        sa.Column("best_time", sa.String(length=200), nullable=True),
        sa.Column("language", sa.String(length=40), nullable=True),
        sa.Column("do_not_call", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('phone', 'email', 'fax')", name=op.f("ck_contact_point_kind")),
        sa.CheckConstraint("source in ('feed', 'by_hand')", name=op.f("ck_contact_point_source")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_contact_point_claim_id")),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_contact_point_cohe_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_point")),
    )
    with op.batch_alter_table("contact_point", schema=None) as batch_op:
        batch_op.create_index(
            "ix_contact_point_claim_id_party", ["claim_id", "party"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("contact_point", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_point_claim_id_party")

    op.drop_table("contact_point")
    with op.batch_alter_table("same_person_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_same_person_proposal_other_worker_id"))
        batch_op.drop_index("ix_same_person_proposal_cohe_id_decision")

    op.drop_table("same_person_proposal")
    with op.batch_alter_table("feed_refusal", schema=None) as batch_op:
        batch_op.drop_index("ix_feed_refusal_run_id_line_number")

    op.drop_table("feed_refusal")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_worker_id"))
        batch_op.drop_index(
            "ix_claim_number_prefix", postgresql_ops={"claim_number": "varchar_pattern_ops"}
        )
        batch_op.drop_index("ix_claim_list")
        batch_op.drop_index("ix_claim_initiated")
        batch_op.drop_index(batch_op.f("ix_claim_employer_id"))
        batch_op.drop_index(batch_op.f("ix_claim_combined_into_id"))
        batch_op.drop_index(batch_op.f("ix_claim_attending_provider_id"))
        batch_op.drop_index(
            "ix_claim_assigned",
            sqlite_where=sa.text("assigned_to_id is not null"),
            postgresql_where=sa.text("assigned_to_id is not null"),
        )

    op.drop_table("claim")
    with op.batch_alter_table("worker", schema=None) as batch_op:
        batch_op.drop_index("ix_worker_cohe_id_worker_key")
        batch_op.drop_index("ix_worker_cohe_id_search_name")

    op.drop_table("worker")
    with op.batch_alter_table("feed_run", schema=None) as batch_op:
        batch_op.drop_index("ix_feed_run_kind_as_of_on")

    op.drop_table("feed_run")
