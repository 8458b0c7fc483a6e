"""The discussion about a quarter above the limit: written by either side, confirmed by L&I's."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from ohms.commands.discussions import confirm_discussion, record_discussion
from ohms.commands.refusals import Conflict
from ohms.domain.discussions import Discussion
from ohms.domain.errors import NotAllowed, NotFound, RuleBroken
from ohms.models.reports import Obligation
from ohms.queries.duties import duties
from ohms.queries.rounds import ask
from tests.discussions import add_obligation
from tests.house import House, one

SAID = Discussion(date(2026, 11, 20), "M. Ito, L&I", "2,011 a quarter", "Hire a half", "To hire")


@pytest.fixture
def duty(house: House, clock: Callable[[str], None]) -> Iterator[int]:
    clock("2026-11-24T12:00:00-08:00")
    with house.app.app_context():
        yield add_obligation(house, "alder")


def obligation(duty: int) -> Obligation:
    wanted = select(Obligation).where(Obligation.id == duty)
    found: Obligation = one(wanted.execution_options(populate_existing=True))
    return found


def test_it_stays_open_until_the_contract_manager_confirms_what_was_written(
    house: House, duty: int
) -> None:
    supervisor, manager = house.actor("alder.supervisor"), house.actor("lni.contract")
    with pytest.raises(RuleBroken, match="Nobody has written"):
        confirm_discussion(manager, duty)
    record_discussion(supervisor, duty, SAID, what_if="If a hire begins:")
    assert [each.quarter for each in ask(duties(supervisor)) if each.quarter] == ["2026Q3"]
    with pytest.raises(NotAllowed):
        confirm_discussion(supervisor, duty)
    confirm_discussion(manager, duty)
    confirm_discussion(manager, duty)
    written = obligation(duty)
    assert (written.people, written.what_if) == ("M. Ito, L&I", "If a hire begins:")
    assert written.confirmed_by_id == house.staff["lni.contract"]
    assert [each for each in ask(duties(supervisor)) if each.quarter] == []


def test_what_is_confirmed_stays_as_it_is(house: House, duty: int) -> None:
    manager = house.actor("lni.contract")
    record_discussion(manager, duty, SAID)
    confirm_discussion(manager, duty)
    with pytest.raises(RuleBroken, match="stays as it is"):
        record_discussion(house.actor("alder.supervisor"), duty, replace(SAID, agreed="Nothing"))
    assert obligation(duty).agreed == "To hire"


@pytest.mark.parametrize("day", [date(2026, 10, 13), date(2026, 11, 25)])
def test_it_is_held_after_the_report_and_not_in_the_future(
    house: House, duty: int, day: date
) -> None:
    with pytest.raises(RuleBroken) as refused:
        record_discussion(house.actor("alder.supervisor"), duty, replace(SAID, discussed_on=day))
    assert refused.value.field == "discussed_on"


def test_two_who_write_at_once_do_not_overwrite_each_other(house: House, duty: int) -> None:
    seen = obligation(duty).version
    record_discussion(house.actor("alder.supervisor"), duty, SAID, version=seen)
    manager = house.actor("lni.contract")
    with pytest.raises(Conflict):
        record_discussion(manager, duty, replace(SAID, agreed="Nothing"), version=seen)
    with pytest.raises(Conflict):
        confirm_discussion(manager, duty, version=seen)
    assert obligation(duty).agreed == "To hire"


def test_that_of_another_cohe_does_not_exist(house: House, duty: int) -> None:
    with pytest.raises(NotFound):
        record_discussion(house.actor("birch.supervisor"), duty, SAID)
