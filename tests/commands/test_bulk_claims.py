"""A bulk act on claims beside what others do meanwhile, and undone when something else went on."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from ohms.commands import bulk, bulk_claims
from ohms.commands.bulk import undo_bulk_act
from ohms.commands.bulk_claims_undone import PROVIDER_MOVED, went_on_to
from ohms.commands.closing import close_coordination, take_up_coordination
from ohms.commands.co_signatures import withdraw_entry
from ohms.commands.locked_claim import locked_claim
from ohms.commands.provider_moves import move_provider
from ohms.domain.actor import Actor
from ohms.domain.coordination import CloseReason
from ohms.domain.errors import NotFound
from ohms.domain.provider_moves import Goes
from ohms.domain.tasks import CHANGED
from ohms.domain.values import Complexity, Coordination
from ohms.extensions import db
from ohms.models.bulk import BulkRow
from ohms.models.claims import Claim
from ohms.models.co_signing import CoSignature
from ohms.models.coordination import CoordinationPeriod
from ohms.queries.checks import recompute
from ohms.queries.guard import unscoped
from tests.house import House, add_claim, count_of, one

TODAY = date(2026, 11, 24)
WATCHED = {"coordination": Coordination.WATCHING, "watch_until_on": date(2026, 12, 1)}


@pytest.fixture(autouse=True)
def _now(inside: House, clock: Callable[[str], None]) -> None:
    clock("2026-11-24T23:50:00-08:00")


def claim_of(house: House, number: str, **facts: Any) -> int:
    given = {"complexity": Complexity.LOW, **facts}
    house.claim[number] = add_claim(house, "alder", number, provider="alder.1", **given)
    take_up_coordination(house.actor("alder.hsc1"), house.claim[number])
    return house.claim[number]


def closed(house: House, *claim_ids: int) -> int:
    return bulk_claims.close_in_bulk(
        house.actor("alder.hsc1"),
        dict.fromkeys(claim_ids),
        reason=CloseReason.RELEASED,
        key="closed",
    )


def coordination_of(claim_id: int) -> Coordination:
    found: Coordination = one(select(Claim.coordination).where(Claim.id == claim_id))
    return found


def test_a_claim_that_leaves_ones_sight_before_it_is_locked_is_one_refused_row(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    stays, gone = (claim_of(house, number, **WATCHED) for number in ("AG00001", "AG00002"))

    def lost(actor: Actor, claim_id: int) -> Claim:
        if claim_id == gone:
            raise NotFound
        return locked_claim(actor, claim_id)

    monkeypatch.setattr(bulk_claims, "locked_claim", lost)
    act = closed(house, stays, gone)
    assert coordination_of(stays) is Coordination.CLOSED
    with unscoped("a test looks"):
        rows = select(BulkRow.claim_id, BulkRow.refusal).where(BulkRow.bulk_act_id == act)
        assert dict(db.session.execute(rows).all()) == {stays: None, gone: CHANGED}
        db.session.rollback()


def test_undone_after_midnight_the_same_period_goes_on_and_what_waited_to_be_co_signed_waits(
    house: House, clock: Callable[[str], None]
) -> None:
    claim_id = claim_of(house, "AG00001", **WATCHED)
    assistant = house.actor("alder.assistant1")
    close_coordination(assistant, claim_id, CloseReason.RELEASED, key="proposed")
    waits = CoSignature.outcome.is_(None)
    assert count_of(CoSignature, waits) == 1
    act = closed(house, claim_id)
    assert count_of(CoSignature, waits) == 0
    clock("2026-11-25T00:10:00-08:00")
    assert undo_bulk_act(house.actor("alder.hsc1", date(2026, 11, 25)), act) == 1
    assert coordination_of(claim_id) is Coordination.ACTIVE
    periods = CoordinationPeriod.claim_id == claim_id
    assert count_of(CoordinationPeriod, periods) == 1
    assert count_of(CoordinationPeriod, periods, CoordinationPeriod.end_reason.is_(None)) == 1
    assert count_of(CoSignature, waits, CoSignature.settled_at.is_(None)) == 1
    assert one(select(CoSignature.entered_by_id)) == house.staff["alder.assistant1"]


def test_a_hold_undone_leaves_a_closing_withdrawn_that_its_author_took_back(house: House) -> None:
    claim_id, assistant = claim_of(house, "AG00001", **WATCHED), house.actor("alder.assistant1")
    act = bulk_claims.hold_in_bulk(assistant, {claim_id: None}, key="held")
    close_coordination(assistant, claim_id, CloseReason.RELEASED, key="proposed")
    withdraw_entry(assistant, one(select(CoSignature.id)))
    assert undo_bulk_act(assistant, act) == 1
    assert coordination_of(claim_id) is Coordination.ACTIVE
    assert count_of(CoSignature, CoSignature.outcome.is_(None)) == 0


def test_a_claim_given_stays_with_whom_it_went_on_to_and_they_are_named(house: House) -> None:
    supervisor, claim_id = house.actor("alder.supervisor"), house.claim["AL10002"]
    acts = [
        bulk_claims.assign_in_bulk(
            supervisor, [claim_id], to_staff_id=house.staff[to], reason="Leaves", key=to
        )
        for to in ("alder.hsc2", "alder.hsc1")
    ]
    assert undo_bulk_act(supervisor, acts[0]) == 0
    with unscoped("a test looks"):
        stays = select(BulkRow.stays).where(
            BulkRow.bulk_act_id == acts[0], BulkRow.task_id.is_(None)
        )
        assert one(stays) == went_on_to("Rosa Alvarez of alder")


def test_a_claim_given_stays_where_its_provider_is_another_coordinators_since(
    house: House,
) -> None:
    claim_id, supervisor = house.claim["AL10002"], house.actor("alder.supervisor")
    to = house.staff["alder.hsc2"]
    act = bulk_claims.assign_in_bulk(
        supervisor, [claim_id], to_staff_id=to, reason="Leaves", key="given"
    )
    move_provider(
        supervisor,
        house.cohe["alder"],
        house.provider["alder.1"],
        to_staff_id=to,
        from_on=None,
        goes=Goes.NEW_ONLY,
        reason="Smaller list",
    )
    assert undo_bulk_act(supervisor, act) == 0
    with unscoped("a test looks"):
        stays = select(BulkRow.stays).where(BulkRow.bulk_act_id == act, BulkRow.task_id.is_(None))
        assert one(stays) == PROVIDER_MOVED
    assert one(select(Claim.assigned_to_id).where(Claim.id == claim_id)) == to
    with unscoped("a test looks"):
        assert [each.invariant.name for each in recompute(TODAY) if each.findings] == []


def test_what_left_sight_while_an_act_is_undone_is_passed_over(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = closed(house, claim_of(house, "AG00001", **WATCHED))

    def restricted_meanwhile(_undo: Callable[[], Any], _became: object) -> dict[str, Any]:
        db.session.connection().exec_driver_sql("update claim set restricted = true")
        return {"refusal": CHANGED}

    monkeypatch.setattr(bulk, "outcome_of", restricted_meanwhile)
    assert bulk.undo_bulk_act(house.actor("alder.hsc1"), act) == 0
