"""Calls, time, referrals and documents"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "call_intake",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("taken_by_id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("caller", sa.String(length=120), nullable=False),
        sa.Column("call_back", sa.String(length=40), nullable=True),
        sa.Column("told_claim_number", sa.String(length=16), nullable=True),
        sa.Column("told_name", sa.String(length=120), nullable=True),
        sa.Column("told_birth_date", sa.Date(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("promise", sa.String(length=200), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("performed_on", sa.Date(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("matched_by_id", sa.Integer(), nullable=True),
        sa.Column("matched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes between 1 and 1440", name=op.f("ck_call_intake_minutes")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_call_intake_claim_id")),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_call_intake_cohe_id")),
        sa.ForeignKeyConstraint(
            ["matched_by_id"], ["staff_member.id"], name=op.f("fk_call_intake_matched_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_call_intake_position_id")
        ),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["staff_member.id"], name=op.f("fk_call_intake_taken_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_intake")),
    )
    with op.batch_alter_table("call_intake", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_call_intake_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(
            "ix_call_intake_cohe_id_claim_id", ["cohe_id", "claim_id"], unique=False
        )

    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "roa",
                "apf",
                "chart_note",
                "job_description",
                "job_offer",
                "order",
                "letter",
                "frq",
                "consent",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("document_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("media_type", sa.String(length=80), nullable=True),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("mental_health", sa.Boolean(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("feed_run_id", sa.Integer(), nullable=True),
        sa.Column("feed_line", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "source in ('feed', 'upload', 'produced')", name=op.f("ck_document_source")
        ),
        sa.CheckConstraint("size is null or size >= 0", name=op.f("ck_document_size")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_document_claim_id")),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_document_cohe_id")),
        sa.ForeignKeyConstraint(
            ["feed_run_id"], ["feed_run.id"], name=op.f("fk_document_feed_run_id")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["staff_member.id"], name=op.f("fk_document_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(
            "ix_document_claim_id_received_on", ["claim_id", "received_on"], unique=False
        )
        batch_op.create_index("ix_document_sha256", ["sha256"], unique=False)

    op.create_table(
        "referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column(
            "service",
            sa.Enum(
                "stay_at_work",
                "risk_management",
                "early_return_to_work",
                "vocational",
                "activity_coaching",
                "nurse_consultant",
                "community",
                "cohe_advisor",
                name="service",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "step",
            sa.Enum(
                "draft",
                "sent",
                "received",
                "accepted",
                "declined",
                "needs_information",
                "in_progress",
                "completed",
                "withdrawn",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expected_by", sa.Date(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(step = 'draft') = (sent_at is null)", name=op.f("ck_referral_sent_at")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_referral_claim_id")),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_referral_cohe_id")),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["staff_member.id"], name=op.f("fk_referral_drafted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employer.id"], name=op.f("fk_referral_employer_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["staff_member.id"], name=op.f("fk_referral_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["staff_member.id"], name=op.f("fk_referral_sent_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index("ix_referral_claim_id", ["claim_id"], unique=False)
        batch_op.create_index(
            "ix_referral_cohe_id_step", ["cohe_id", "step", "expected_by"], unique=False
        )
        batch_op.create_index(
            "ix_referral_desk",
            ["service", "step", "sent_at"],
            unique=False,
            sqlite_where=sa.text("sent_at is not null"),
            postgresql_where=sa.text("sent_at is not null"),
        )
        batch_op.create_index(batch_op.f("ix_referral_employer_id"), ["employer_id"], unique=False)

    op.create_table(
        "document_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_document_text_claim_id")),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_document_text_cohe_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_text_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_text")),
        sa.UniqueConstraint("document_id", "page", name=op.f("uq_document_text_document_id_page")),
    )
    with op.batch_alter_table("document_text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_text_claim_id"), ["claim_id"], unique=False)

    op.create_table(
        "referral_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "draft",
                "sent",
                "received",
                "accepted",
                "declined",
                "needs_information",
                "in_progress",
                "completed",
                "withdrawn",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_referral_step_claim_id")),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_referral_step_cohe_id")),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_referral_step_referral_id")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk_referral_step_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_step")),
    )
    with op.batch_alter_table("referral_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_step_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(
            "ix_referral_step_referral_id_at", ["referral_id", "at"], unique=False
        )

    op.create_table(
        "referral_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_referral_version_claim_id")
        ),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_referral_version_cohe_id")),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_referral_version_referral_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["staff_member.id"], name=op.f("fk_referral_version_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_version")),
        sa.UniqueConstraint(
            "referral_id", "number", name=op.f("uq_referral_version_referral_id_number")
        ),
    )
    with op.batch_alter_table("referral_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_referral_version_claim_id"), ["claim_id"], unique=False
        )

    op.create_table(
        "time_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column(
            "category",
            sa.Enum(
                "training_given",
                "training_taken",
                "outreach",
                "meeting",
                "quality",
                "leave",
                "other",
                name="category",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "standard_work",
            sa.Enum(
                "referrals",
                "barriers",
                "community",
                "medication",
                "return_to_work",
                "transitions",
                "recovery",
                "surgery",
                name="standard_work",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("performed_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column(
            "capture",
            sa.Enum(
                "captured",
                "typed",
                name="capture",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("remark", sa.String(length=200), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(claim_id is null) = (category is not null)",
            name=op.f("ck_time_entry_claim_or_category"),
        ),
        sa.CheckConstraint("minutes between 1 and 1440", name=op.f("ck_time_entry_minutes")),
        sa.CheckConstraint(
            "standard_work is null or claim_id is not null",
            name=op.f("ck_time_entry_standard_work_of_claim"),
        ),
        sa.CheckConstraint(
            "supersedes_id is null or reason is not null",
            name=op.f("ck_time_entry_correction_has_reason"),
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_time_entry_claim_id")),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_time_entry_cohe_id")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["staff_member.id"], name=op.f("fk_time_entry_entered_by_id")
        ),
        sa.ForeignKeyConstraint(["note_id"], ["case_note.id"], name=op.f("fk_time_entry_note_id")),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_time_entry_position_id")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk_time_entry_staff_id")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["time_entry.id"], name=op.f("fk_time_entry_supersedes_id")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["staff_member.id"], name=op.f("fk_time_entry_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_entry")),
    )
    with op.batch_alter_table("time_entry", schema=None) as batch_op:
        batch_op.create_index("ix_time_entry_claim_id", ["claim_id", "performed_on"], unique=False)
        batch_op.create_index(
            "ix_time_entry_cohe_id_performed_on", ["cohe_id", "performed_on"], unique=False
        )
        batch_op.create_index("ix_time_entry_note_id", ["note_id"], unique=False)
        batch_op.create_index(
            "ix_time_entry_position_id_performed_on", ["position_id", "performed_on"], unique=False
        )
        batch_op.create_index(
            "ix_time_entry_staff_id_performed_on", ["staff_id", "performed_on"], unique=False
        )
        batch_op.create_index(
            "ix_time_entry_supersedes_id",
            ["supersedes_id"],
            unique=True,
            sqlite_where=sa.text("supersedes_id is not null"),
            postgresql_where=sa.text("supersedes_id is not null"),
        )


def downgrade() -> None:
    with op.batch_alter_table("time_entry", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_time_entry_supersedes_id",
            sqlite_where=sa.text("supersedes_id is not null"),
            postgresql_where=sa.text("supersedes_id is not null"),
        )
        batch_op.drop_index("ix_time_entry_staff_id_performed_on")
        batch_op.drop_index("ix_time_entry_position_id_performed_on")
        batch_op.drop_index("ix_time_entry_note_id")
        batch_op.drop_index("ix_time_entry_cohe_id_performed_on")
        batch_op.drop_index("ix_time_entry_claim_id")

    op.drop_table("time_entry")
    with op.batch_alter_table("referral_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_version_claim_id"))

    op.drop_table("referral_version")
    with op.batch_alter_table("referral_step", schema=None) as batch_op:
        batch_op.drop_index("ix_referral_step_referral_id_at")
        batch_op.drop_index(batch_op.f("ix_referral_step_claim_id"))

    op.drop_table("referral_step")
    with op.batch_alter_table("document_text", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_text_claim_id"))

    op.drop_table("document_text")
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_employer_id"))
        batch_op.drop_index(
            "ix_referral_desk",
            sqlite_where=sa.text("sent_at is not null"),
            postgresql_where=sa.text("sent_at is not null"),
        )
        batch_op.drop_index("ix_referral_cohe_id_step")
        batch_op.drop_index("ix_referral_claim_id")

    op.drop_table("referral")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index("ix_document_sha256")
        batch_op.drop_index("ix_document_claim_id_received_on")

    op.drop_table("document")
    with op.batch_alter_table("call_intake", schema=None) as batch_op:
        batch_op.drop_index("ix_call_intake_cohe_id_claim_id")
        batch_op.drop_index(batch_op.f("ix_call_intake_claim_id"))

    op.drop_table("call_intake")
