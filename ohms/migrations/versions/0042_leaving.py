"""What fell to a supervisor says by which departure; trainings may be voided, and declined by their
host."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

WHOSE = {
    "provider_assignment": ("staff_id", "provider_id"),
    "claim_assignment": ("staff_id", "claim_id"),
    "assistant_assignment": ("coordinator_id", "assistant_id"),
}
"""What falls to a supervisor: whose it is, and what of theirs."""

FALLEN = tuple(WHOSE)


def upgrade() -> None:
    for table in FALLEN:
        with _keeping_triggers(table), op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("departure_id", sa.Integer(), nullable=True))
            batch.create_foreign_key(
                batch.f(f"fk_{table}_departure_id"), "departure", ["departure_id"], ["id"]
            )
    with op.batch_alter_table("training") as batch:
        batch.add_column(sa.Column("host_declined_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("host_said", sa.String(length=200), nullable=True))
        batch.add_column(sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("voided_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("void_reason", sa.String(length=200), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_training_voided_by_id"), "staff_member", ["voided_by_id"], ["id"]
        )
        batch.create_check_constraint(
            batch.f("ck_training_voided"),
            "(voided_at is null) = (voided_by_id is null)"
            " and (voided_at is null) = (void_reason is null)",
        )
        batch.create_check_constraint(
            batch.f("ck_training_one_word_of_host"),
            "host_confirmed_at is null or host_declined_at is null",
        )
    name_departures()


def name_departures(*, but: frozenset[int] = frozenset()) -> None:
    """What fell by departures that are under way: the holder's since the day on which the leaver's
    access ended, and the leaver's until the day before."""
    connection = op.get_bind()
    departures = sa.text(
        "select id, staff_id, cohe_id, holder_id, access_ended_at from departure order by id"
    ).columns(access_ended_at=sa.DateTime(timezone=True))
    for departure_id, staff_id, cohe_id, holder_id, at in connection.execute(departures).all():
        if departure_id in but:
            continue
        aware = at if at.tzinfo else at.replace(tzinfo=UTC)
        day = aware.astimezone(ZoneInfo("America/Los_Angeles")).date()
        for table, (whose, what) in WHOSE.items():
            new, former = (_dated(table, whose, what).alias(name) for name in ("new", "former"))
            fell = (
                sa.select(new.c.id)
                .join(former, former.c[what] == new.c[what])
                .where(
                    new.c.departure_id.is_(None),
                    new.c.cohe_id == cohe_id,
                    new.c[whose] == holder_id,
                    new.c.from_on == day,
                    former.c.cohe_id == cohe_id,
                    former.c[whose] == staff_id,
                    former.c.to_on == day - timedelta(days=1),
                )
            )
            ids = list(connection.execute(fell).scalars())
            named = _dated(table, whose, what)
            connection.execute(
                sa.update(named).where(named.c.id.in_(ids)).values(departure_id=departure_id)
            )


def _dated(table: str, whose: str, what: str) -> sa.TableClause:
    numbers = ("id", "cohe_id", "departure_id", whose, what)
    days = (sa.column(name, sa.Date()) for name in ("from_on", "to_on"))
    return sa.table(table, *(sa.column(name, sa.Integer()) for name in numbers), *days)


def downgrade() -> None:
    op.execute("delete from training where voided_at is not null")
    with op.batch_alter_table("training") as batch:
        batch.drop_constraint(batch.f("ck_training_one_word_of_host"), type_="check")
        batch.drop_constraint(batch.f("ck_training_voided"), type_="check")
        batch.drop_constraint(batch.f("fk_training_voided_by_id"), type_="foreignkey")
        for column in ("void_reason", "voided_by_id", "voided_at", "host_said", "host_declined_at"):
            batch.drop_column(column)
    for table in FALLEN:
        with _keeping_triggers(table), op.batch_alter_table(table) as batch:
            batch.drop_constraint(batch.f(f"fk_{table}_departure_id"), type_="foreignkey")
            batch.drop_column("departure_id")


@contextmanager
def _keeping_triggers(table: str) -> Iterator[None]:
    """SQLite changes a table by copying it, and would lose them."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        yield
        return
    wanted = f"select name, sql from sqlite_master where type = 'trigger' and tbl_name = '{table}'"
    triggers = connection.exec_driver_sql(wanted).all()
    for name, _sql in triggers:
        connection.exec_driver_sql(f"drop trigger {name}")
    yield
    for _name, sql in triggers:
        connection.exec_driver_sql(sql)
