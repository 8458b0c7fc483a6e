"""Claims offered, accepted, declined, withdrawn, and given by a supervisor."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from ohms.commands.tasks import write_task
from ohms.commands.transfers import (
    accept_transfer,
    assign_claims,
    decline_transfer,
    offer_claims,
    withdraw_transfer,
)
from ohms.commands.triage import decide_triage
from ohms.domain.errors import NotAllowed, NotFound, RuleBroken
from ohms.domain.transfers import TransferDecision
from ohms.domain.triage import TriageChoice
from ohms.extensions import db
from ohms.models.claims import Claim, ClaimAssignment, Delegation
from ohms.models.tasks import Task
from ohms.models.transfers import ClaimTransfer
from ohms.queries.answering import sees_claim
from ohms.queries.checks import recompute
from ohms.queries.guard import unscoped
from ohms.queries.responsibility import responsible_since
from ohms.queries.rounds import ask
from ohms.queries.scope import visible
from tests.house import House, one

TODAY = date(2026, 11, 24)
LATER = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _now(inside: House, clock: Callable[[str], None]) -> None:
    clock("2026-11-24T09:00:00-08:00")


def offer(house: House, number: str = "AL10001", by: str = "hsc1", to: str = "hsc2") -> int:
    offer_claims(
        house.actor(f"alder.{by}"),
        [house.claim[number]],
        to_staff_id=house.staff[f"alder.{to}"],
        reason="Goes on leave",
    )
    return newest()


def newest() -> int:
    return int(one(select(ClaimTransfer.id).order_by(ClaimTransfer.id.desc()).limit(1)))


def assigned(house: House, number: str = "AL10001") -> int | None:
    found: int | None = one(select(Claim.assigned_to_id).where(Claim.claim_number == number))
    return found


def owners(house: House, number: str) -> dict[str, int]:
    with unscoped("a test looks"):
        rows = db.session.execute(
            select(Task.title, Task.owner_id).where(Task.claim_id == house.claim[number])
        )
        return {row.title: row.owner_id for row in rows}


def faults() -> list[str]:
    return [each.invariant.name for each in recompute(TODAY) if each.findings]


def test_an_accepted_claim_goes_with_the_givers_tasks_and_no_others(house: House) -> None:
    """The derived task of the first contact too; a task of the supervisor's stays hers."""
    giver, taker = house.staff["alder.hsc1"], house.staff["alder.hsc2"]
    hsc = house.actor("alder.hsc1")
    decide_triage(hsc, "AL10002", decision=TriageChoice.WORK)
    claim_id = house.claim["AL10002"]
    write_task(hsc, claim_id, title="Call the mill", due_by=LATER, owner_id=giver)
    assistant = house.staff["alder.assistant1"]
    write_task(hsc, claim_id, title="Ask for the APF", due_by=LATER, owner_id=assistant)
    supervisor = house.staff["alder.supervisor"]
    write_task(hsc, claim_id, title="Look at it", due_by=LATER, owner_id=supervisor)
    derived = [title for title in owners(house, "AL10002") if "contact" in title.lower()]
    assert derived
    transfer_id = offer(house, "AL10002")
    assert set(owners(house, "AL10002").values()) == {giver, assistant, supervisor}
    accept_transfer(house.actor("alder.hsc2"), transfer_id)
    assert owners(house, "AL10002") == {
        "Call the mill": taker,
        "Ask for the APF": taker,  # her assistant's: it is out of their lane
        "Look at it": supervisor,
        **dict.fromkeys(derived, taker),
    }
    assert faults() == []


def test_who_answered_is_told_day_by_day_and_comes_back_to_the_provider(house: House) -> None:
    hsc1, hsc2 = house.staff["alder.hsc1"], house.staff["alder.hsc2"]
    accept_transfer(house.actor("alder.hsc2"), offer(house))
    assert assigned(house) == hsc2

    def told(on_day: date) -> list[tuple[date, date | None, int]]:
        actor = house.actor("alder.hsc1", on_day)
        claim = db.session.execute(visible(actor, Claim).where(Claim.id == house.claim["AL10001"]))
        found = ask(responsible_since(actor, claim.scalar_one()))
        return [(each.from_on, each.to_on, each.staff_id) for each in found]

    before = (date(2026, 11, 2), date(2026, 11, 23), hsc1)
    assert told(TODAY) == [before, (TODAY, None, hsc2)]
    assign_claims(
        house.actor("alder.supervisor", LATER),
        [house.claim["AL10001"]],
        to_staff_id=hsc1,
        reason="She is back",
    )
    assert assigned(house) is None
    days = (TODAY, date(2026, 11, 30), hsc2)
    assert told(LATER) == [before, days, (LATER, None, hsc1)]


def test_a_claim_given_twice_on_one_day_was_the_first_ones_never(house: House) -> None:
    supervisor = house.actor("alder.supervisor")
    accept_transfer(house.actor("alder.hsc2"), offer(house))
    for name in ("alder.hsc1", "alder.hsc2"):
        assign_claims(
            supervisor, [house.claim["AL10001"]], to_staff_id=house.staff[name], reason="Asked for"
        )
    with unscoped("a test looks"):
        rows = db.session.execute(select(ClaimAssignment.staff_id, ClaimAssignment.from_on)).all()
    assert [tuple(row) for row in rows] == [(house.staff["alder.hsc2"], TODAY)]


def test_the_givers_assistant_keeps_sight_for_two_business_days(house: House) -> None:
    """Thanksgiving and the day after it are none."""
    transfer_id = offer(house, "AL10002")
    accept_transfer(house.actor("alder.hsc2"), transfer_id)
    with unscoped("a test looks"):
        rows = db.session.execute(select(Delegation.to_staff_id, Delegation.to_on)).all()
    until = date(2026, 11, 30)
    assert [tuple(row) for row in rows] == [(house.staff["alder.assistant1"], until)]
    assistant, claim_id = house.staff["alder.assistant1"], house.claim["AL10002"]
    assert sees_claim(assistant, claim_id, until)
    assert not sees_claim(assistant, claim_id, LATER)


def test_an_offer_waits_for_its_day_and_is_answered_once(house: House) -> None:
    offer_claims(
        house.actor("alder.hsc1"),
        [house.claim["AL10001"]],
        to_staff_id=house.staff["alder.hsc2"],
        reason="Goes on leave",
        from_on=LATER,
    )
    transfer_id, taker = newest(), house.actor("alder.hsc2")
    with pytest.raises(RuleBroken, match="from Tue Dec 1, 2026 on"):
        accept_transfer(taker, transfer_id)
    decline_transfer(taker, transfer_id, reason="My list is full")
    assert assigned(house) is None
    with pytest.raises(RuleBroken, match="declined already"):
        accept_transfer(house.actor("alder.hsc2", LATER), transfer_id)
    again = offer(house)
    withdraw_transfer(house.actor("alder.hsc1"), again)
    with pytest.raises(RuleBroken, match="withdrawn already"):
        accept_transfer(taker, again)
    third = offer(house)
    accept_transfer(taker, third)
    accept_transfer(taker, third)  # pressed twice
    decision = one(select(ClaimTransfer.decision).where(ClaimTransfer.id == third))
    assert decision is TransferDecision.ACCEPTED


@pytest.mark.parametrize(
    ("number", "by", "to", "said"),
    [
        ("AL10003", "hsc1", "hsc2", "Only its coordinator"),
        ("AL10001", "hsc1", "hsc1", "theirs already"),
        ("AL10001", "hsc1", "assistant1", "no coordinator of this claim's COHE"),
        ("AL10001", "hsc1", "supervisor", "no coordinator of this claim's COHE"),
    ],
)
def test_a_claim_goes_from_its_coordinator_to_another_one(
    house: House, number: str, by: str, to: str, said: str
) -> None:
    with pytest.raises(RuleBroken, match=said):
        offer(house, number, by, to)


def test_no_assistant_and_nobody_of_another_cohe_takes_part(house: House) -> None:
    transfer_id = offer(house)
    for act in (accept_transfer, withdraw_transfer):
        with pytest.raises(NotAllowed):
            act(house.actor("alder.assistant1"), transfer_id)
        with pytest.raises(NotFound):
            act(house.actor("birch.hsc1"), transfer_id)
    with pytest.raises(RuleBroken, match="offered to somebody else"):
        accept_transfer(house.actor("alder.hsc1"), transfer_id)
    with pytest.raises(RuleBroken, match="Only who offered it"):
        withdraw_transfer(house.actor("alder.hsc2"), transfer_id)
    with pytest.raises(NotAllowed):
        assign_claims(house.actor("alder.hsc1"), [1], to_staff_id=1, reason="Mine")


def test_one_that_cannot_go_does_not_keep_the_others(house: House) -> None:
    """Of three claims one is offered already and one is another coordinator's; sent twice, once."""
    offer(house)
    actor, to = house.actor("alder.hsc1"), house.staff["alder.hsc2"]
    ids = [house.claim[number] for number in ("AL10001", "AL10002", "AL10003")]
    for _time in range(2):
        assert offer_claims(actor, ids, to_staff_id=to, reason="Leave", key="k1") == 1
    with unscoped("a test looks"):
        offered = db.session.execute(select(ClaimTransfer.claim_number)).scalars().all()
    assert sorted(offered) == ["AL10001", "AL10002"]
    with pytest.raises(RuleBroken, match="offered to somebody already"):
        offer(house)
