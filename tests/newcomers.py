"""A newcomer of alder, and what of their training stands; call it inside an app context."""

from datetime import date

from ohms.domain.training import TrainingState
from ohms.domain.values import Role
from ohms.models.staff import Position, StaffMember
from ohms.queries.rounds import ask
from ohms.queries.trainings import newcomers, stands
from tests.house import FULL_TIME, MADE_AT, House

DAY = date(2026, 11, 24)
NOON = "2026-11-24T12:00:00-08:00"


def add_newcomer(house: House) -> None:
    """A coordinator since the end of August: due on 28 February."""
    house.staff["alder.hsc3"] = house.add(
        StaffMember, username="alder.hsc3", name="Noa New", added_at=MADE_AT
    )
    house.add(
        Position,
        staff_id=house.staff["alder.hsc3"],
        role=Role.HSC,
        cohe_id=house.cohe["alder"],
        from_on=date(2026, 8, 31),
        **FULL_TIME,
    )


def state(house: House) -> TrainingState:
    own = ask(newcomers(DAY, [house.cohe["alder"]], staff_id=house.staff["alder.hsc3"]))
    return ask(stands(own))[0].stand.state(DAY)
