"""A database that a version of before the last edit of its migration had upgraded has the same as a new one."""

from collections.abc import Callable

from sqlalchemy import Connection, Engine, text

from ohms import migrations
from ohms.commands.departures import end_access
from ohms.models.engine import make_engine, writing
from tests.house import House

OLD_TRIGGER = {
    "sqlite": (
        "drop trigger time_entry_rolled_up_delete",
        "create trigger time_entry_rolled_up_delete after delete on time_entry begin select 1; end",
    ),
    "postgresql": (
        "create or replace function time_entry_rolled_up() returns trigger language plpgsql as"
        " $$ begin return null; end $$",
    ),
}
TRIGGERS = {
    "sqlite": "select name, sql from sqlite_master where type = 'trigger' order by name",
    "postgresql": "select proname, prosrc from pg_proc where proname like '%_rolled_up' order by 1",
}
FALLEN = "select id, departure_id from provider_assignment order by id"


def _found(connection: Connection) -> list[list[tuple[object, ...]]]:
    statements = (TRIGGERS[connection.dialect.name], FALLEN)
    return [[tuple(row) for row in connection.execute(text(each))] for each in statements]


def _as_before(engine: Engine) -> None:
    with writing(), engine.begin() as connection:
        for statement in OLD_TRIGGER[engine.dialect.name]:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("update provider_assignment set departure_id = null")
        connection.exec_driver_sql("update assistant_assignment set departure_id = null")


def test_older_triggers_and_unnamed_departures_are_brought_to_what_they_are_now(
    house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-11-24T12:00:00-08:00")
    alder, leaver = house.cohe["alder"], house.staff["alder.hsc1"]
    with house.app.app_context():
        by = house.actor("alder.supervisor")
        departure = end_access(by, alder, leaver, last_on=None, reason="Moves away")
    url = house.closed()
    engine = make_engine(url)
    with engine.connect() as connection:
        now = _found(connection)
    assert departure in {named for _id, named in now[1]}
    migrations.downgrade(url, "0063")
    _as_before(engine)
    with engine.connect() as connection:
        assert all(one != other for one, other in zip(_found(connection), now, strict=True))
    migrations.upgrade(url)
    with engine.connect() as connection:
        assert _found(connection) == now
    engine.dispose()
