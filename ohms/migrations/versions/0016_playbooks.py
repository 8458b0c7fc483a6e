"""The COHEs' own playbooks, version by version, and which one a task came of."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

WORDS = "a version of a playbook never changes"


def upgrade() -> None:
    op.create_table(
        "playbook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("playbook_key", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_playbook_number")),
        sa.CheckConstraint(
            "length(steps) between 1 and 20000", name=op.f("ck_playbook_steps_length")
        ),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_playbook_cohe_id")),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["staff_member.id"], name=op.f("fk_playbook_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook")),
        sa.UniqueConstraint(
            "cohe_id",
            "playbook_key",
            "number",
            name=op.f("uq_playbook_cohe_id_playbook_key_number"),
        ),
    )
    _keep_final()
    op.add_column("task", sa.Column("playbook_key", sa.String(length=40), nullable=True))
    op.add_column("task", sa.Column("playbook_number", sa.Integer(), nullable=True))


def downgrade() -> None:
    for column in ("playbook_key", "playbook_number"):
        op.execute(f"ALTER TABLE task DROP COLUMN {column}")
    op.drop_table("playbook")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function playbook_is_final()")


def _keep_final() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "create function playbook_is_final() returns trigger language plpgsql as $$ "
            f"begin raise exception '{WORDS}' using errcode = 'check_violation', "
            "constraint = 'playbook_is_final'; end $$"
        )
        op.execute(
            "create trigger playbook_is_final before update or delete on playbook "
            "for each row execute function playbook_is_final()"
        )
        return
    for moment in ("update", "delete"):
        op.execute(
            f"create trigger playbook_is_final_{moment} before {moment} on playbook "
            f"begin select raise(abort, 'playbook_is_final: {WORDS}'); end"
        )
