"""Tasks that follow from facts: why, the facts' own days, what answered them, and a task's kind.

`task` has no triggers, so SQLite's copying of it loses none.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KINDS = (
    "call",
    "letter",
    "document",
    "review",
    "follow_up",
    "exam",
    "surgery",
    "offer_start",
    "other",
)
EVIDENCE = (
    ("evidence_document_id", "document"),
    ("evidence_apf_id", "activity_prescription"),
)
PLAIN = (
    ("because", sa.String(200)),
    ("derived_due_by", sa.Date()),
    ("shows_until_on", sa.Date()),
    ("evidence_text", sa.String(200)),
)


def upgrade() -> None:
    with op.batch_alter_table("task") as task:
        task.add_column(sa.Column("kind", sa.String(32), server_default="other", nullable=False))
        for name, kind in PLAIN:
            task.add_column(sa.Column(name, kind, nullable=True))
        for name, _table in EVIDENCE:
            task.add_column(sa.Column(name, sa.Integer(), nullable=True))
        kinds = ", ".join(f"'{each}'" for each in KINDS)
        task.create_check_constraint("kind", f"kind IN ({kinds})")
        for name, table in EVIDENCE:
            task.create_foreign_key(f"fk_task_{name}", table, [name], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("task") as task:
        for name, _table in EVIDENCE:
            task.drop_constraint(f"fk_task_{name}", type_="foreignkey")
        task.drop_constraint("kind", type_="check")
        for name in (
            "kind",
            *(name for name, _kind in PLAIN),
            *(name for name, _table in EVIDENCE),
        ):
            task.drop_column(name)
