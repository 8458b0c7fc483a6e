"""Absence, cover, training, vacancies, reports and settings"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "approved_content",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["staff_member.id"], name=op.f("fk_approved_content_approved_by_id")
        ),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_approved_content_cohe_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approved_content")),
    )
    with op.batch_alter_table("approved_content", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approved_content_cohe_id"), ["cohe_id"], unique=False)

    op.create_table(
        "onboarding_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "step in ('qualification', 'provider_number_applied', 'provider_number_received', 'application_sent', 'application_accepted', 'confidentiality')",
            name=op.f("ck_onboarding_step_step"),
        ),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_onboarding_step_cohe_id")),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk_onboarding_step_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onboarding_step")),
        sa.UniqueConstraint(
            "staff_id", "cohe_id", "step", name=op.f("uq_onboarding_step_staff_id_cohe_id_step")
        ),
    )
    with op.batch_alter_table("onboarding_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_onboarding_step_cohe_id"), ["cohe_id"], unique=False)

    op.create_table(
        "quarterly_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("narrative", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('draft', 'attested', 'frozen')", name=op.f("ck_quarterly_report_state")
        ),
        sa.CheckConstraint("quarter between 1 and 4", name=op.f("ck_quarterly_report_quarter")),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_quarterly_report_cohe_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarterly_report")),
        sa.UniqueConstraint(
            "cohe_id", "year", "quarter", name=op.f("uq_quarterly_report_cohe_id_year_quarter")
        ),
    )
    op.create_table(
        "setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=True),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["staff_member.id"], name=op.f("fk_setting_approved_by_id")
        ),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_setting_cohe_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["staff_member.id"], name=op.f("fk_setting_proposed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
    )
    with op.batch_alter_table("setting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_setting_cohe_id"), ["cohe_id"], unique=False)
        batch_op.create_index(
            "ix_setting_name_cohe_id_from_on", ["name", "cohe_id", "from_on"], unique=False
        )

    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=True),
        sa.Column("minutes_a_day", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "vacation",
                "sick",
                "training",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "minutes_a_day between 1 and 1440", name=op.f("ck_absence_minutes_a_day")
        ),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_absence_range_in_order")),
        sa.CheckConstraint("to_on is not null", name=op.f("ck_absence_has_end")),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_absence_position_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["staff_member.id"], name=op.f("fk_absence_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk_absence_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_position_id"), ["position_id"], unique=False)
        batch_op.create_index("ix_absence_staff_id_from_on", ["staff_id", "from_on"], unique=False)

    op.create_table(
        "report_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column("data_hash", sa.String(length=64), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("xlsx", sa.LargeBinary(), nullable=True),
        sa.Column("csv", sa.LargeBinary(), nullable=True),
        sa.Column("frozen_by_id", sa.Integer(), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_report_version_cohe_id")),
        sa.ForeignKeyConstraint(
            ["frozen_by_id"], ["staff_member.id"], name=op.f("fk_report_version_frozen_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["quarterly_report.id"], name=op.f("fk_report_version_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_version")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_report_version_report_id_number")),
    )
    with op.batch_alter_table("report_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_version_cohe_id"), ["cohe_id"], unique=False)

    op.create_table(
        "training",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("host_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_content_id", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind <> 'shadowing' or host_id is not null",
            name=op.f("ck_training_shadowing_has_host"),
        ),
        sa.CheckConstraint(
            "kind in ('basic', 'approved_content', 'lni_orientation', 'shadowing', 'hsc_conference')",
            name=op.f("ck_training_kind"),
        ),
        sa.CheckConstraint("minutes between 1 and 1440", name=op.f("ck_training_minutes")),
        sa.ForeignKeyConstraint(
            ["approved_content_id"],
            ["approved_content.id"],
            name=op.f("fk_training_approved_content_id"),
        ),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_training_cohe_id")),
        sa.ForeignKeyConstraint(["host_id"], ["staff_member.id"], name=op.f("fk_training_host_id")),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk_training_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
    )
    with op.batch_alter_table("training", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_cohe_id"), ["cohe_id"], unique=False)
        batch_op.create_index("ix_training_staff_id_done_on", ["staff_id", "done_on"], unique=False)

    op.create_table(
        "vacancy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("due_by", sa.Date(), nullable=False),
        sa.Column("below_already", sa.Boolean(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_how", sa.String(length=16), nullable=True),
        sa.Column("replacement_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "closed_how in ('replaced', 'staffed_enough')", name=op.f("ck_vacancy_closed_how_value")
        ),
        sa.CheckConstraint(
            "(closed_on is null) = (closed_how is null)", name=op.f("ck_vacancy_closed_how")
        ),
        sa.CheckConstraint("due_by >= opened_on", name=op.f("ck_vacancy_range_in_order")),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_vacancy_cohe_id")),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_vacancy_position_id")
        ),
        sa.ForeignKeyConstraint(
            ["replacement_id"], ["position.id"], name=op.f("fk_vacancy_replacement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy")),
        sa.UniqueConstraint("position_id", name=op.f("uq_vacancy_position_id")),
    )
    with op.batch_alter_table("vacancy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vacancy_cohe_id"), ["cohe_id"], unique=False)

    op.create_table(
        "coverage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("absence_id", sa.Integer(), nullable=True),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("absent_id", sa.Integer(), nullable=False),
        sa.Column("covering_id", sa.Integer(), nullable=False),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint("absent_id <> covering_id", name=op.f("ck_coverage_two_people")),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_coverage_range_in_order")),
        sa.CheckConstraint("to_on is not null", name=op.f("ck_coverage_has_end")),
        sa.ForeignKeyConstraint(
            ["absence_id"], ["absence.id"], name=op.f("fk_coverage_absence_id")
        ),
        sa.ForeignKeyConstraint(
            ["absent_id"], ["staff_member.id"], name=op.f("fk_coverage_absent_id")
        ),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_coverage_cohe_id")),
        sa.ForeignKeyConstraint(
            ["covering_id"], ["staff_member.id"], name=op.f("fk_coverage_covering_id")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_coverage_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage")),
    )
    with op.batch_alter_table("coverage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coverage_absence_id"), ["absence_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_coverage_absent_id"), ["absent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_coverage_cohe_id"), ["cohe_id"], unique=False)
        batch_op.create_index(
            "ix_coverage_covering_id_from_on", ["covering_id", "from_on", "to_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_coverage_provider_id"), ["provider_id"], unique=False)

    op.create_table(
        "obligation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("report_version_id", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("discussed_on", sa.Date(), nullable=True),
        sa.Column("people", sa.String(length=200), nullable=True),
        sa.Column("forecast_volumes", sa.Text(), nullable=True),
        sa.Column("staffing_strategies", sa.Text(), nullable=True),
        sa.Column("agreed", sa.Text(), nullable=True),
        sa.Column("what_if", sa.Text(), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(confirmed_at is null) = (confirmed_by_id is null)",
            name=op.f("ck_obligation_confirmed_by_whom"),
        ),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_obligation_cohe_id")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["staff_member.id"], name=op.f("fk_obligation_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["report_version_id"],
            ["report_version.id"],
            name=op.f("fk_obligation_report_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation")),
        sa.UniqueConstraint("report_version_id", name=op.f("uq_obligation_report_version_id")),
    )
    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_obligation_cohe_id"), ["cohe_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_obligation_cohe_id"))

    op.drop_table("obligation")
    with op.batch_alter_table("coverage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coverage_provider_id"))
        batch_op.drop_index("ix_coverage_covering_id_from_on")
        batch_op.drop_index(batch_op.f("ix_coverage_cohe_id"))
        batch_op.drop_index(batch_op.f("ix_coverage_absent_id"))
        batch_op.drop_index(batch_op.f("ix_coverage_absence_id"))

    op.drop_table("coverage")
    with op.batch_alter_table("vacancy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vacancy_cohe_id"))

    op.drop_table("vacancy")
    with op.batch_alter_table("training", schema=None) as batch_op:
        batch_op.drop_index("ix_training_staff_id_done_on")
        batch_op.drop_index(batch_op.f("ix_training_cohe_id"))

    op.drop_table("training")
    with op.batch_alter_table("report_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_version_cohe_id"))

    op.drop_table("report_version")
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_index("ix_absence_staff_id_from_on")
        batch_op.drop_index(batch_op.f("ix_absence_position_id"))

    op.drop_table("absence")
    with op.batch_alter_table("setting", schema=None) as batch_op:
        batch_op.drop_index("ix_setting_name_cohe_id_from_on")
        batch_op.drop_index(batch_op.f("ix_setting_cohe_id"))

    op.drop_table("setting")
    op.drop_table("quarterly_report")
    with op.batch_alter_table("onboarding_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_onboarding_step_cohe_id"))

    op.drop_table("onboarding_step")
    with op.batch_alter_table("approved_content", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approved_content_cohe_id"))

    op.drop_table("approved_content")
