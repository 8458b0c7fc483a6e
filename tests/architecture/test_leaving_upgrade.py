"""What fell by a departure that was under way when the record of it came names that departure."""

from collections.abc import Callable

from sqlalchemy import text

from ohms import migrations
from ohms.commands.departures import end_access
from ohms.models.engine import make_engine
from tests.house import House

EARLIER = "0041"


def _named(url: str) -> list[tuple[int, int | None]]:
    engine = make_engine(url)
    with engine.connect() as connection:
        found = [
            (row[0], row[1])
            for table in ("provider_assignment", "assistant_assignment")
            for row in connection.execute(
                text(f"select cohe_id, departure_id from {table} order by id")
            )
        ]
    engine.dispose()
    return found


def test_work_of_a_departure_under_way_keeps_its_departure(
    house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-11-24T20:00:00-08:00")  # another day in UTC
    with house.app.app_context():
        departure = end_access(
            house.actor("alder.supervisor"),
            house.cohe["alder"],
            house.staff["alder.hsc1"],
            last_on=None,
            reason="Moves away",
        )
    url = house.closed()
    before = _named(url)
    assert [each for _cohe, each in before].count(departure) == 2
    migrations.downgrade(url, EARLIER)
    migrations.upgrade(url)
    assert _named(url) == before
