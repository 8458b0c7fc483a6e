"""A draft referral may be withdrawn unsent, and a sent version never changes.

`referral` has no triggers, so SQLite's copying of it loses none.
"""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

DRAFTS_UNSENT = "(step = 'draft') = (sent_at is null)"
WITHDRAWN_EITHER_WAY = f"step = 'withdrawn' or {DRAFTS_UNSENT}"
FINAL = "referral_version_is_final"
WORDS = "a sent version of a referral never changes"
SENT = "old.sent_at is not null"


def upgrade() -> None:
    _sent_at(WITHDRAWN_EITHER_WAY)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"create function {FINAL}() returns trigger language plpgsql as $$ "
            f"begin raise exception '{WORDS}' using errcode = 'check_violation', "
            f"constraint = '{FINAL}'; end $$"
        )
        op.execute(
            f"create trigger {FINAL} before update or delete on referral_version "
            f"for each row when ({SENT}) execute function {FINAL}()"
        )
        return
    for moment in ("update", "delete"):
        op.execute(
            f"create trigger {FINAL}_{moment} before {moment} on referral_version "
            f"when {SENT} begin select raise(abort, '{FINAL}: {WORDS}'); end"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"drop trigger {FINAL} on referral_version")
        op.execute(f"drop function {FINAL}()")
    else:
        op.execute(f"drop trigger {FINAL}_update")
        op.execute(f"drop trigger {FINAL}_delete")
    # A draft that was withdrawn is a draft again: the older schema knows no other place for it.
    op.execute("update referral set step = 'draft' where step = 'withdrawn' and sent_at is null")
    _sent_at(DRAFTS_UNSENT)


def _sent_at(condition: str) -> None:
    with op.batch_alter_table("referral") as referral:
        referral.drop_constraint("sent_at", type_="check")
        referral.create_check_constraint("sent_at", condition)
