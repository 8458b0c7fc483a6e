"""What waits for somebody: notes for their signature or co-signature, referrals to be sent or answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select

from ohms.domain.access import Actor
from ohms.domain.calendar import pacific_day
from ohms.domain.referrals import AWAITED
from ohms.domain.values import ReferralStep, Role, Service, StandardWork
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote
from ohms.models.referrals import Referral
from ohms.models.staff import AssistantAssignment, StaffMember
from ohms.queries.co_signing import has_open_question, waits_for_co_signature
from ohms.queries.note_texts import standing_text
from ohms.queries.scope import answered_for_by, in_force, sees, visible


class WaitingNote(NamedTuple):
    """A note without its signature or co-signature."""

    id: int
    claim_id: int
    claim_number: str
    performed_on: date
    standard_work: StandardWork
    author_id: int
    author: str
    signed: bool


class SilentReferral(NamedTuple):
    """A referral whose answer was expected before today."""

    id: int
    claim_id: int
    claim_number: str
    service: Service
    expected_by: date | None


class ReferralToSend(NamedTuple):
    """A draft that somebody else wrote and one may send."""

    id: int
    claim_id: int
    claim_number: str
    service: Service
    author: str
    drafted_on: date


@dataclass(frozen=True, slots=True)
class NotesWaiting:
    drafts: list[WaitingNote]
    returned: list[WaitingNote]
    to_co_sign: list[WaitingNote]

    @property
    def claim_ids(self) -> set[int]:
        return {note.claim_id for note in (*self.drafts, *self.returned, *self.to_co_sign)}


def notes_waiting(actor: Actor) -> NotesWaiting:
    """One's own unsigned and returned notes, and assistants' that wait for one's co-signature."""
    rows: Iterable[Any] = db.session.execute(
        visible(actor, CaseNote)
        .join(Claim, Claim.id == CaseNote.claim_id)
        .join(StaffMember, StaffMember.id == CaseNote.author_id)
        .where(
            sees(actor, Claim),
            or_(
                _is_own_draft(actor),
                _is_own_returned(actor),
                waits_for_co_signature(actor),
            ),
        )
        .with_only_columns(
            CaseNote.id,
            CaseNote.claim_id,
            Claim.claim_number,
            CaseNote.performed_on,
            CaseNote.standard_work,
            CaseNote.author_id,
            StaffMember.name,
            CaseNote.signed_at.is_not(None),
        )
        .order_by(CaseNote.performed_on, CaseNote.id)
    )
    notes = [WaitingNote(*row) for row in rows]
    return NotesWaiting(
        drafts=[note for note in notes if not note.signed],
        returned=[note for note in notes if note.signed and note.author_id == actor.staff_id],
        to_co_sign=[note for note in notes if note.author_id != actor.staff_id],
    )


def silent_referrals(actor: Actor) -> Sequence[SilentReferral]:
    """Sent referrals of claims one answers for (a supervisor: of the COHE) past their day."""
    statement = (
        visible(actor, Referral)
        .join(Claim, Claim.id == Referral.claim_id)
        .where(
            sees(actor, Claim),
            Referral.step.in_(AWAITED),
            Referral.expected_by < actor.on_day,
        )
        .with_only_columns(
            Referral.id,
            Referral.claim_id,
            Claim.claim_number,
            Referral.service,
            Referral.expected_by,
        )
        .order_by(Referral.expected_by, Referral.id)
    )
    if not actor.holds(Role.SUPERVISOR) and actor.staff_id is not None:
        statement = statement.where(answered_for_by(actor, actor.staff_id))
    return [SilentReferral(*row) for row in db.session.execute(statement)]


def referrals_to_send(actor: Actor) -> Sequence[ReferralToSend]:
    """Drafts of others on claims that a coordinator answers for, or by their own assistants:
    assistants draft, coordinators send."""
    if not actor.holds(Role.HSC) or actor.staff_id is None:
        return []
    theirs = select(AssistantAssignment.assistant_id).where(
        AssistantAssignment.coordinator_id == actor.staff_id, in_force(AssistantAssignment, actor)
    )
    statement = (
        visible(actor, Referral)
        .join(Claim, Claim.id == Referral.claim_id)
        .join(StaffMember, StaffMember.id == Referral.drafted_by_id)
        .where(
            sees(actor, Claim),
            Referral.step == ReferralStep.DRAFT,
            Referral.drafted_by_id != actor.staff_id,
            or_(answered_for_by(actor, actor.staff_id), Referral.drafted_by_id.in_(theirs)),
        )
        .with_only_columns(
            Referral.id,
            Referral.claim_id,
            Claim.claim_number,
            Referral.service,
            StaffMember.name,
            Referral.drafted_at,
        )
        .order_by(Referral.drafted_at, Referral.id)
    )
    return [
        ReferralToSend(*row[:-1], drafted_on=pacific_day(row.drafted_at))
        for row in db.session.execute(statement)
    ]


def _is_own_draft(actor: Actor) -> ColumnElement[bool]:
    return and_(CaseNote.author_id == actor.staff_id, CaseNote.signed_at.is_(None))


def _is_own_returned(actor: Actor) -> ColumnElement[bool]:
    """One's own notes returned with a question that one has not answered."""
    return and_(
        CaseNote.author_id == actor.staff_id,
        CaseNote.signed_at.is_not(None),
        CaseNote.co_signature_needed.is_(True),
        has_open_question(actor),
        standing_text(actor),
    )
