"""What waits for somebody: notes for their signature or co-signature, referrals to be sent or answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from ohms.domain.actor import Actor
from ohms.domain.calendar import PACIFIC, add_business_days, pacific_day
from ohms.domain.referrals import AWAITED
from ohms.domain.values import ReferralStep, Role, Service, StandardWork
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote
from ohms.models.referrals import Referral, ReferralStepTaken
from ohms.models.staff import AssistantAssignment, StaffMember
from ohms.queries.among import among_uneven, among_united
from ohms.queries.claim_sight import answered_or_covered_by, in_force
from ohms.queries.note_texts import standing_text
from ohms.queries.notes_to_co_sign import (
    has_open_question,
    to_co_sign_in_cohes,
    waits_for_co_signature,
)
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question
from ohms.queries.scope import sees, visible

SHOWN_FOR = 3
"""Business days for which an answer stands on Today."""
DECIDED = (ReferralStep.ACCEPTED, ReferralStep.DECLINED, ReferralStep.COMPLETED)


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


class ReferralAnswered(NamedTuple):
    """A referral whose service asked back, or said something these days."""

    id: int
    claim_id: int
    claim_number: str
    service: Service
    step: ReferralStep
    said: str | None


@dataclass(frozen=True, slots=True)
class ReferralsWaiting:
    to_send: list[ReferralToSend]
    answered: list[ReferralAnswered]

    @property
    def claim_ids(self) -> set[int]:
        drafted = {each.claim_id for each in self.to_send}
        return drafted | {each.claim_id for each in self.answered}


@dataclass(frozen=True, slots=True)
class NotesWaiting:
    drafts: list[WaitingNote]
    returned: list[WaitingNote]
    to_co_sign: list[WaitingNote]

    @property
    def claim_ids(self) -> set[int]:
        return {note.claim_id for note in (*self.drafts, *self.returned, *self.to_co_sign)}


def notes_waiting(actor: Actor) -> Question[NotesWaiting]:
    """One's own unsigned and returned notes, and assistants' that wait for one's co-signature."""
    (rows,) = yield (_notes_waiting(actor),)
    notes = [WaitingNote(*row) for row in rows]
    return NotesWaiting(
        drafts=[note for note in notes if not note.signed],
        returned=[note for note in notes if note.signed and note.author_id == actor.staff_id],
        to_co_sign=[note for note in notes if note.author_id != actor.staff_id],
    )


@prepared
def _notes_waiting(actor: Actor) -> AnySelect:
    return (
        visible(actor, CaseNote)
        .join(Claim, Claim.id == CaseNote.claim_id)
        .join(StaffMember, StaffMember.id == CaseNote.author_id)
        .where(
            sees(actor, Claim),
            among_united(
                CaseNote.id,
                _ids(actor, _is_own_draft(actor)),
                _ids(actor, _is_own(actor), CaseNote.co_signature_needed.is_(True)),
                to_co_sign_in_cohes(actor),
            ),
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


def silent_referrals(actor: Actor) -> Question[Sequence[SilentReferral]]:
    """Sent referrals of claims one answers for or covers (a supervisor: of the COHE) past their day."""
    (rows,) = yield (_silent_referrals(actor),)
    return [SilentReferral(*row) for row in rows]


@prepared
def _silent_referrals(actor: Actor) -> AnySelect:
    late = visible(actor, Referral).where(
        among_uneven(Referral.step, AWAITED), Referral.expected_by < actor.on_day
    )
    statement = (
        visible(actor, Referral)
        .join(Claim, Claim.id == Referral.claim_id)
        .where(sees(actor, Claim), among_united(Referral.id, late.with_only_columns(Referral.id)))
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
        statement = statement.where(answered_or_covered_by(actor))
    return statement


def referrals_for(actor: Actor) -> Question[ReferralsWaiting]:
    """Of the claims that a coordinator answers for or covers: drafts of others to be sent (assistants draft,
    coordinators send; also their own assistants' on other claims), what services asked back, and what
    they decided in the last business days. An answer that nobody reads is lost. One statement."""
    if actor.staff_id is None or not actor.holds(Role.HSC):
        return ReferralsWaiting([], [])
    (rows,) = yield (_referrals_for(actor),)
    latest: Iterable[Any] = {row.id: row for row in rows}.values()
    return ReferralsWaiting(
        to_send=[
            ReferralToSend._make((*row[:4], row.author, pacific_day(row.drafted_at)))
            for row in latest
            if row.step is ReferralStep.DRAFT
        ],
        answered=[
            ReferralAnswered._make((*row[:5], row.said))
            for row in latest
            if row.step is not ReferralStep.DRAFT and row.staff_id != actor.staff_id
        ],
    )


@prepared
def _referrals_for(actor: Actor) -> AnySelect:
    answers = answered_or_covered_by(actor)
    open_steps = (ReferralStep.DRAFT, ReferralStep.NEEDS_INFORMATION)
    is_open = visible(actor, Referral).where(among_uneven(Referral.step, open_steps))
    lately = visible(actor, ReferralStepTaken).where(ReferralStepTaken.at >= _lately(actor))
    return (
        visible(actor, Referral)
        .join(Claim, Claim.id == Referral.claim_id)
        .join(StaffMember, StaffMember.id == Referral.drafted_by_id)
        .join(ReferralStepTaken, ReferralStepTaken.referral_id == Referral.id)
        .where(
            sees(actor, Claim),
            sees(actor, ReferralStepTaken),
            among_united(
                Referral.id,
                is_open.with_only_columns(Referral.id),
                lately.with_only_columns(ReferralStepTaken.referral_id),
            ),
            or_(_is_to_send(actor, answers), and_(answers, _is_answered(actor))),
        )
        .with_only_columns(
            Referral.id,
            Referral.claim_id,
            Claim.claim_number,
            Referral.service,
            Referral.step,
            StaffMember.name.label("author"),
            Referral.drafted_at,
            func.coalesce(ReferralStepTaken.reason, Referral.outcome).label("said"),
            ReferralStepTaken.staff_id,
        )
        .order_by(ReferralStepTaken.at, ReferralStepTaken.id)
    )


def _is_to_send(actor: Actor, answers: ColumnElement[bool]) -> ColumnElement[bool]:
    theirs = select(AssistantAssignment.assistant_id).where(
        AssistantAssignment.coordinator_id == actor.staff_id, in_force(AssistantAssignment, actor)
    )
    return and_(
        among_uneven(Referral.step, (ReferralStep.DRAFT,)),
        Referral.drafted_by_id != actor.staff_id,
        or_(answers, Referral.drafted_by_id.in_(theirs)),
    )


def _is_answered(actor: Actor) -> ColumnElement[bool]:
    decided = and_(among_uneven(Referral.step, DECIDED), ReferralStepTaken.at >= _lately(actor))
    return or_(among_uneven(Referral.step, (ReferralStep.NEEDS_INFORMATION,)), decided)


def _lately(actor: Actor) -> datetime:
    return datetime.combine(add_business_days(actor.on_day, -SHOWN_FOR), time.min, PACIFIC)


def _ids(actor: Actor, *conditions: ColumnElement[bool]) -> Select[Any]:
    return visible(actor, CaseNote).where(*conditions).with_only_columns(CaseNote.id)


def _is_own(actor: Actor) -> ColumnElement[bool]:
    return CaseNote.author_id == actor.staff_id


def _is_own_draft(actor: Actor) -> ColumnElement[bool]:
    return and_(_is_own(actor), CaseNote.signed_at.is_(None))


def _is_own_returned(actor: Actor) -> ColumnElement[bool]:
    """One's own notes returned with a question that one has not answered."""
    return and_(
        _is_own(actor),
        CaseNote.signed_at.is_not(None),
        CaseNote.co_signature_needed.is_(True),
        has_open_question(actor),
        standing_text(actor),
    )
