"""Notes, contacts and tasks"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
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
            nullable=False,
        ),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("performed_on", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("co_signature_needed", sa.Boolean(), nullable=False),
        sa.Column("mental_health", sa.Boolean(), nullable=False),
        sa.Column("moved_from_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "length(body) between 1 and 20000", name=op.f("ck_case_note_body_length")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["staff_member.id"], name=op.f("fk_case_note_author_id")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_case_note_claim_id")),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_case_note_cohe_id")),
        sa.ForeignKeyConstraint(
            ["moved_from_id"], ["case_note.id"], name=op.f("fk_case_note_moved_from_id")
        ),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_case_note_position_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
    )
    with op.batch_alter_table("case_note", schema=None) as batch_op:
        batch_op.create_index(
            "ix_case_note_author_id_performed_on", ["author_id", "performed_on"], unique=False
        )
        batch_op.create_index(
            "ix_case_note_claim_id_performed_on", ["claim_id", "performed_on", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_case_note_cohe_id"), ["cohe_id"], unique=False)

    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=False),
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
        sa.Column(
            "method",
            sa.Enum(
                "phone",
                "secure_message",
                "email",
                "fax",
                "in_person",
                "video",
                "letter",
                name="method",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "reached",
                "left_message",
                "no_answer",
                "wrong_number",
                "declined",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("interpreter", sa.Boolean(), nullable=False),
        sa.Column("contact_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_contact_claim_id")),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_contact_cohe_id")),
        sa.ForeignKeyConstraint(["note_id"], ["case_note.id"], name=op.f("fk_contact_note_id")),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk_contact_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(
            "ix_contact_claim_id_contact_on", ["claim_id", "contact_on"], unique=False
        )
        batch_op.create_index("ix_contact_note_id", ["note_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "note_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "signed",
                "co_signed",
                "taken_back",
                "addendum",
                "voided",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "kind <> 'addendum' or body is not null", name=op.f("ck_note_event_addendum_has_text")
        ),
        sa.CheckConstraint(
            "kind <> 'voided' or reason is not null", name=op.f("ck_note_event_void_has_reason")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_note_event_claim_id")),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_note_event_cohe_id")),
        sa.ForeignKeyConstraint(["note_id"], ["case_note.id"], name=op.f("fk_note_event_note_id")),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_note_event_position_id")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk_note_event_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_event")),
    )
    with op.batch_alter_table("note_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_event_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index("ix_note_event_note_id_kind", ["note_id", "kind"], unique=False)

    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
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
        sa.Column(
            "state",
            sa.Enum(
                "to_do",
                "in_progress",
                "waiting",
                "done",
                "not_needed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("due_by", sa.Date(), nullable=False),
        sa.Column("appears_on", sa.Date(), nullable=False),
        sa.Column("waiting_on", sa.String(length=120), nullable=True),
        sa.Column("waiting_since_on", sa.Date(), nullable=True),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("derived_key", sa.String(length=80), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_by_id", sa.Integer(), nullable=True),
        sa.Column("evidence_note_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state in ('done', 'not_needed')) = (finished_at is not null)",
            name=op.f("ck_task_finished_at"),
        ),
        sa.CheckConstraint(
            "origin in ('by_hand', 'composer', 'derived', 'playbook', 'referral', 'delegated')",
            name=op.f("ck_task_origin"),
        ),
        sa.CheckConstraint(
            "state <> 'not_needed' or reason is not null",
            name=op.f("ck_task_not_needed_has_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["staff_member.id"], name=op.f("fk_task_asked_by_id")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_task_claim_id")),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_task_cohe_id")),
        sa.ForeignKeyConstraint(
            ["evidence_note_id"], ["case_note.id"], name=op.f("fk_task_evidence_note_id")
        ),
        sa.ForeignKeyConstraint(
            ["finished_by_id"], ["staff_member.id"], name=op.f("fk_task_finished_by_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["staff_member.id"], name=op.f("fk_task_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(
            "ix_task_claim_id_state", ["claim_id", "state", "due_by"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_task_cohe_id"), ["cohe_id"], unique=False)
        batch_op.create_index(
            "ix_task_derived",
            ["claim_id", "derived_key"],
            unique=True,
            sqlite_where=sa.text("derived_key is not null and finished_at is null"),
            postgresql_where=sa.text("derived_key is not null and finished_at is null"),
        )
        batch_op.create_index(
            batch_op.f("ix_task_evidence_note_id"), ["evidence_note_id"], unique=False
        )
        batch_op.create_index(
            "ix_task_owner_open",
            ["owner_id", "due_by", "id"],
            unique=False,
            sqlite_where=sa.text("state in ('to_do', 'in_progress', 'waiting')"),
            postgresql_where=sa.text("state in ('to_do', 'in_progress', 'waiting')"),
        )


def downgrade() -> None:
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_task_owner_open",
            sqlite_where=sa.text("state in ('to_do', 'in_progress', 'waiting')"),
            postgresql_where=sa.text("state in ('to_do', 'in_progress', 'waiting')"),
        )
        batch_op.drop_index(batch_op.f("ix_task_evidence_note_id"))
        batch_op.drop_index(
            "ix_task_derived",
            sqlite_where=sa.text("derived_key is not null and finished_at is null"),
            postgresql_where=sa.text("derived_key is not null and finished_at is null"),
        )
        batch_op.drop_index(batch_op.f("ix_task_cohe_id"))
        batch_op.drop_index("ix_task_claim_id_state")

    op.drop_table("task")
    with op.batch_alter_table("note_event", schema=None) as batch_op:
        batch_op.drop_index("ix_note_event_note_id_kind")
        batch_op.drop_index(batch_op.f("ix_note_event_claim_id"))

    op.drop_table("note_event")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_staff_id"))
        batch_op.drop_index("ix_contact_note_id")
        batch_op.drop_index("ix_contact_claim_id_contact_on")

    op.drop_table("contact")
    with op.batch_alter_table("case_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_note_cohe_id"))
        batch_op.drop_index("ix_case_note_claim_id_performed_on")
        batch_op.drop_index("ix_case_note_author_id_performed_on")

    op.drop_table("case_note")
