"""A claim for named people alone: who is named, who loses sight, and that it comes back when lifted."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from ohms.commands.restricting import (
    admit_to_claim,
    lift_restriction,
    remove_from_claim,
    restrict_claim,
)
from ohms.commands.tasks import write_task
from ohms.domain.errors import NotAllowed, NotFound, RuleBroken
from ohms.domain.restriction import RestrictionReason
from ohms.extensions import db
from ohms.models.claims import Claim, ClaimAdmission, ClaimRestriction
from ohms.models.tasks import Task
from ohms.queries.checks import recompute
from ohms.queries.guard import unscoped
from ohms.queries.scope import visible
from tests.house import House, count_of

NUMBER, DAY = "AL10001", date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _now(inside: House, clock: Callable[[str], None]) -> None:
    clock("2026-11-24T09:00:00-08:00")


def restrict(house: House, *who: str, by: str = "alder.supervisor") -> None:
    restrict_claim(
        house.actor(by),
        house.claim[NUMBER],
        reason=RestrictionReason.FAMILY,
        people=[house.staff[f"alder.{each}"] for each in who],
    )


def who_sees(house: House) -> set[str]:
    found = set()
    for name in ("hsc1", "hsc2", "assistant1", "supervisor", "privacy"):
        claims = visible(house.actor(f"alder.{name}"), Claim).with_only_columns(Claim.claim_number)
        if NUMBER in db.session.execute(claims).scalars().all():
            found.add(name)
    db.session.rollback()
    return found


def owners() -> set[int]:
    with unscoped("a test looks"):
        found = set(db.session.execute(select(Task.owner_id)).scalars())
    db.session.rollback()
    return found


def faults() -> list[Any]:
    found = [each.invariant.name for each in recompute(DAY) if each.is_fault]
    db.session.rollback()
    return found


def test_it_exists_for_the_named_alone_and_their_colleagues_tasks_go_to_its_coordinator(
    house: House,
) -> None:
    claim, lead = house.claim[NUMBER], house.actor("alder.supervisor")
    write_task(
        house.actor("alder.hsc2"),
        claim,
        title="Call",
        due_by=DAY,
        owner_id=house.staff["alder.hsc2"],
    )
    assert who_sees(house) == {"hsc1", "hsc2", "supervisor"}
    restrict(house, "hsc1", "supervisor")
    assert who_sees(house) == {"hsc1", "supervisor"}
    assert owners() == {house.staff["alder.hsc1"]}
    assert faults() == []
    admit_to_claim(lead, claim, staff_id=house.staff["alder.hsc2"])
    admit_to_claim(lead, claim, staff_id=house.staff["alder.hsc2"])
    assert who_sees(house) == {"hsc1", "hsc2", "supervisor"}
    remove_from_claim(lead, claim, staff_id=house.staff["alder.hsc2"])
    assert who_sees(house) == {"hsc1", "supervisor"}
    lift_restriction(lead, claim)
    assert who_sees(house) == {"hsc1", "hsc2", "supervisor"}
    assert (count_of(ClaimAdmission), count_of(ClaimRestriction)) == (0, 1)
    with pytest.raises(RuleBroken, match="not restricted"):
        lift_restriction(lead, claim)


def test_its_coordinator_and_a_supervisor_stay_among_the_named(house: House) -> None:
    claim, lead = house.claim[NUMBER], house.actor("alder.supervisor")
    for people in (("supervisor",), ("hsc1",), ()):
        with pytest.raises(RuleBroken) as refused:
            restrict(house, *people)
        assert refused.value.field == "people"
    with pytest.raises(RuleBroken, match="people who work on claims"):
        restrict(house, "hsc1", "supervisor", "privacy")
    restrict(house, "hsc1", "supervisor")
    with pytest.raises(RuleBroken, match="restricted already"):
        restrict(house, "hsc1", "supervisor")
    for who in ("hsc1", "supervisor"):
        with pytest.raises(RuleBroken):
            remove_from_claim(lead, claim, staff_id=house.staff[f"alder.{who}"])


def test_only_its_supervisor_decides(house: House) -> None:
    with pytest.raises(NotAllowed):
        restrict(house, "hsc1", "supervisor", by="alder.hsc1")
    with pytest.raises(NotFound):
        restrict(house, "hsc1", "supervisor", by="birch.supervisor")
    restrict(house, "hsc1", "supervisor")
    with pytest.raises(NotFound):
        remove_from_claim(house.actor("birch.supervisor"), house.claim[NUMBER], staff_id=1)
