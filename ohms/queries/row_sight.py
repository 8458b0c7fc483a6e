"""Who sees the rows of each scoped table, one condition a table; of a table not named here, a child
of a claim, whoever sees its claim as a whole."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_

from ohms.domain.access import CLAIM_READERS
from ohms.domain.actor import Actor
from ohms.domain.values import Role
from ohms.models.audit import AuditEntry
from ohms.models.base import Base
from ohms.models.break_glass import BrokenGlass
from ohms.models.bulk import BulkAct, BulkRow
from ohms.models.claims import Claim, Delegation
from ohms.models.documents import Document, DocumentText
from ohms.models.feed import ParkedLine, RehomingProposal
from ohms.models.light_duty import LightDutyPolicy
from ohms.models.lists import SavedView
from ohms.models.looks import LookReview
from ohms.models.medical import WorkStatusEpisode
from ohms.models.notes import CallIntake, CaseNote, Contact, Mention, NoteEvent
from ohms.models.providers import Enrolment
from ohms.models.recovery import ContactRule
from ohms.models.referrals import (
    Referral,
    ReferralPacket,
    ReferralStepTaken,
    ReferralVersion,
    StayAtWorkUse,
)
from ohms.models.retention import LegalHold, Purge, PurgeClaim
from ohms.models.roll_ups import InitiatedRollUp, MinutesRollUp
from ohms.models.tasks import Reassignment, Task
from ohms.models.time import TimeEntry
from ohms.models.transfers import ClaimTransfer
from ohms.models.workers import ContactPoint, SameEmployerProposal, SamePersonProposal, Worker
from ohms.queries.among import among_cohes
from ohms.queries.claim_sight import (
    Condition,
    exists_beside,
    or_narrowly,
    sees_claim,
    through_its_claim,
    with_its_claim,
)
from ohms.queries.lane import SEE_THE_COHE, WHOLE, is_lent
from ohms.queries.note_sight import beside_own_notes, kept_by_author, may_read_content, seen_notes
from ohms.queries.referral_sight import beside_referral, seen_referrals
from ohms.queries.security_acts import OF_SECURITY


def _workers(actor: Actor) -> Condition:
    return exists_beside(Worker, Claim.worker_id == Worker.id, sees_claim(actor))


def _tasks(actor: Actor) -> Condition:
    """Those of claims seen as a whole, and the one that is lent."""
    return or_narrowly(actor, through_its_claim(Task)(actor), Task, is_lent(actor))


def _delegations(actor: Actor) -> Condition:
    """Of claims seen as a whole all, else what is lent to oneself."""
    own = Delegation.to_staff_id == actor.staff_id
    return or_narrowly(actor, through_its_claim(Delegation)(actor), Delegation, own)


def _mentions(actor: Actor) -> Condition:
    """The concern of two people: who was mentioned, and who did it, while they see the claim."""
    concerned = or_(Mention.staff_id == actor.staff_id, Mention.by_id == actor.staff_id)
    return and_(concerned, through_its_claim(Mention)(actor))


def _time(actor: Actor) -> Condition:
    """One's own minutes, and for supervisors those worked in their COHE."""
    supervised = among_cohes(TimeEntry.cohe_id, actor.cohes_as(Role.SUPERVISOR))
    return or_(TimeEntry.staff_id == actor.staff_id, supervised)


def _minutes_rolled_up(actor: Actor) -> Condition:
    """Sums of the minutes whose entries one sees."""
    supervised = MinutesRollUp.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR))
    return or_(MinutesRollUp.staff_id == actor.staff_id, supervised)


def _initiated_rolled_up(actor: Actor) -> Condition:
    """A COHE's figures are for its supervisor and its contract manager."""
    return InitiatedRollUp.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR, Role.CONTRACT_MANAGER))


def _calls(actor: Actor) -> Condition:
    """Calls one took, those of the claims one sees, and for supervisors those without any claim."""
    without_claim = and_(
        among_cohes(CallIntake.cohe_id, actor.cohes_as(Role.SUPERVISOR)),
        CallIntake.claim_id.is_(None),
        CallIntake.proposed_claim_id.is_(None),
    )
    of_a_claim = exists_beside(
        CallIntake, Claim.id == claim_of_call(), sees_claim(actor, lent=WHOLE)
    )
    return or_(CallIntake.taken_by_id == actor.staff_id, without_claim, of_a_claim)


def claim_of_call() -> ColumnElement[int]:
    """The claim that a call belongs to, else the one that is proposed for it."""
    return func.coalesce(CallIntake.claim_id, CallIntake.proposed_claim_id)


def _document_texts(actor: Actor) -> Condition:
    """A document's text is content: withheld text does not exist, in searches as on pages."""
    readable = exists_beside(
        DocumentText, Document.id == DocumentText.document_id, may_read_content(actor)
    )
    return and_(readable, through_its_claim(DocumentText)(actor))


def _pairs_of(model: Any) -> Any:
    """What somebody proposed to be one, in the COHE that it was proposed in."""
    return lambda actor: model.cohe_id.in_(actor.cohes_as(*SEE_THE_COHE))


def _audit(actor: Actor) -> Condition:
    return told_of_acts(actor, AuditEntry.staff_id, AuditEntry.cohe_id)


def told_of_acts(actor: Actor, staff_id: Any, cohe_id: Any) -> Condition:
    """One's own acts; those of the whole COHE for its supervisor and its privacy officer; what
    concerns security, whoever did it, for administrators."""
    cohes = actor.cohes_as(Role.SUPERVISOR, Role.PRIVACY_OFFICER)
    ways = [staff_id == actor.staff_id, among_cohes(cohe_id, cohes)]
    if actor.holds(Role.ADMINISTRATOR):
        ways.append(AuditEntry.action.in_(sorted(OF_SECURITY)))
    return or_(*ways)


def _transfers(actor: Actor) -> Condition:
    """Those of the claims one sees; what goes from COHE to COHE also for both supervisors, and for
    who wrote notes on it before."""
    supervised = actor.cohes_as(Role.SUPERVISOR)
    between = and_(
        ClaimTransfer.cohe_id != ClaimTransfer.to_cohe_id,
        or_(ClaimTransfer.cohe_id.in_(supervised), ClaimTransfer.to_cohe_id.in_(supervised)),
    )
    wrote = exists_beside(
        ClaimTransfer,
        CaseNote.claim_id == ClaimTransfer.claim_id,
        CaseNote.cohe_id == ClaimTransfer.cohe_id,
        kept_by_author(actor),
    )
    left = and_(ClaimTransfer.cohe_id != ClaimTransfer.to_cohe_id, wrote)
    return or_(between, left, through_its_claim(ClaimTransfer)(actor))


def _rehomings(actor: Actor) -> Condition:
    """Those of the claims one sees; and, once its supervisor let one go, those that would bring a
    claim to a COHE that one supervises."""
    coming = exists_beside(
        RehomingProposal,
        Enrolment.provider_id == RehomingProposal.initiating_provider_id,
        Enrolment.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR)),
        Enrolment.from_on <= RehomingProposal.initiated_on,
        or_(Enrolment.to_on.is_(None), Enrolment.to_on >= RehomingProposal.initiated_on),
    )
    given = and_(RehomingProposal.given_at.is_not(None), coming)
    return or_(given, through_its_claim(RehomingProposal)(actor))


def _light_duty(actor: Actor) -> Condition:
    """What one's own COHE knows of an employer; another COHE's knowledge is its own."""
    return LightDutyPolicy.cohe_id.in_(actor.cohes_as(*CLAIM_READERS))


def _saved_views(actor: Actor) -> Condition:
    """One's own, and those shared with the people of one's COHEs who read claims."""
    own = and_(SavedView.cohe_id.is_(None), SavedView.owner_id == actor.staff_id)
    return or_(own, SavedView.cohe_id.in_(actor.cohes_as(*CLAIM_READERS)))


def _reassignments(actor: Actor) -> Condition:
    return Reassignment.by_id == actor.staff_id


def _broken_glass(actor: Actor) -> Condition:
    """What one opened oneself; and for supervisors and privacy officers what was opened of or by
    their COHE."""
    cohes = actor.cohes_as(Role.SUPERVISOR, Role.PRIVACY_OFFICER)
    return or_(
        BrokenGlass.staff_id == actor.staff_id,
        BrokenGlass.cohe_id.in_(cohes),
        BrokenGlass.staff_cohe_id.in_(cohes),
    )


def _watched_over(model: Any) -> Callable[[Actor], Condition]:
    """What is kept and purged in a COHE: for its supervisor and its privacy officer."""
    return lambda actor: model.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR, Role.PRIVACY_OFFICER))


def _nobody(_actor: Actor) -> Condition:
    return false()


def _bulk_acts(actor: Actor) -> Condition:
    return BulkAct.by_id == actor.staff_id


def _bulk_rows(actor: Actor) -> Condition:
    """Of one's own acts, also where the claim is lent for the task alone."""
    own = exists_beside(BulkRow, BulkAct.id == BulkRow.bulk_act_id, _bulk_acts(actor))
    return and_(own, with_its_claim(BulkRow)(actor))


CONDITIONS: Mapping[type[Base], Callable[[Actor], Condition]] = {
    Claim: sees_claim,
    Worker: _workers,
    ContactPoint: with_its_claim(ContactPoint),
    ContactRule: with_its_claim(ContactRule),
    WorkStatusEpisode: with_its_claim(WorkStatusEpisode),
    Delegation: _delegations,
    Task: _tasks,
    CaseNote: seen_notes,
    NoteEvent: beside_own_notes(NoteEvent),
    Contact: beside_own_notes(Contact),
    Mention: _mentions,
    DocumentText: _document_texts,
    TimeEntry: _time,
    MinutesRollUp: _minutes_rolled_up,
    InitiatedRollUp: _initiated_rolled_up,
    CallIntake: _calls,
    Referral: seen_referrals,
    ReferralStepTaken: beside_referral(ReferralStepTaken),
    ReferralVersion: beside_referral(ReferralVersion, ReferralVersion.sent_at.is_not(None)),
    ReferralPacket: beside_referral(ReferralPacket),
    StayAtWorkUse: beside_referral(StayAtWorkUse),
    SamePersonProposal: _pairs_of(SamePersonProposal),
    SameEmployerProposal: _pairs_of(SameEmployerProposal),
    LightDutyPolicy: _light_duty,
    SavedView: _saved_views,
    Reassignment: _reassignments,
    BulkAct: _bulk_acts,
    BulkRow: _bulk_rows,
    ClaimTransfer: _transfers,
    RehomingProposal: _rehomings,
    BrokenGlass: _broken_glass,
    LegalHold: _watched_over(LegalHold),
    LookReview: _watched_over(LookReview),
    Purge: _watched_over(Purge),
    PurgeClaim: _watched_over(PurgeClaim),
    ParkedLine: _nobody,
    AuditEntry: _audit,
}
