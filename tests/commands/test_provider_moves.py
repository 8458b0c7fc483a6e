"""A provider from one coordinator to another: with the new claims only, or with the open ones too."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from ohms.commands.provider_moves import give_providers, move_provider
from ohms.commands.tasks import write_task
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.errors import NotAllowed, NotFound, RuleBroken
from ohms.domain.provider_moves import Goes
from ohms.domain.values import TaskState
from ohms.extensions import db
from ohms.models.claims import Claim, ClaimAssignment
from ohms.models.coverage import Coverage
from ohms.models.providers import ProviderAssignment
from ohms.models.tasks import Task
from ohms.queries.answering import answering_for
from ohms.queries.checks import recompute
from ohms.queries.guard import unscoped
from ohms.queries.provider_moves import moving_provider, open_load
from tests.covering import put_cover
from tests.house import House, count_of, one

TODAY, LATER = date(2026, 11, 24), date(2026, 12, 7)


@pytest.fixture(autouse=True)
def _now(inside: House, clock: Callable[[str], None]) -> None:
    clock("2026-11-24T09:00:00-08:00")


def move(house: House, goes: Goes, day: date | None = None, **told: Any) -> int:
    given: dict[str, Any] = {"to_staff_id": house.staff["alder.hsc2"], "reason": "Smaller list"}
    return move_provider(
        house.actor("alder.supervisor"),
        house.cohe["alder"],
        house.provider["alder.1"],
        **{**given, "from_on": day, "goes": goes, **told},
    )


def answers(house: House, number: str, on_day: date = TODAY) -> int | None:
    with unscoped("a test looks"):
        claim = db.session.execute(select(Claim).where(Claim.claim_number == number)).scalar_one()
        found = answering_for(house.actor("alder.supervisor", on_day), claim)
    db.session.rollback()
    return found


def faults(day: date) -> list[str]:
    return [each.invariant.name for each in recompute(day) if each.findings]


def add_tasks(house: House) -> None:
    hsc = house.actor("alder.hsc1")
    for title, due_by in (("Soon", date(2026, 11, 30)), ("Then", LATER)):
        write_task(hsc, house.claim["AL10001"], title=title, due_by=due_by)


def owners() -> dict[str, int]:
    with unscoped("a test looks"):
        rows = db.session.execute(select(Task.title, Task.owner_id))
        return {row.title: row.owner_id for row in rows}


def test_with_the_open_ones_claims_and_tasks_go_from_today(house: House) -> None:
    add_tasks(house)
    hsc1, hsc2 = house.staff["alder.hsc1"], house.staff["alder.hsc2"]
    supervisor, cohe = house.actor("alder.supervisor"), house.cohe["alder"]
    told = moving_provider(supervisor, cohe, house.provider["alder.1"])
    assert [claim.claim_number for claim in told.claims] == ["AL10001", "AL10002"]
    assert (open_load(supervisor, cohe, hsc1), open_load(supervisor, cohe, hsc2)) == (2, 1)
    assert move(house, Goes.OPEN_TOO, key="once") == 2
    assert move(house, Goes.OPEN_TOO, key="once") == 2
    assert (open_load(supervisor, cohe, hsc1), open_load(supervisor, cohe, hsc2)) == (0, 3)
    assert owners() == {"Soon": hsc2, "Then": hsc2}
    assert answers(house, "AL10001") == hsc2
    assert count_of(ClaimAssignment) == 0
    assert faults(TODAY) == []
    with pytest.raises(RuleBroken, match="theirs already"):
        move(house, Goes.OPEN_TOO)


def test_with_the_new_ones_only_what_is_open_stays_by_name(house: House) -> None:
    add_tasks(house)
    hsc1 = house.staff["alder.hsc1"]
    assert move(house, Goes.NEW_ONLY) == 0
    assert {answers(house, number) for number in ("AL10001", "AL10002")} == {hsc1}
    assert owners() == {"Soon": hsc1, "Then": hsc1}
    new = select(ProviderAssignment.staff_id).where(
        ProviderAssignment.provider_id == house.provider["alder.1"],
        ProviderAssignment.from_on == TODAY,
    )
    assert one(new) == house.staff["alder.hsc2"]
    assert faults(TODAY) == []


@pytest.mark.parametrize("goes", list(Goes))
def test_ahead_of_a_later_day_nothing_changes_before_it(house: House, goes: Goes) -> None:
    add_tasks(house)
    hsc1, hsc2 = house.staff["alder.hsc1"], house.staff["alder.hsc2"]
    move(house, goes, LATER)
    assert answers(house, "AL10001") == hsc1
    open_too = goes is Goes.OPEN_TOO
    assert answers(house, "AL10001", LATER) == (hsc2 if open_too else hsc1)
    assert owners() == {"Soon": hsc1, "Then": hsc2 if open_too else hsc1}
    assert faults(TODAY) == faults(LATER) == []
    with pytest.raises(RuleBroken, match="is planned from Mon Dec 7, 2026"):
        move(house, goes, to_staff_id=hsc2)


def test_what_fell_to_the_supervisor_goes_to_who_gets_a_provider_that_had_nobody(
    house: House,
) -> None:
    with bulk_unit("furnish", None):
        of_it = ProviderAssignment.provider_id == house.provider["alder.1"]
        db.session.execute(update(ProviderAssignment).where(of_it).values(to_on=date(2026, 11, 23)))
    given: dict[str, Any] = {
        "claim_id": house.claim["AL10001"],
        "cohe_id": house.cohe["alder"],
        "state": TaskState.TO_DO,
        "due_by": LATER,
        "appears_on": TODAY,
        "written_at": datetime(2026, 11, 20, 18, tzinfo=UTC),
    }
    fell = {"origin": "derived", "derived_key": "first_contact"}
    owned: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("Fell", "alder.supervisor", fell),
        ("Theirs", "alder.supervisor", {}),
        ("Of a colleague", "alder.hsc1", {**fell, "derived_key": "apf"}),
        ("Left behind", "birch.hsc1", {}),
    )
    for title, who, told in owned:
        house.add(Task, **given, title=title, owner_id=house.staff[who], **told)
    taker = house.staff["alder.hsc2"]
    assert give_providers(
        house.actor("alder.supervisor"),
        house.cohe["alder"],
        [house.provider["alder.1"]],
        to_staff_id=taker,
    )
    stays = {"Theirs": house.staff["alder.supervisor"], "Of a colleague": house.staff["alder.hsc1"]}
    assert owners() == {"Fell": taker, "Left behind": taker, **stays}


def test_cover_for_the_former_coordinator_ends_with_the_move(house: House) -> None:
    days = {"from_on": date(2026, 11, 23), "to_on": date(2026, 11, 27)}
    put_cover(house, "alder.hsc1", **days)
    put_cover(house, "alder.hsc1", LATER, LATER)
    move(house, Goes.OPEN_TOO)
    assert one(select(Coverage.to_on)) == date(2026, 11, 23)


def test_only_the_cohes_supervisor_moves_its_providers(house: House) -> None:
    with pytest.raises(NotAllowed):
        move_provider(
            house.actor("alder.hsc1"),
            house.cohe["alder"],
            house.provider["alder.1"],
            to_staff_id=house.staff["alder.hsc2"],
            from_on=None,
            goes=Goes.NEW_ONLY,
            reason="Mine",
        )
    birch = house.actor("birch.supervisor")
    for cohe in ("alder", "birch"):
        with pytest.raises(NotFound):
            move_provider(
                birch,
                house.cohe[cohe],
                house.provider["alder.1"],
                to_staff_id=house.staff["birch.hsc1"],
                from_on=None,
                goes=Goes.NEW_ONLY,
                reason="Ours",
            )
    with pytest.raises(RuleBroken, match="Choose the coordinator"):
        move(house, Goes.NEW_ONLY, to_staff_id=house.staff["alder.assistant1"])
