"""A batch of billed time and its lines never change, but for the batch being marked sent once."""

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

BATCH, LINE = "billing_batch", "billing_line"
KEPT, UNTOUCHED = f"{BATCH}_is_final", f"{LINE}_is_final"
WORDS = {
    KEPT: "a billing batch never changes once it is made",
    UNTOUCHED: "a billed line never changes",
}
COLUMNS = (
    "id",
    "cohe_id",
    "number",
    "from_on",
    "through_on",
    "code",
    "unit_minutes",
    "round_up",
    "made_by_id",
    "made_at",
    "content",
    "sha256",
)
SENT_AGAIN = "old.sent_at is not null"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _on_postgresql()
    else:
        _on_sqlite()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table, name in ((BATCH, KEPT), (LINE, UNTOUCHED)):
            op.execute(f"drop trigger {name} on {table}")
            op.execute(f"drop function {name}()")
        return
    for name in (f"{KEPT}_update", f"{KEPT}_delete", f"{UNTOUCHED}_update"):
        op.execute(f"drop trigger {name}")


def _on_postgresql() -> None:
    changed = " or ".join(f"new.{each} is distinct from old.{each}" for each in COLUMNS)
    refuse = "raise exception '{words}' using errcode = 'check_violation', constraint = '{name}'"
    refused = {name: refuse.format(words=words, name=name) for name, words in WORDS.items()}
    op.execute(
        f"create function {KEPT}() returns trigger language plpgsql as $$ begin"
        f" if tg_op = 'DELETE' or {SENT_AGAIN} or {changed} then {refused[KEPT]}; end if;"
        f" return new; end $$"
    )
    op.execute(
        f"create function {UNTOUCHED}() returns trigger language plpgsql as $$ begin"
        f" {refused[UNTOUCHED]}; end $$"
    )
    op.execute(
        f"create trigger {KEPT} before update or delete on {BATCH}"
        f" for each row execute function {KEPT}()"
    )
    op.execute(
        f"create trigger {UNTOUCHED} before update on {LINE}"
        f" for each row execute function {UNTOUCHED}()"
    )


def _on_sqlite() -> None:
    changed = " or ".join(f"new.{each} is not old.{each}" for each in COLUMNS)
    conditions = {
        (BATCH, KEPT, "update"): f"when {SENT_AGAIN} or {changed}",
        (BATCH, KEPT, "delete"): "",
        (LINE, UNTOUCHED, "update"): "",
    }
    for (table, name, moment), condition in conditions.items():
        op.execute(
            f"create trigger {name}_{moment} before {moment} on {table} {condition}"
            f" begin select raise(abort, '{name}: {WORDS[name]}'); end"
        )
