"""Somebody with positions in two COHEs does in each what their position there allows, and no more."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy import select

from ohms.commands import referral_steps as steps
from ohms.commands.complexity import rate_complexity
from ohms.commands.delegating import delegate
from ohms.commands.tasks import write_task
from ohms.commands.transfers_between_cohes import accept_from_cohe, propose_transfer
from ohms.commands.triage import decide_triage
from ohms.domain.actor import Actor
from ohms.domain.delegation import DelegationScope
from ohms.domain.errors import NotAllowed
from ohms.domain.triage import TriageChoice
from ohms.domain.values import Complexity, ReferralStep, Role, Service
from ohms.models.audit import AuditEntry
from ohms.models.staff import Position
from ohms.queries.guard import unscoped
from tests.house import FROM, FULL_TIME, House, one
from tests.referrals import referral_of, sent_referral
from tests.triage import claim_of

LENT, TODAY = "AL10001", date(2026, 11, 24)


@pytest.fixture
def both(house: House, clock: Callable[[str], None]) -> Iterator[Actor]:
    """An assistant of alder, to whom a hard claim is lent whole, and a coordinator of birch."""
    clock("2026-11-24T12:00:00-08:00")
    with house.app.app_context():
        delegate(
            house.actor("alder.hsc1"),
            house.claim[LENT],
            to_staff_id=house.staff["alder.assistant1"],
            to_on=date(2026, 12, 1),
            scope=DelegationScope.CLAIM,
        )
        house.add(
            Position,
            staff_id=house.staff["alder.assistant1"],
            role=Role.HSC,
            cohe_id=house.cohe["birch"],
            from_on=FROM,
            **FULL_TIME,
        )
        yield house.actor("alder.assistant1")


def test_coordinator_elsewhere_is_still_an_assistant_here(house: House, both: Actor) -> None:
    before = claim_of(house, LENT).coordination
    for act in (
        lambda: decide_triage(both, LENT, decision=TriageChoice.NO_ACTION, reason="Not needed"),
        lambda: rate_complexity(both, house.claim[LENT], Complexity.HIGH),
    ):
        with pytest.raises(NotAllowed):
            act()
    claim = claim_of(house, LENT)
    assert claim.coordination is before
    assert claim.complexity is not Complexity.HIGH


def test_what_both_positions_give_is_recorded_under_the_one_held_there(
    house: House, both: Actor
) -> None:
    """Allowed in both, and done on a claim of each."""
    for number, role in ((LENT, Role.HSC_ASSISTANT), ("BI10001", Role.HSC)):
        task_id = write_task(both, house.claim[number], title="Call", due_by=TODAY)
        with unscoped("a test looks"):
            held = one(
                select(AuditEntry.role).where(
                    AuditEntry.object_type == "task", AuditEntry.object_id == task_id
                )
            )
        assert held == role


def test_the_cohe_that_took_a_claim_over_works_on_what_the_other_began(
    house: House, both: Actor
) -> None:
    sent = sent_referral(house, Service.STAY_AT_WORK, LENT)
    offered = propose_transfer(
        house.actor("alder.supervisor"),
        house.claim[LENT],
        to_cohe_id=house.cohe["birch"],
        reason="Moved to Spokane",
    )
    taker = house.staff["birch.hsc2"]
    accept_from_cohe(house.actor("birch.supervisor"), offered, to_staff_id=taker)
    steps.withdraw_referral(house.actor("birch.hsc2"), sent, reason="Back at work")
    assert referral_of(sent).step is ReferralStep.WITHDRAWN
