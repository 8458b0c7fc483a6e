"""To whom a task falls that follows from facts: who answers for its claim, else a supervisor who is there."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import update

from ohms.commands.unit_of_work import bulk_unit
from ohms.extensions import db
from ohms.models.providers import ProviderAssignment
from ohms.models.staff import Position
from ohms.queries.guard import unscoped
from ohms.queries.owners import owners_of, supervisors_of
from tests.house import House

DAY = date(2026, 11, 24)


def set_in(model: Any, row_id: int | None = None, **values: Any) -> None:
    which = () if row_id is None else (model.id == row_id,)
    with bulk_unit("furnish", None):
        db.session.execute(update(model).where(*which).values(**values))


def test_what_nobody_answers_for_falls_to_a_supervisor_whose_access_has_not_ended(
    house: House,
) -> None:
    def told() -> tuple[int | None, set[int]]:
        with unscoped("a test looks"):
            return owners_of({claim_id}, DAY)[claim_id], supervisors_of(house.cohe["alder"], DAY)

    claim_id, lead = house.claim["AL10001"], house.staff["alder.supervisor"]
    with house.app.app_context():
        assert told() == (house.staff["alder.hsc1"], {lead})
        set_in(ProviderAssignment, to_on=date(2026, 11, 23))
        assert told() == (lead, {lead})
        set_in(
            Position,
            house.position["alder.supervisor"],
            access_ended_at=datetime(2026, 11, 24, 18, tzinfo=UTC),
        )
        assert told() == (None, set())
