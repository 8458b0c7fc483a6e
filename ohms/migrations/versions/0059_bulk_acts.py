"""What was done to many rows of a list in one act."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

KINDS = ("finish_tasks", "move_due_days")
STATES = ("to_do", "in_progress", "waiting", "done", "not_needed")


def _refers(table: str, *columns: tuple[str, str, str | None]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [name], [target], name=op.f(f"fk_{table}_{name}"), ondelete=ondelete
        )
        for name, target, ondelete in columns
    ]


def upgrade() -> None:
    op.create_table(
        "bulk_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum(*KINDS, name="kind", native_enum=False, length=32), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_by", sa.Date()),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.Column("undone", sa.Integer()),
        sa.CheckConstraint(
            " or ".join(f"kind = '{kind}'" for kind in KINDS), name=op.f("ck_bulk_act_kind")
        ),
        sa.CheckConstraint(
            "(undone_at is null) = (undone is null)", name=op.f("ck_bulk_act_undone")
        ),
        *_refers(
            "bulk_act",
            ("by_id", "staff_member.id", None),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_act")),
    )
    op.create_index(op.f("ix_bulk_act_by_id"), "bulk_act", ["by_id"])
    op.create_table(
        "bulk_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bulk_act_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("refusal", sa.String(200)),
        sa.Column("was_due_by", sa.Date()),
        sa.Column("appeared_on", sa.Date()),
        sa.Column("was_state", sa.Enum(*STATES, name="was_state", native_enum=False, length=32)),
        sa.Column("waiting_on", sa.String(120)),
        sa.Column("waiting_since_on", sa.Date()),
        sa.Column("version", sa.Integer()),
        sa.Column("stays", sa.String(200)),
        sa.CheckConstraint(
            "(refusal is null) = (version is not null)",
            name=op.f("ck_bulk_row_outcome"),
        ),
        sa.CheckConstraint(
            " or ".join(f"was_state = '{state}'" for state in STATES),
            name=op.f("ck_bulk_row_was_state"),
        ),
        *_refers(
            "bulk_row",
            ("bulk_act_id", "bulk_act.id", None),
            ("claim_id", "claim.id", None),
            ("cohe_id", "cohe.id", None),
            ("task_id", "task.id", "CASCADE"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_row")),
        sa.UniqueConstraint(
            "bulk_act_id",
            "task_id",
            name=op.f("uq_bulk_row_bulk_act_id_task_id"),
        ),
    )
    for column in ("claim_id", "task_id"):
        op.create_index(op.f(f"ix_bulk_row_{column}"), "bulk_row", [column])


def downgrade() -> None:
    op.drop_table("bulk_row")
    op.drop_table("bulk_act")
