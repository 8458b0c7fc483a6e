"""Whose deputy somebody was: a closed account covers nobody, so it is no deputy to be counted."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import update

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.bench import BenchKind
from ohms.extensions import db
from ohms.models.providers import StandingDeputy
from ohms.models.staff import StaffMember
from ohms.queries.bench import bench
from ohms.queries.first_run import first_steps
from ohms.queries.left_behind import deputies_lost
from ohms.queries.rounds import ask
from tests.house import FROM, House

LEFT = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _now(inside: House, clock: Callable[[str], None]) -> None:
    clock("2026-11-24T09:00:00-08:00")


def test_a_deputy_whose_account_is_closed_is_none(house: House) -> None:
    of = {"provider_id": house.provider["alder.1"], "cohe_id": house.cohe["alder"]}
    gone, other = house.staff["alder.hsc1"], house.staff["alder.hsc2"]
    house.add(StandingDeputy, **of, staff_id=gone, from_on=FROM, to_on=date(2026, 11, 23))
    house.add(StandingDeputy, **of, staff_id=other, from_on=LEFT)
    supervisor = house.actor("alder.supervisor")

    def lost() -> list[str]:
        return [each.name for each in ask(deputies_lost(supervisor, of["cohe_id"], gone, LEFT))]

    def without() -> list[int]:
        return [each.total for each in bench(supervisor) if each.line.kind is BenchKind.NO_DEPUTY]

    def with_deputy() -> list[int]:
        return [each.centre.deputies for each in first_steps(supervisor)]

    assert (lost(), with_deputy(), without()) == ([], [1], [1])
    with bulk_unit("test", None) as unit:
        unit.entries.append(Entry("furnish"))
        db.session.execute(update(StaffMember).where(StaffMember.id == other).values(active=False))
    assert (lost(), with_deputy(), without()) == (["Doctor1, Alder"], [0], [2])
