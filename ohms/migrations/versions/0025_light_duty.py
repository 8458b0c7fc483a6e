"""What a COHE knows of an employer's light duty, version by version.

It takes the place of a column that no version of the program ever wrote, and that all COHEs shared.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

WORDS = "a version of a light-duty policy never changes"


def upgrade() -> None:
    op.create_table(
        "light_duty_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_light_duty_policy_number")),
        sa.CheckConstraint("length(body) <= 4000", name=op.f("ck_light_duty_policy_body_length")),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employer.id"], name=op.f("fk_light_duty_policy_employer_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohe_id"], ["cohe.id"], name=op.f("fk_light_duty_policy_cohe_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["staff_member.id"], name=op.f("fk_light_duty_policy_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_light_duty_policy")),
        sa.UniqueConstraint(
            "employer_id",
            "cohe_id",
            "number",
            name=op.f("uq_light_duty_policy_employer_id_cohe_id_number"),
        ),
    )
    _keep_final()
    told = sa.text("merged_into_id is not null")
    op.create_index(
        "ix_employer_merged_into_id",
        "employer",
        ["merged_into_id"],
        sqlite_where=told,
        postgresql_where=told,
    )
    op.execute("ALTER TABLE employer DROP COLUMN light_duty_policy")


def downgrade() -> None:
    op.drop_index("ix_employer_merged_into_id", table_name="employer")
    op.add_column("employer", sa.Column("light_duty_policy", sa.Text(), nullable=True))
    op.drop_table("light_duty_policy")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function light_duty_policy_is_final()")


def _keep_final() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "create function light_duty_policy_is_final() returns trigger language plpgsql as $$ "
            f"begin raise exception '{WORDS}' using errcode = 'check_violation', "
            "constraint = 'light_duty_policy_is_final'; end $$"
        )
        op.execute(
            "create trigger light_duty_policy_is_final before update or delete"
            " on light_duty_policy for each row execute function light_duty_policy_is_final()"
        )
        return
    for moment in ("update", "delete"):
        op.execute(
            f"create trigger light_duty_policy_is_final_{moment} before {moment}"
            f" on light_duty_policy begin select"
            f" raise(abort, 'light_duty_policy_is_final: {WORDS}'); end"
        )
