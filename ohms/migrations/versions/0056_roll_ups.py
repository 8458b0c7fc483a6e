"""Roll-ups of minutes and of claims initiated, kept by triggers on the tables of their facts.

Triggers, so that no writer can forget them: commands, the feed, loaders and whoever mends a row by hand.
Whoever makes `time_entry`, `claim` or `enrolment` anew in SQLite's batch mode takes the triggers away
before (`stop_keeping`) and makes them again after (`keep`).

On PostgreSQL several write at once. A claim counts by an enrolment, which another transaction may be
changing: claims share their provider's row and enrolments hold it, so the later of the two reads what the
earlier one left. Roll-ups that one change touches are held in one order, months before days.
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

MINUTES, INITIATED = "minutes_roll_up", "initiated_roll_up"
SPANS = ("day", "month")
WIDEST_FIRST = SPANS[::-1]
"""Who waits for a month of a position holds none of its days."""
KINDS = ("counted", "waiting", "other")
KEY = ("cohe_id", "span", "from_on", "kind", "position_id", "staff_id")
REFERS = {"cohe_id": "cohe.id", "position_id": "position.id", "staff_id": "staff_member.id"}

KIND = (
    "case when {row}.claim_id is null then 'other'"
    " when {row}.confirmed_at is null then 'waiting' else 'counted' end"
)
# What changes in a row change a roll-up.
OF_TIME = "cohe_id, staff_id, position_id, claim_id, performed_on, minutes, confirmed_at, voided_at"
OF_CLAIM = (
    "cohe_id, initiated_cohe_id, initiating_provider_id, initiated_on, fund, combined_into_id"
)
OF_ENROLMENT = "provider_id, cohe_id, from_on, to_on"

COUNTED = "coalesce({row}.initiated_cohe_id, {row}.cohe_id)"
COUNTS = "{row}.fund = 'state_fund' and {row}.combined_into_id is null"
ENROLLED = (
    "{of}.provider_id = {row}.initiating_provider_id and {of}.cohe_id = " + COUNTED + " and"
    " {of}.from_on <= {row}.initiated_on and ({of}.to_on is null or {of}.to_on >= {row}.initiated_on)"
)


def upgrade() -> None:
    op.create_table(
        MINUTES,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("span", _one_of("span", SPANS), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("kind", _one_of("kind", KINDS), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.CheckConstraint(_either("span", SPANS), name=op.f(f"ck_{MINUTES}_span")),
        sa.CheckConstraint(_either("kind", KINDS), name=op.f(f"ck_{MINUTES}_kind")),
        *(
            sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_{MINUTES}_{name}"))
            for name, target in REFERS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{MINUTES}")),
        sa.UniqueConstraint(*KEY, name=op.f(f"uq_{MINUTES}_key")),
    )
    op.create_table(
        INITIATED,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer(), nullable=False),
        sa.Column("initiated_on", sa.Date(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f(f"fk_{INITIATED}_cohe_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{INITIATED}")),
        sa.UniqueConstraint(
            "cohe_id", "initiated_on", name=op.f(f"uq_{INITIATED}_cohe_id_initiated_on")
        ),
    )
    _fill()
    keep()


def downgrade() -> None:
    stop_keeping()
    op.drop_table(INITIATED)
    op.drop_table(MINUTES)


def keep() -> None:
    """The triggers by which the database keeps the roll-ups."""
    if _on_postgres():
        _keep_on_postgres()
    else:
        _keep_on_sqlite()


def stop_keeping() -> None:
    for table in ("time_entry", "claim", "enrolment"):
        if _on_postgres():
            op.execute(f"drop function {table}_rolled_up() cascade")
            continue
        for name in ("insert", "update_out", "update_into", "delete"):
            op.execute(f"drop trigger {table}_rolled_up_{name}")


def _fill() -> None:
    kind = KIND.format(row="t")
    for span in SPANS:
        day = _span_of(span, "t.performed_on")
        op.execute(
            f"insert into {MINUTES} ({', '.join(KEY)}, minutes, entries)"
            f" select t.cohe_id, '{span}', {day}, {kind}, t.position_id, t.staff_id,"
            " sum(t.minutes), count(*) from time_entry t where t.voided_at is null"
            f" group by t.cohe_id, {day}, {kind}, t.position_id, t.staff_id"
        )
    counted = COUNTED.format(row="c")
    op.execute(
        f"insert into {INITIATED} (cohe_id, initiated_on, claims)"
        f" select {counted}, c.initiated_on, count(*) from claim c"
        f" join enrolment e on {ENROLLED.format(of='e', row='c')}"
        f" where {COUNTS.format(row='c')} group by {counted}, c.initiated_on"
    )


def _keep_on_sqlite() -> None:
    """An update takes out and in by a trigger each: in whatever order they come, the sum is the same."""
    for table, columns, takes, out, gives, into in _kept():
        for name, moment, when, acts in (
            ("insert", "insert", gives, into),
            ("update_out", f"update of {columns}", takes, out),
            ("update_into", f"update of {columns}", gives, into),
            ("delete", "delete", takes, out),
        ):
            op.execute(
                f"create trigger {table}_rolled_up_{name} after {moment} on {table} when {when}"
                f" begin {' '.join(f'{act};' for act in acts)} end"
            )


def _keep_on_postgres() -> None:
    """What is held is asked for by a statement before: the next one sees what was committed meanwhile."""
    for table, columns, takes, out, gives, into in _kept():
        op.execute(
            f"create function {table}_rolled_up() returns trigger language plpgsql as $$ begin"
            f" {_held(table)}"
            f" if tg_op <> 'INSERT' then if {takes} then {' '.join(f'{a};' for a in out)} end if; end if;"
            f" if tg_op <> 'DELETE' then if {gives} then {' '.join(f'{a};' for a in into)} end if; end if;"
            " return null; end $$"
        )
        for moment in ("insert", "update", "delete"):
            of = f"update of {columns}" if moment == "update" else moment
            op.execute(
                f"create trigger {table}_rolled_up_{moment} after {of} on {table}"
                f" for each row execute function {table}_rolled_up()"
            )


def _kept() -> list[tuple[str, str, str, list[str], str, list[str]]]:
    """Of each table: which columns matter, when its old row counted and what takes it out, when its new
    row counts and what takes it in."""
    return [
        (
            "time_entry",
            OF_TIME,
            "old.voided_at is null",
            [act for span in WIDEST_FIRST for act in _minutes_out(span)],
            "new.voided_at is null",
            [_minutes_into(span) for span in WIDEST_FIRST],
        ),
        (
            "claim",
            OF_CLAIM,
            _initiated("old"),
            _claim_out(),
            _initiated("new"),
            [_claim_into()],
        ),
        ("enrolment", OF_ENROLMENT, "true", _enrolment_out(), "true", [_enrolment_into()]),
    ]


def _held(table: str) -> str:
    """Which rows a change holds first on PostgreSQL, in one order. Of a row that is added or goes, the
    other record is null and names none; it changes one row of a roll-up, and no order is needed."""
    if table == "enrolment":
        theirs = "select initiated_on from claim where initiating_provider_id"
        return (
            f"{_provider_held('provider_id', 'no key update')} perform 1 from {INITIATED} where"
            " cohe_id in (old.cohe_id, new.cohe_id)"
            f" and initiated_on in ({theirs} in (old.provider_id, new.provider_id))"
            " order by cohe_id, initiated_on for update;"
        )
    if table == "claim":
        keys, first = (
            [(INITIATED, _initiated_key)],
            _provider_held("initiating_provider_id", "share"),
        )
    else:
        keys = [(MINUTES, partial(_minutes_key, span)) for span in WIDEST_FIRST]
        first = ""
    both = (
        f"perform 1 from {name} where {key('old')} or {key('new')} order by id for update;"
        for name, key in keys
    )
    return f"{first} if tg_op = 'UPDATE' then {' '.join(both)} end if;"


def _provider_held(by: str, how: str) -> str:
    return f"perform 1 from provider where id in (old.{by}, new.{by}) order by id for {how};"


def _minutes_key(span: str, row: str) -> str:
    return (
        f"(cohe_id = {row}.cohe_id and span = '{span}'"
        f" and from_on = {_span_of(span, f'{row}.performed_on')} and kind = {KIND.format(row=row)}"
        f" and position_id = {row}.position_id and staff_id = {row}.staff_id)"
    )


def _minutes_out(span: str) -> list[str]:
    """The last entry of a roll-up takes its row along: which is the last, is known after subtracting."""
    key = _minutes_key(span, "old")
    return [
        f"update {MINUTES} set minutes = minutes - old.minutes, entries = entries - 1 where {key}",
        f"delete from {MINUTES} where {key} and entries = 0",
    ]


def _minutes_into(span: str) -> str:
    day = _span_of(span, "new.performed_on")
    return (
        f"insert into {MINUTES} ({', '.join(KEY)}, minutes, entries)"
        f" select new.cohe_id, '{span}', {day}, {KIND.format(row='new')}, new.position_id,"
        " new.staff_id, new.minutes, 1 where true"
        f" on conflict ({', '.join(KEY)}) do update set"
        f" minutes = {MINUTES}.minutes + excluded.minutes, entries = {MINUTES}.entries + 1"
    )


def _initiated(row: str) -> str:
    enrolled = ENROLLED.format(of="e", row=row)
    return f"{COUNTS.format(row=row)} and exists (select 1 from enrolment e where {enrolled})"


def _initiated_key(row: str) -> str:
    return f"(cohe_id = {COUNTED.format(row=row)} and initiated_on = {row}.initiated_on)"


def _claim_out() -> list[str]:
    key = _initiated_key("old")
    return [
        f"update {INITIATED} set claims = claims - 1 where {key}",
        f"delete from {INITIATED} where {key} and claims = 0",
    ]


def _claim_into() -> str:
    return (
        f"insert into {INITIATED} (cohe_id, initiated_on, claims)"
        f" select {COUNTED.format(row='new')}, new.initiated_on, 1 where true"
        f" on conflict (cohe_id, initiated_on) do update set claims = {INITIATED}.claims + 1"
    )


def _counted_by(row: str) -> str:
    return f"{ENROLLED.format(of=row, row='c')} and {COUNTS.format(row='c')}"


def _enrolment_out() -> list[str]:
    """What counted by an enrolment that is no more, day by day."""
    of = _counted_by("old")
    key = (
        f"cohe_id = old.cohe_id and initiated_on in (select c.initiated_on from claim c where {of})"
    )
    that_day = (
        f"select count(*) from claim c where {of} and c.initiated_on = {INITIATED}.initiated_on"
    )
    return [
        f"update {INITIATED} set claims = claims - ({that_day}) where {key}",
        f"delete from {INITIATED} where {key} and claims = 0",
    ]


def _enrolment_into() -> str:
    return (
        f"insert into {INITIATED} (cohe_id, initiated_on, claims)"
        " select new.cohe_id, c.initiated_on, count(*) from claim c"
        f" where {_counted_by('new')} group by c.initiated_on order by c.initiated_on"
        f" on conflict (cohe_id, initiated_on) do update set"
        f" claims = {INITIATED}.claims + excluded.claims"
    )


def _span_of(span: str, day: str) -> str:
    if span == "day":
        return day
    if _on_postgres():
        return f"cast(date_trunc('month', {day}) as date)"
    return f"substr({day}, 1, 8) || '01'"


def _one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=32)


def _either(name: str, values: tuple[str, ...]) -> str:
    return f"{name} in ({', '.join(map(repr, values))})"


def _on_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"
