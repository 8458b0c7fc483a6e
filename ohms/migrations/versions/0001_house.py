"""Centres, staff, providers and employers"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clinic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("fax", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinic")),
        sa.UniqueConstraint("name", name=op.f("uq_clinic_name")),
    )
    op.create_table(
        "cohe",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sponsor", sa.String(length=200), nullable=False),
        sa.Column("contract_from_on", sa.Date(), nullable=True),
        sa.Column("contract_to_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "contract_to_on >= contract_from_on", name=op.f("ck_cohe_range_in_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohe")),
        sa.UniqueConstraint("slug", name=op.f("uq_cohe_slug")),
    )
    op.create_table(
        "employer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("search_name", sa.String(length=120), nullable=False),
        sa.Column("light_duty_policy", sa.Text(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["employer.id"], name=op.f("fk_employer_merged_into_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer")),
        sa.UniqueConstraint("account_id", name=op.f("uq_employer_account_id")),
    )
    with op.batch_alter_table("employer", schema=None) as batch_op:
        batch_op.create_index("ix_employer_search_name", ["search_name"], unique=False)

    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('demo', 'live')", name=op.f("ck_installation_kind")),
        sa.CheckConstraint("id = 1", name=op.f("ck_installation_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "staff_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("lni_provider_number", sa.String(length=7), nullable=True),
        sa.Column("density", sa.String(length=16), nullable=False),
        sa.Column("theme", sa.String(length=16), nullable=False),
        sa.Column("shortcuts", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "density in ('compact', 'comfortable')", name=op.f("ck_staff_member_density")
        ),
        sa.CheckConstraint(
            "theme in ('system', 'light', 'dark')", name=op.f("ck_staff_member_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_member")),
        sa.UniqueConstraint("username", name=op.f("uq_staff_member_username")),
    )
    op.create_table(
        "assistant_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assistant_id", sa.Integer(), nullable=False),
        sa.Column("coordinator_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "assistant_id <> coordinator_id", name=op.f("ck_assistant_assignment_two_people")
        ),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_assistant_assignment_range_in_order")),
        sa.ForeignKeyConstraint(
            ["assistant_id"], ["staff_member.id"], name=op.f("fk_assistant_assignment_assistant_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohe_id"], ["cohe.id"], name=op.f("fk_assistant_assignment_cohe_id")
        ),
        sa.ForeignKeyConstraint(
            ["coordinator_id"],
            ["staff_member.id"],
            name=op.f("fk_assistant_assignment_coordinator_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistant_assignment")),
    )
    with op.batch_alter_table("assistant_assignment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assistant_assignment_assistant_id"), ["assistant_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_assistant_assignment_coordinator_id"), ["coordinator_id"], unique=False
        )

    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_calendar_day_cohe_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
        sa.UniqueConstraint("cohe_id", "day", name=op.f("uq_calendar_day_cohe_id_day")),
    )
    op.create_table(
        "clinic_membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_clinic_membership_range_in_order")),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinic.id"], name=op.f("fk_clinic_membership_clinic_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohe_id"], ["cohe.id"], name=op.f("fk_clinic_membership_cohe_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinic_membership")),
    )
    with op.batch_alter_table("clinic_membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_clinic_membership_clinic_id"), ["clinic_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_clinic_membership_cohe_id"), ["cohe_id"], unique=False)

    op.create_table(
        "position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "hsc",
                "hsc_assistant",
                "supervisor",
                "privacy_officer",
                "contract_manager",
                "desk_risk_management",
                "desk_stay_at_work",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("cohe_id", sa.Integer(), nullable=True),
        sa.Column("minutes_mon", sa.Integer(), nullable=False),
        sa.Column("minutes_tue", sa.Integer(), nullable=False),
        sa.Column("minutes_wed", sa.Integer(), nullable=False),
        sa.Column("minutes_thu", sa.Integer(), nullable=False),
        sa.Column("minutes_fri", sa.Integer(), nullable=False),
        sa.Column("minutes_sat", sa.Integer(), nullable=False),
        sa.Column("minutes_sun", sa.Integer(), nullable=False),
        sa.Column(
            "ended_by",
            sa.Enum(
                "departure",
                "role_change",
                "hours_change",
                "other",
                name="ended_by",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "cohe_id is not null or role in ('desk_risk_management', 'desk_stay_at_work', 'administrator')",
            name=op.f("ck_position_cohe_where_needed"),
        ),
        sa.CheckConstraint(
            "ended_by is null or to_on is not null", name=op.f("ck_position_ended_has_last_day")
        ),
        sa.CheckConstraint("minutes_fri between 0 and 1440", name=op.f("ck_position_minutes_fri")),
        sa.CheckConstraint("minutes_mon between 0 and 1440", name=op.f("ck_position_minutes_mon")),
        sa.CheckConstraint("minutes_sat between 0 and 1440", name=op.f("ck_position_minutes_sat")),
        sa.CheckConstraint("minutes_sun between 0 and 1440", name=op.f("ck_position_minutes_sun")),
        sa.CheckConstraint("minutes_thu between 0 and 1440", name=op.f("ck_position_minutes_thu")),
        sa.CheckConstraint("minutes_tue between 0 and 1440", name=op.f("ck_position_minutes_tue")),
        sa.CheckConstraint("minutes_wed between 0 and 1440", name=op.f("ck_position_minutes_wed")),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_position_range_in_order")),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_position_cohe_id")),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk_position_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
    )
    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_position_cohe_id"), ["cohe_id"], unique=False)
        batch_op.create_index("ix_position_staff_id_from_on", ["staff_id", "from_on"], unique=False)

    op.create_table(
        "provider",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lni_provider_id", sa.String(length=7), nullable=False),
        sa.Column("last_name", sa.String(length=120), nullable=False),
        sa.Column("first_name", sa.String(length=120), nullable=False),
        sa.Column("credential", sa.String(length=16), nullable=False),
        sa.Column("npi", sa.String(length=10), nullable=True),
        sa.Column("clinic_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_provider_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider")),
        sa.UniqueConstraint("lni_provider_id", name=op.f("uq_provider_lni_provider_id")),
    )
    with op.batch_alter_table("provider", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_provider_clinic_id"), ["clinic_id"], unique=False)
        batch_op.create_index("ix_provider_last_name", ["last_name"], unique=False)

    op.create_table(
        "enrolment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_enrolment_range_in_order")),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_enrolment_cohe_id")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_enrolment_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
    )
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.create_index(
            "ix_enrolment_cohe_id_provider_id", ["cohe_id", "provider_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_enrolment_provider_id"), ["provider_id"], unique=False)

    op.create_table(
        "provider_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_provider_assignment_range_in_order")),
        sa.ForeignKeyConstraint(
            ["cohe_id"], ["cohe.id"], name=op.f("fk_provider_assignment_cohe_id")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_provider_assignment_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk_provider_assignment_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_assignment")),
    )
    with op.batch_alter_table("provider_assignment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_provider_assignment_provider_id"), ["provider_id"], unique=False
        )
        batch_op.create_index(
            "ix_provider_assignment_staff_id_provider_id", ["staff_id", "provider_id"], unique=False
        )

    op.create_table(
        "standing_deputy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_standing_deputy_range_in_order")),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_standing_deputy_cohe_id")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_standing_deputy_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk_standing_deputy_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_deputy")),
    )
    with op.batch_alter_table("standing_deputy", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_standing_deputy_provider_id"), ["provider_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_standing_deputy_staff_id"), ["staff_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("standing_deputy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standing_deputy_staff_id"))
        batch_op.drop_index(batch_op.f("ix_standing_deputy_provider_id"))

    op.drop_table("standing_deputy")
    with op.batch_alter_table("provider_assignment", schema=None) as batch_op:
        batch_op.drop_index("ix_provider_assignment_staff_id_provider_id")
        batch_op.drop_index(batch_op.f("ix_provider_assignment_provider_id"))

    op.drop_table("provider_assignment")
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enrolment_provider_id"))
        batch_op.drop_index("ix_enrolment_cohe_id_provider_id")

    op.drop_table("enrolment")
    with op.batch_alter_table("provider", schema=None) as batch_op:
        batch_op.drop_index("ix_provider_last_name")
        batch_op.drop_index(batch_op.f("ix_provider_clinic_id"))

    op.drop_table("provider")
    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.drop_index("ix_position_staff_id_from_on")
        batch_op.drop_index(batch_op.f("ix_position_cohe_id"))

    op.drop_table("position")
    with op.batch_alter_table("clinic_membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clinic_membership_cohe_id"))
        batch_op.drop_index(batch_op.f("ix_clinic_membership_clinic_id"))

    op.drop_table("clinic_membership")
    op.drop_table("calendar_day")
    with op.batch_alter_table("assistant_assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assistant_assignment_coordinator_id"))
        batch_op.drop_index(batch_op.f("ix_assistant_assignment_assistant_id"))

    op.drop_table("assistant_assignment")
    op.drop_table("staff_member")
    op.drop_table("installation")
    with op.batch_alter_table("employer", schema=None) as batch_op:
        batch_op.drop_index("ix_employer_search_name")

    op.drop_table("employer")
    op.drop_table("cohe")
    op.drop_table("clinic")
