"""Notes moved to the claim they belong to, notes returned with a question, and where a task came from.

On SQLite the change of a constraint copies the table, and with the old copy go its triggers: those
that keep note events final are made again.
"""

import importlib

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BEFORE = ("signed", "co_signed", "taken_back", "addendum", "voided")
SINCE = ("signed", "co_signed", "returned", "taken_back", "addendum", "voided")
GUARDS = importlib.import_module("ohms.migrations.versions.0008_guards")


def upgrade() -> None:
    with op.batch_alter_table("note_event") as batch:
        batch.add_column(
            sa.Column("belongs_elsewhere", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.drop_constraint(op.f("ck_note_event_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_note_event_kind"), _one_of(SINCE))
        batch.create_check_constraint(
            op.f("ck_note_event_return_has_question"), "kind <> 'returned' or body is not null"
        )
        batch.create_check_constraint(
            op.f("ck_note_event_belongs_elsewhere_is_void"),
            "not belongs_elsewhere or kind = 'voided'",
        )
    _keep_final()
    with op.batch_alter_table("task") as batch:
        batch.add_column(sa.Column("origin_note_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_task_origin_note_id"), "case_note", ["origin_note_id"], ["id"]
        )
        batch.create_index(op.f("ix_task_origin_note_id"), ["origin_note_id"])
    op.create_index(op.f("ix_case_note_moved_from_id"), "case_note", ["moved_from_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_case_note_moved_from_id"), "case_note")
    with op.batch_alter_table("task") as batch:
        batch.drop_index(op.f("ix_task_origin_note_id"))
        batch.drop_constraint(op.f("fk_task_origin_note_id"), type_="foreignkey")
        batch.drop_column("origin_note_id")
    _questions_become_addenda()
    with op.batch_alter_table("note_event") as batch:
        batch.drop_constraint(op.f("ck_note_event_belongs_elsewhere_is_void"), type_="check")
        batch.drop_constraint(op.f("ck_note_event_return_has_question"), type_="check")
        batch.drop_constraint(op.f("ck_note_event_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_note_event_kind"), _one_of(BEFORE))
        batch.drop_column("belongs_elsewhere")
    _keep_final()


def _one_of(kinds: tuple[str, ...]) -> str:
    return "kind in ({})".format(", ".join(f"'{kind}'" for kind in kinds))


def _questions_become_addenda() -> None:
    """The earlier schema knows no question: its text stays, as something added to the note."""
    on_postgres = op.get_bind().dialect.name == "postgresql"
    if on_postgres:
        op.execute("alter table note_event disable trigger note_event_is_final")
    else:
        op.execute("drop trigger note_event_is_final_update")
        op.execute("drop trigger note_event_is_final_delete")
    op.execute("update note_event set kind = 'addendum' where kind = 'returned'")
    if on_postgres:
        op.execute("alter table note_event enable trigger note_event_is_final")


def _keep_final() -> None:
    """The triggers of the copied table, as the guards made them; PostgreSQL keeps its own."""
    if op.get_bind().dialect.name == "postgresql":
        return
    for table, condition, words in GUARDS.FINAL:
        if table == "note_event":
            GUARDS._final_triggers(table, condition, words)
