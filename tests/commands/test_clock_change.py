"""Leave that begins on the night on which the clocks change, on a Sunday on which the COHE opens."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ohms import clock as the_clock
from ohms.commands.absences import Away, record_absence
from ohms.domain.values import AbsenceKind, Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import CalendarDay
from ohms.models.coverage import Coverage
from ohms.models.providers import StandingDeputy
from ohms.models.staff import Position
from ohms.queries.claim_sight import covered_by
from ohms.queries.coverage import plan_of
from ohms.queries.rounds import ask
from ohms.queries.scope import visible
from tests.house import FROM, House, add_person

ONE_DAY = timedelta(days=1)


@pytest.fixture
def open_sunday(house: House) -> Any:
    """Rosa's deputy is the supervisor, who is there whenever no leave says otherwise; Tam's is Lee,
    who works on Sundays too."""
    with house.app.app_context():
        cohe = house.cohe["alder"]
        add_person(house, "alder.hsc3", "Lee Park of alder", Role.HSC, cohe)
        sundays = {"staff_id": house.staff["alder.hsc3"], "role": Role.HSC, "minutes_sun": 300}
        house.add(Position, cohe_id=house.cohe["birch"], from_on=FROM, **sundays)
        for provider, deputy in (("alder.1", "alder.supervisor"), ("alder.2", "alder.hsc3")):
            house.add(
                StandingDeputy,
                provider_id=house.provider[provider],
                cohe_id=cohe,
                staff_id=house.staff[deputy],
                from_on=FROM,
            )
        for night in (date(2026, 11, 1), date(2027, 3, 14)):
            house.add(CalendarDay, cohe_id=cohe, day=night, name="Open Sunday", is_open=True)
        yield house


def covered(house: House, who: str) -> bool:
    """Whether somebody covers anything at this instant."""
    actor = house.actor(who, the_clock.today())
    rows = visible(actor, Claim).where(covered_by(actor)).with_only_columns(Claim.claim_number)
    found = set(db.session.execute(rows).scalars())
    db.session.rollback()
    assert found in ({"AL10001", "AL10002"}, set())
    return bool(found)


@pytest.mark.parametrize(
    ("eve", "instants"),
    [
        (
            "2026-10-31T23:59:59-07:00",
            {
                "2026-10-31T23:59:59-07:00": False,
                "2026-11-01T00:00:00-07:00": True,
                "2026-11-01T01:30:00-07:00": True,
                "2026-11-01T01:30:00-08:00": True,  # the hour that comes twice
                "2026-11-02T23:59:59-08:00": True,
                "2026-11-03T00:00:00-08:00": False,
            },
        ),
        (
            "2027-03-13T23:59:59-08:00",
            {
                "2027-03-13T23:59:59-08:00": False,
                "2027-03-14T00:00:00-08:00": True,
                "2027-03-14T03:00:00-07:00": True,  # the hour after the one that is left out
                "2027-03-15T23:59:59-07:00": True,
                "2027-03-16T00:00:00-07:00": False,
            },
        ),
    ],
)
def test_it_is_covered_from_midnight_to_midnight_of_washington(
    open_sunday: House, clock: Callable[[str], None], eve: str, instants: dict[str, bool]
) -> None:
    house = open_sunday
    clock(eve)
    today = the_clock.today()
    night, monday = today + ONE_DAY, today + 2 * ONE_DAY
    away = Away(night, monday, AbsenceKind.VACATION)
    record_absence(house.actor("alder.hsc1", today), away)
    row = db.session.execute(select(Coverage)).scalar_one()
    assert (row.from_on, row.to_on) == (night, monday)
    db.session.rollback()
    for instant, is_covered in instants.items():
        clock(instant)
        assert covered(house, "alder.supervisor") is is_covered, instant
    found = ask(plan_of(house.cohe["alder"], night, monday)).gaps(night, monday)
    db.session.rollback()
    of_tam = [(gap.provider_id, gap.day, gap.free_day) for gap in found]
    assert of_tam == [
        (house.provider["alder.2"], night, True)
    ]  # Lee's Sundays are at the other COHE
