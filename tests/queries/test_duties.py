"""Gaps in coverage as Today tells them: by the calendar, by what was left, and ahead of their day."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import update

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.values import AbsenceKind, Role
from ohms.extensions import db
from ohms.models.coverage import Absence
from ohms.models.providers import StandingDeputy
from ohms.models.staff import Position
from ohms.queries.duties import DutyKind, duties
from ohms.queries.rounds import ask
from tests.house import FROM, House

TUESDAY, THANKSGIVING, FRIDAY = date(2026, 11, 24), date(2026, 11, 26), date(2026, 12, 4)


@pytest.fixture(autouse=True)
def _now(inside: House, clock: Callable[[str], None]) -> None:
    clock("2026-11-24T09:00:00-08:00")


def away(house: House, who: str, first: date, last: date, **of: Any) -> None:
    house.add(
        Absence,
        staff_id=house.staff[who],
        from_on=first,
        to_on=last,
        kind=AbsenceKind.VACATION,
        recorded_by_id=house.staff[who],
        recorded_at=datetime(2026, 11, 2, 17, tzinfo=UTC),
        **of,
    )


def told(house: House, today: date = TUESDAY) -> list[tuple[str | None, tuple[date, ...], bool]]:
    found = ask(duties(house.actor("alder.supervisor", today)))
    db.session.rollback()
    return [(e.who, e.days, e.free_day) for e in found if e.kind is DutyKind.GAP]


def test_a_closed_day_of_leave_is_no_gap_and_a_later_day_is_told_ahead(house: House) -> None:
    away(house, "alder.hsc1", THANKSGIVING, THANKSGIVING)
    assert told(house) == told(house, THANKSGIVING) == []
    away(house, "alder.hsc1", FRIDAY, FRIDAY)
    assert told(house) == [("Rosa Alvarez of alder", (FRIDAY,), False)]


def test_leave_from_a_position_elsewhere_leaves_no_gap_here(house: House) -> None:
    elsewhere = house.add(
        Position,
        staff_id=house.staff["alder.hsc1"],
        role=Role.SUPERVISOR,
        cohe_id=house.cohe["birch"],
        from_on=FROM,
    )
    away(house, "alder.hsc1", TUESDAY, TUESDAY, position_id=elsewhere)
    assert told(house) == []
    away(house, "alder.hsc1", FRIDAY, FRIDAY, position_id=house.position["alder.hsc1"])
    assert [days for _who, days, _free in told(house)] == [(FRIDAY,)]


def test_a_free_day_of_a_part_timer_is_a_gap_without_leave_until_a_deputy_is_named(
    house: House,
) -> None:
    with bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        of_rosa = Position.id == house.position["alder.hsc1"]
        db.session.execute(update(Position).where(of_rosa).values(minutes_wed=0))
    days = (date(2026, 11, 25), date(2026, 12, 2))
    assert told(house) == [("Rosa Alvarez of alder", days, True)]
    house.add(
        StandingDeputy,
        provider_id=house.provider["alder.1"],
        cohe_id=house.cohe["alder"],
        staff_id=house.staff["alder.hsc2"],
        from_on=FROM,
    )
    assert told(house) == []
