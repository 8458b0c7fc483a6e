"""Cover is built anew by every act that changes its facts: a provider's move, a departure, other hours."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from ohms.commands.absences import Away, record_absence
from ohms.commands.coverage import name_deputy
from ohms.commands.departures import end_access
from ohms.commands.positions import change_hours, end_position
from ohms.commands.provider_moves import move_provider
from ohms.domain.provider_moves import Goes
from ohms.domain.values import AbsenceKind, EndedBy, Role
from ohms.extensions import db
from ohms.models.coverage import Absence, Coverage
from ohms.queries.checks import recompute
from tests.house import House, add_person

TUESDAY, WEDNESDAY, FRIDAY = date(2026, 11, 24), date(2026, 11, 25), date(2026, 12, 4)
MONDAY = date(2026, 11, 30)
FREE_ON_MONDAY = (0, 480, 480, 480, 480, 0, 0)


@pytest.fixture(autouse=True)
def world(house: House, clock: Callable[[str], None]) -> Any:
    """Rosa's provider has Tam as deputy, Tam's has Lee."""
    clock("2026-11-24T09:00:00-08:00")
    with house.app.app_context():
        add_person(house, "alder.hsc3", "Lee Park of alder", Role.HSC, house.cohe["alder"])
        for provider, deputy in (("alder.1", "alder.hsc2"), ("alder.2", "alder.hsc3")):
            name_deputy(
                house.actor("alder.supervisor"),
                house.cohe["alder"],
                house.provider[provider],
                deputy_id=house.staff[deputy],
            )
        yield


def leave(house: House, who: str, first: date, last: date, **told: Any) -> None:
    record_absence(house.actor(who), Away(first, last, AbsenceKind.VACATION, **told))


def cover(house: House) -> list[tuple[str, str, date, date | None]]:
    """Who covers for whom, from when until when."""
    names = {id_: name.partition(".")[2] for name, id_ in house.staff.items()}
    rows = db.session.execute(select(Coverage).order_by(Coverage.from_on)).scalars()
    found = [(names[r.absent_id], names[r.covering_id], r.from_on, r.to_on) for r in rows]
    db.session.rollback()
    return found


def moved(house: House, provider: str, to: str, day: date | None = None) -> None:
    move_provider(
        house.actor("alder.supervisor"),
        house.cohe["alder"],
        house.provider[provider],
        to_staff_id=house.staff[to],
        from_on=day,
        goes=Goes.OPEN_TOO,
        reason="Smaller list",
    )


def faults() -> list[str]:
    found = [each.invariant.name for each in recompute(TUESDAY) if each.is_fault]
    db.session.rollback()
    return found


def test_a_provider_who_moves_to_somebody_on_leave_has_the_deputy_at_once(house: House) -> None:
    leave(house, "alder.hsc3", TUESDAY, FRIDAY)
    assert cover(house) == []
    moved(house, "alder.1", "alder.hsc3")
    assert cover(house) == [("hsc3", "hsc2", TUESDAY, FRIDAY)]
    assert faults() == []


def test_ahead_of_a_later_move_each_of_the_two_is_covered_on_their_days(house: House) -> None:
    leave(house, "alder.hsc1", TUESDAY, FRIDAY)
    leave(house, "alder.hsc3", MONDAY, FRIDAY)
    moved(house, "alder.1", "alder.hsc3", MONDAY)
    assert cover(house) == [
        ("hsc1", "hsc2", TUESDAY, date(2026, 11, 25)),
        ("hsc3", "hsc2", MONDAY, FRIDAY),
    ]


def test_who_leaves_covers_nobody_and_the_days_are_a_gap_not_a_row(house: House) -> None:
    leave(house, "alder.hsc1", TUESDAY, FRIDAY)
    assert cover(house) == [("hsc1", "hsc2", TUESDAY, FRIDAY)]
    lead, cohe = house.actor("alder.supervisor"), house.cohe["alder"]
    end_access(lead, cohe, house.staff["alder.hsc2"], last_on=TUESDAY, reason="Moves away")
    assert cover(house) == []
    assert faults() == []


def test_a_last_day_that_is_told_ends_cover_given_after_it(house: House) -> None:
    leave(house, "alder.hsc1", TUESDAY, FRIDAY)
    end_position(
        house.actor("alder.supervisor"),
        house.position["alder.hsc2"],
        last_on=MONDAY,
        ended_by=EndedBy.OTHER,
    )
    assert cover(house) == [("hsc1", "hsc2", TUESDAY, MONDAY)]


def test_a_deputy_with_a_free_day_covers_around_it_and_leave_goes_on_with_other_hours(
    house: House,
) -> None:
    leave(house, "alder.hsc1", TUESDAY, FRIDAY, position_id=house.position["alder.hsc1"])
    lead = house.actor("alder.supervisor")
    change_hours(lead, house.position["alder.hsc2"], week=FREE_ON_MONDAY, from_on=WEDNESDAY)
    around = [
        ("hsc1", "hsc2", TUESDAY, WEDNESDAY),
        ("hsc1", "hsc2", date(2026, 12, 1), FRIDAY),
    ]
    assert cover(house) == around
    change_hours(lead, house.position["alder.hsc1"], week=FREE_ON_MONDAY, from_on=WEDNESDAY)
    assert cover(house) == around
    days = db.session.execute(select(Absence.from_on, Absence.to_on).order_by(Absence.id)).all()
    db.session.rollback()
    assert [tuple(row) for row in days] == [(TUESDAY, TUESDAY), (WEDNESDAY, FRIDAY)]
    assert faults() == []
