"""The COHEs' own text templates, version by version, none of which ever changes"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WORDS = "a version of a template never changes"


def upgrade() -> None:
    op.create_table(
        "text_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("template_key", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "note",
                "letter",
                "fax",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
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
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_text_template_number")),
        sa.CheckConstraint(
            "length(body) between 1 and 8000", name=op.f("ck_text_template_body_length")
        ),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_text_template_cohe_id")),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["staff_member.id"], name=op.f("fk_text_template_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_template")),
        sa.UniqueConstraint(
            "cohe_id",
            "template_key",
            "number",
            name=op.f("uq_text_template_cohe_id_template_key_number"),
        ),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "create function text_template_is_final() returns trigger language plpgsql as $$ "
            f"begin raise exception '{WORDS}' using errcode = 'check_violation', "
            "constraint = 'text_template_is_final'; end $$"
        )
        op.execute(
            "create trigger text_template_is_final before update or delete on text_template "
            "for each row execute function text_template_is_final()"
        )
        return
    for moment in ("update", "delete"):
        op.execute(
            f"create trigger text_template_is_final_{moment} before {moment} on text_template "
            f"begin select raise(abort, 'text_template_is_final: {WORDS}'); end"
        )


def downgrade() -> None:
    op.drop_table("text_template")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function text_template_is_final()")
