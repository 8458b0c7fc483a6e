"""Indexes of what waits: unsigned notes, notes to co-sign, the open tasks of a COHE."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

UNSIGNED = "signed_at is null"
CO_SIGNED, CO_SIGNED_SQLITE = "co_signature_needed is true", "co_signature_needed is 1"
OPEN = "state in ('to_do', 'in_progress', 'waiting')"

INDEXES = (
    ("ix_case_note_unsigned", "case_note", ["author_id"], UNSIGNED, UNSIGNED),
    ("ix_case_note_co_signed_author", "case_note", ["author_id"], CO_SIGNED_SQLITE, CO_SIGNED),
    ("ix_case_note_co_signed_cohe", "case_note", ["cohe_id"], CO_SIGNED_SQLITE, CO_SIGNED),
    ("ix_task_cohe_open", "task", ["cohe_id", "owner_id", "due_by"], OPEN, OPEN),
)


def upgrade() -> None:
    for name, table, columns, on_sqlite, on_postgres in INDEXES:
        op.create_index(
            name,
            table,
            columns,
            sqlite_where=sa.text(on_sqlite),
            postgresql_where=sa.text(on_postgres),
        )


def downgrade() -> None:
    for name, table, _columns, _on_sqlite, _on_postgres in INDEXES:
        op.drop_index(name, table_name=table)
