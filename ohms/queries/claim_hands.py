"""Through whose hands one claim went, as lines of its history: COHEs, coordinators, attending providers."""

from collections.abc import Callable

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
    to, given = aliased(StaffMember), ClaimAssignment
    statement = (
        visible(actor, given)
        .where(given.claim_id == claim.id)
        .join(StaffMember, StaffMember.id == given.given_by_id)
        .join(to, to.id == given.staff_id)
        .with_only_columns(
            given.id,
            given.from_on,
            given.to_on,
            given.reason,
            StaffMember.name.label("by"),
            to.name.label("to"),
        )
    )
    (rows,) = yield (statement,)
    lines = []
    for row in rows:
        lines.append(
            HistoryLine(
                HistoryKind.GIVEN,
                row.id,
                row.from_on,
                None,
                row.to,
                by=row.by,
                more=row.reason,
                until=row.to_on,
            )
        )
    return lines


def _lent(actor: Actor, claim: Claim) -> Question[list[HistoryLine]]:
    to = aliased(StaffMember)
    statement = (
        visible(actor, Delegation)
        .where(Delegation.claim_id == claim.id)
        .join(StaffMember, StaffMember.id == Delegation.from_staff_id)
        .join(to, to.id == Delegation.to_staff_id)
        .with_only_columns(
            Delegation.id,
            Delegation.from_on,
            Delegation.to_on,
            StaffMember.name.label("by"),
            to.name.label("to"),
        )
    )
    (rows,) = yield (statement,)
    lines = []
    for row in rows:
        kind = HistoryKind.LENT
        lines.append(
            HistoryLine(kind, row.id, row.from_on, None, row.to, by=row.by, until=row.to_on)
        )
    return lines


HANDS: tuple[Callable[[Actor, Claim], Question[list[HistoryLine]]], ...] = (
    _transfers,
    _handed_over,
    _attending,
    _given,
    _lent,
)
