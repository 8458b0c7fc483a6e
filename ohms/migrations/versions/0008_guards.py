"""What the database refuses beyond single rows: overlaps, and changes to what is final.

Overlaps are an EXCLUDE constraint on PostgreSQL and a pair of triggers on SQLite. Signed notes, note
events, frozen reports and audit entries resist UPDATE and DELETE on both.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# table, columns that together have one dated fact a day, further condition (on `row.`)
OVERLAPS = (
    ("clinic_membership", ("clinic_id", "cohe_id"), ""),
    ("enrolment", ("provider_id",), ""),
    ("provider_assignment", ("provider_id", "cohe_id"), ""),
    ("standing_deputy", ("provider_id", "cohe_id"), ""),
    ("assistant_assignment", ("assistant_id", "cohe_id"), ""),
    ("attending_provider", ("claim_id",), ""),
    ("claim_assignment", ("claim_id",), ""),
    ("work_status_episode", ("claim_id",), ""),
    ("coverage", ("provider_id", "absent_id"), "declined_at is null"),
)

# table, condition under which its row is final (on `old.`), what the refusal says
FINAL = (
    ("case_note", "old.signed_at is not null", "a signed note never changes"),
    ("note_event", "true", "a note event never changes"),
    ("report_version", "true", "a frozen report never changes"),
    ("referral_step", "true", "a referral step never changes"),
    ("audit_entry", "true", "an audit entry never changes"),
)


LANES = 16
START = "0" * 64


def upgrade() -> None:
    _add_lanes()
    postgres = op.get_bind().dialect.name == "postgresql"
    for table, keys, condition in OVERLAPS:
        if postgres:
            _exclude(table, keys, condition)
        else:
            _overlap_triggers(table, keys, condition)
    for table, condition, words in FINAL:
        if postgres:
            _final_function(table, condition, words)
        else:
            _final_triggers(table, condition, words)


def downgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    for table, _condition, _words in FINAL:
        if postgres:
            op.execute(f"drop trigger {table}_is_final on {table}")
            op.execute(f"drop function {table}_is_final()")
        else:
            op.execute(f"drop trigger {table}_is_final_update")
            op.execute(f"drop trigger {table}_is_final_delete")
    for table, _keys, _condition in OVERLAPS:
        if postgres:
            op.execute(f"alter table {table} drop constraint ex_{table}_overlap")
        else:
            op.execute(f"drop trigger ex_{table}_overlap_insert")
            op.execute(f"drop trigger ex_{table}_overlap_update")


def _add_lanes() -> None:
    """The lanes that are not there: going down leaves them, for entries stand in them."""
    lanes = sa.table(
        "audit_lane", sa.column("lane"), sa.column("last_number"), sa.column("head_hash")
    )
    known = set(op.get_bind().execute(sa.select(lanes.c.lane)).scalars())
    missing = [n for n in range(LANES) if n not in known]
    op.bulk_insert(lanes, [{"lane": n, "last_number": 0, "head_hash": START} for n in missing])


def _exclude(table: str, keys: tuple[str, ...], condition: str) -> None:
    same = ", ".join(f"int4range({key}, {key}, '[]') with &&" for key in keys)
    where = f" where ({condition})" if condition else ""
    op.execute(
        f"alter table {table} add constraint ex_{table}_overlap exclude using gist "
        f"({same}, daterange(from_on, to_on, '[]') with &&){where}"
    )


def _overlap_triggers(table: str, keys: tuple[str, ...], condition: str) -> None:
    same = " and ".join(f"other.{key} = new.{key}" for key in keys)
    both = f" and other.{condition} and new.{condition}" if condition else ""
    for moment in ("insert", "update"):
        op.execute(
            f"create trigger ex_{table}_overlap_{moment} before {moment} on {table} "
            f"when exists (select 1 from {table} as other where {same}{both} "
            "and other.id is not new.id "
            "and other.from_on <= coalesce(new.to_on, '9999-12-31') "
            "and new.from_on <= coalesce(other.to_on, '9999-12-31')) "
            f"begin select raise(abort, 'ex_{table}_overlap'); end"
        )


def _final_function(table: str, condition: str, words: str) -> None:
    op.execute(
        f"create function {table}_is_final() returns trigger language plpgsql as $$ "
        f"begin raise exception '{words}' using errcode = 'check_violation', "
        f"constraint = '{table}_is_final'; end $$"
    )
    op.execute(
        f"create trigger {table}_is_final before update or delete on {table} "
        f"for each row when ({condition}) execute function {table}_is_final()"
    )


def _final_triggers(table: str, condition: str, words: str) -> None:
    for moment in ("update", "delete"):
        op.execute(
            f"create trigger {table}_is_final_{moment} before {moment} on {table} "
            f"when {condition} begin select raise(abort, '{table}_is_final: {words}'); end"
        )
