"""Through whose hands one claim went, as lines of its history: COHEs, coordinators, attending providers."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import aliased

from ohms.clock import day_of
from ohms.domain.actor import Actor
from ohms.models.claims import (
    AttendingProvider,
    Claim,
    ClaimAssignment,
    Delegation,
)
from ohms.models.cohes import Cohe
from ohms.models.feed import RehomingProposal
from ohms.models.providers import Provider
from ohms.models.staff import StaffMember
from ohms.models.transfers import ClaimTransfer
from ohms.queries.history_lines import HistoryKind, HistoryLine, rows_with_person
from ohms.queries.prepared import AnySelect
from ohms.queries.rounds import Question
from ohms.queries.scope import visible


def _transfers(actor: Actor, claim: Claim) -> Question[list[HistoryLine]]:
    proposal = RehomingProposal
    columns = (proposal.proposed_at, proposal.decision, proposal.decided_at)
    (rows,) = yield (rows_with_person(actor, proposal, claim, proposal.decided_by_id, *columns),)
    lines = []
    for row in rows:
        kind, at = HistoryKind.TRANSFER, row.proposed_at
        lines.append(HistoryLine(kind, 2 * row.id, day_of(at), at, "proposed"))
        if row.decided_at is not None:
            done = row.decided_at
            lines.append(
                HistoryLine(kind, 2 * row.id + 1, day_of(done), done, row.decision, by=row.by)
            )
    return lines


def _handed_over(actor: Actor, claim: Claim) -> Question[list[HistoryLine]]:
    """Each offer to somebody else twice: offered, and answered."""
    to, decider, offer = aliased(StaffMember), aliased(StaffMember), ClaimTransfer
    statement = (
        visible(actor, offer)
        .where(offer.claim_id == claim.id)
        .join(Cohe, Cohe.id == offer.to_cohe_id)
        .outerjoin(StaffMember, StaffMember.id == offer.offered_by_id)
        .outerjoin(to, to.id == offer.to_staff_id)
        .outerjoin(decider, decider.id == offer.decided_by_id)
        .with_only_columns(
            offer.id,
            offer.offered_at,
            offer.decision,
            offer.decided_at,
            StaffMember.name.label("by"),
            func.coalesce(to.name, Cohe.name).label("to"),
            decider.name.label("decided_by"),
        )
    )
    (rows,) = yield (statement,)
    lines = []
    for row in rows:
        kind, at = HistoryKind.OFFER, row.offered_at
        lines.append(
            HistoryLine(kind, 2 * row.id, day_of(at), at, "offered", by=row.by, more=row.to)
        )
        if row.decided_at is not None:
            at, who = row.decided_at, row.decided_by
            decision = row.decision.value
            lines.append(
                HistoryLine(kind, 2 * row.id + 1, day_of(at), at, decision, by=who, more=row.to)
            )
    return lines


def _attending(actor: Actor, claim: Claim) -> Question[list[HistoryLine]]:
    statement = (
        visible(actor, AttendingProvider)
        .where(AttendingProvider.claim_id == claim.id)
        .join(Provider, Provider.id == AttendingProvider.provider_id)
        .with_only_columns(
            AttendingProvider.id,
            AttendingProvider.from_on,
            AttendingProvider.to_on,
            Provider.last_name,
            Provider.first_name,
        )
    )
    (rows,) = yield (statement,)
    lines = []
    for row in rows:
        name = f"{row.last_name}, {row.first_name}"
        kind = HistoryKind.ATTENDING
        lines.append(HistoryLine(kind, row.id, row.from_on, None, name, until=row.to_on))
    return lines


def _given(actor: Actor, claim: Claim) -> Question[list[HistoryLine]]:
    given = ClaimAssignment
    statement = _from_one_to_another(actor, claim, given, given.given_by_id, given.staff_id)
    (rows,) = yield (statement.add_columns(given.reason.label("reason")),)
    return [_until(HistoryKind.GIVEN, row, more=row.reason) for row in rows]


def _lent(actor: Actor, claim: Claim) -> Question[list[HistoryLine]]:
    lent = Delegation
    statement = _from_one_to_another(actor, claim, lent, lent.from_staff_id, lent.to_staff_id)
    (rows,) = yield (statement,)
    return [_until(HistoryKind.LENT, row) for row in rows]


def _from_one_to_another(
    actor: Actor, claim: Claim, model: Any, by_id: Any, to_id: Any
) -> AnySelect:
    """Dated rows of the claim with the names of who gave it and of who has it by them."""
    to = aliased(StaffMember)
    statement: AnySelect = (
        rows_with_person(actor, model, claim, by_id, model.from_on, model.to_on)
        .join(to, to.id == to_id)
        .add_columns(to.name.label("to"))
    )
    return statement


def _until(kind: HistoryKind, row: Any, more: str | None = None) -> HistoryLine:
    return HistoryLine(
        kind, row.id, row.from_on, None, row.to, by=row.by, more=more, until=row.to_on
    )


HANDS: tuple[Callable[[Actor, Claim], Question[list[HistoryLine]]], ...] = (
    _transfers,
    _handed_over,
    _attending,
    _given,
    _lent,
)
