"""The reading door: `visible(actor, Model)` is where every query on a scoped model starts.

Each scoped model names the condition under which an actor sees its rows; a child of a claim is seen
through its claim. Everything else does not exist for the actor: 404, in pages, searches, counts,
drop-downs, exports, feeds and API alike. Source: design.md section 5 "Scope", security.md "Access".
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, time, timedelta
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Select,
    TableClause,
    and_,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from ohms.domain.access import CLAIM_READERS, Actor
from ohms.domain.calendar import PACIFIC
from ohms.domain.delegation import DelegationScope
from ohms.domain.disclosures import OF_MANY_CLAIMS, OF_ONE_CLAIM
from ohms.domain.documents import READ_MENTAL_HEALTH
from ohms.domain.referrals import LEAVES_THE_DESK_AFTER, UNDER_WAY
from ohms.domain.values import Role, Service
from ohms.models import SCOPED_TABLES, Base
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim, ClaimAdmission, Delegation
from ohms.models.coverage import Coverage
from ohms.models.documents import Document, DocumentText
from ohms.models.feed import ParkedLine
from ohms.models.light_duty import LightDutyPolicy
from ohms.models.medical import WorkStatusEpisode
from ohms.models.notes import CallIntake, CaseNote, Contact, Mention, NoteEvent
from ohms.models.providers import ProviderAssignment
from ohms.models.recovery import ContactRule
from ohms.models.referrals import (
    Referral,
    ReferralPacket,
    ReferralStepTaken,
    ReferralVersion,
)
from ohms.models.tasks import Reassignment, Task
from ohms.models.time import TimeEntry
from ohms.models.transfers import ClaimTransfer
from ohms.models.workers import ContactPoint, SamePersonProposal, Worker
from ohms.queries.guard import ScopeCriterion
from ohms.queries.lane import ANY_SCOPE, SEE_THE_COHE, WHOLE, holds, in_the_lane, is_lent

Row = TypeVar("Row", bound=Base)
Condition = ColumnElement[bool]

DESKS: Mapping[Role, Service] = {
    Role.DESK_STAY_AT_WORK: Service.STAY_AT_WORK,
    Role.DESK_RISK_MANAGEMENT: Service.RISK_MANAGEMENT,
}


class NotScoped(Exception):
    """`visible` was asked for a table that everyone may read: select from it directly."""


def visible(actor: Actor, model: type[Row]) -> Select[Row]:
    """The rows of a scoped model that this actor may see."""
    if model.__tablename__ not in SCOPED_TABLES:
        raise NotScoped(model.__name__)
    return select(model).where(sees(actor, model))


def visible_among_few(actor: Actor) -> Select[Claim]:
    """The same claims as `visible(actor, Claim)`, for statements that name a few claims, or a few
    providers, themselves: SQLite, without figures of its own, would walk the COHE's index instead."""
    condition = _claims(actor, Claim.cohe_id + 0)
    return select(Claim).where(ScopeCriterion(condition, Claim.__tablename__))


def sees(actor: Actor, model: type[Base]) -> ScopeCriterion:
    """The condition alone, for a scoped table joined to a SELECT that another one began."""
    condition = CONDITIONS.get(model, _through_its_claim(model))
    return ScopeCriterion(condition(actor), model.__tablename__)


def beside_its_row(index: TableClause, model: type[Base]) -> ScopeCriterion:
    """What an index of texts tells of a row is seen by whoever sees the row: its table comes into
    the SELECT by this and must be scoped there itself."""
    return ScopeCriterion(index.c.rowid == model.id, index.name)


def countable(actor: Actor, model: type[Row]) -> Select[Row]:
    """The rows that make the figures of the actor's COHEs: for sums and counts, never for reading.

    Supervisors and contract managers have figures of claims and minutes whose rows the contract
    manager never sees. A claim that went to another COHE counts where it was initiated.
    """
    cohes = actor.cohes_as(Role.SUPERVISOR, Role.CONTRACT_MANAGER)
    column: Any = Claim.counted_cohe_id if model is Claim else model.cohe_id  # type: ignore[attr-defined]
    inside: Condition = column.in_(cohes)
    return select(model).where(ScopeCriterion(inside, model.__tablename__))


def summed_on_claims(actor: Actor) -> ScopeCriterion:
    """Minutes of the claims that the actor sees, whoever worked them: for sums only, never by person,
    and never row by row. Whose rows one reads is `visible`."""
    condition = _through_its_claim(TimeEntry)(actor)
    return ScopeCriterion(condition, TimeEntry.__tablename__)


def changes_of_claims(actor: Actor) -> Select[AuditEntry]:
    """Who changed what on the claims that the actor sees: the entries of changed rows, whoever did
    it. Who looked at a claim is not among them."""
    condition = and_(
        AuditEntry.result == "done",
        AuditEntry.detail.like('%"how"%'),
        _exists_beside(AuditEntry, Claim.id == AuditEntry.claim_id, _claims(actor, lent=WHOLE)),
    )
    return select(AuditEntry).where(ScopeCriterion(condition, AuditEntry.__tablename__))


def leavings_of_claim(actor: Actor, claim_id: int, *, lists: bool) -> Select[AuditEntry]:
    """What was printed, saved or, with `lists`, exported among others of a claim that the actor sees
    as a whole, whoever did it. What was merely looked at is not among them."""
    if lists:
        listed = literal(",").concat(AuditEntry.claim_ids).concat(",").like(f"%,{claim_id},%")
        about = and_(
            AuditEntry.action.in_(OF_MANY_CLAIMS), AuditEntry.claim_ids.is_not(None), listed
        )
    else:
        about = and_(AuditEntry.action.in_(OF_ONE_CLAIM), AuditEntry.claim_id == claim_id)
    condition = and_(
        about,
        AuditEntry.result == "done",
        _exists_beside(AuditEntry, Claim.id == claim_id, _claims(actor, lent=WHOLE)),
    )
    return select(AuditEntry).where(ScopeCriterion(condition, AuditEntry.__tablename__))


def in_force(model: Any, actor: Actor) -> Condition:
    """A dated row holds on the actor's day, both ends included."""
    return holds(model, actor.on_day)


def answered_for_by(actor: Actor, staff_id: int) -> Condition:
    """Claims whose coordinator today is `staff_id`: given by name, else by initiating provider."""
    providers = select(ProviderAssignment.provider_id).where(
        ProviderAssignment.staff_id == staff_id, in_force(ProviderAssignment, actor)
    )
    return or_(
        Claim.assigned_to_id == staff_id,
        and_(Claim.assigned_to_id.is_(None), Claim.initiating_provider_id.in_(providers)),
    )


def answered_for_by_nobody(actor: Actor) -> Condition:
    """Claims given to nobody by name whose initiating provider has no coordinator today."""
    assigned = exists().where(
        ProviderAssignment.provider_id == Claim.initiating_provider_id,
        ProviderAssignment.cohe_id == Claim.cohe_id,
        in_force(ProviderAssignment, actor),
    )
    return and_(Claim.assigned_to_id.is_(None), ~assigned.correlate(Claim))


def covered_by(actor: Actor) -> Condition:
    """Claims of providers whose absent coordinator the actor covers today."""
    providers = select(Coverage.provider_id).where(
        Coverage.covering_id == actor.staff_id,
        Coverage.declined_at.is_(None),
        in_force(Coverage, actor),
    )
    return and_(Claim.assigned_to_id.is_(None), Claim.initiating_provider_id.in_(providers))


def _exists_beside(outer: Any, *conditions: Condition) -> Condition:
    """EXISTS that takes only `outer` from the enclosing SELECT, whatever else stands there."""
    return exists().where(*conditions).correlate(outer)


def _claims(
    actor: Actor,
    cohe_id: ColumnElement[int] = Claim.cohe_id,  # type: ignore[assignment]
    *,
    lent: Collection[DelegationScope] = ANY_SCOPE,
) -> Condition:
    """`lent`: within which scopes a claim that is lent to an assistant is meant."""
    ways: list[Condition] = []
    if cohes := actor.cohes_as(*SEE_THE_COHE):
        ways.append(cohe_id.in_(cohes))
    if cohes := actor.cohes_as(Role.HSC_ASSISTANT):
        ways.append(and_(cohe_id.in_(cohes), in_the_lane(actor, lent)))
    if not ways:
        return false()
    return and_(or_(*ways), or_(Claim.restricted.is_(False), _is_admitted(actor)))


def _is_admitted(actor: Actor) -> Condition:
    return _exists_beside(
        Claim, ClaimAdmission.claim_id == Claim.id, ClaimAdmission.staff_id == actor.staff_id
    )


def _through_its_claim(model: Any) -> Callable[[Actor], Condition]:
    def condition(actor: Actor) -> Condition:
        return _exists_beside(model, Claim.id == model.claim_id, _claims(actor, lent=WHOLE))

    return condition


def _with_its_claim(model: Any) -> Callable[[Actor], Condition]:
    """What belongs to a call about the claim: seen within every scope."""

    def condition(actor: Actor) -> Condition:
        return _exists_beside(model, Claim.id == model.claim_id, _claims(actor))

    return condition


def visible_as_a_whole(actor: Actor) -> Select[Claim]:
    """The claims that the actor sees with everything on them: not those lent for a task or calls."""
    return select(Claim).where(ScopeCriterion(_claims(actor, lent=WHOLE), Claim.__tablename__))


def _workers(actor: Actor) -> Condition:
    return _exists_beside(Worker, Claim.worker_id == Worker.id, _claims(actor))


def _notes(actor: Actor) -> Condition:
    """Signed notes of the claims one sees; a draft is its author's alone."""
    own, signed = CaseNote.author_id == actor.staff_id, CaseNote.signed_at.is_not(None)
    seen = and_(or_(signed, own), _through_its_claim(CaseNote)(actor))
    return _or_narrowly(actor, seen, CaseNote, own)


def _of_own_notes(model: Any) -> Callable[[Actor], Condition]:
    """Rows beside notes: all of a claim seen as a whole, those of one's own notes of any other."""

    def condition(actor: Actor) -> Condition:
        of_own = _exists_beside(
            model, CaseNote.id == model.note_id, CaseNote.author_id == actor.staff_id
        )
        return _or_narrowly(actor, _through_its_claim(model)(actor), model, of_own)

    return condition


def _tasks(actor: Actor) -> Condition:
    """Those of claims seen as a whole, and the one that is lent."""
    return _or_narrowly(actor, _through_its_claim(Task)(actor), Task, is_lent(actor))


def _delegations(actor: Actor) -> Condition:
    """Of claims seen as a whole all, else what is lent to oneself."""
    own = Delegation.to_staff_id == actor.staff_id
    return _or_narrowly(actor, _through_its_claim(Delegation)(actor), Delegation, own)


def _or_narrowly(actor: Actor, seen: Condition, model: Any, own: Condition) -> Condition:
    """Beside what is seen with a whole claim, one's own of a claim lent for a task or calls alone:
    only assistants have such claims, and nobody else's statements need to ask."""
    if not actor.holds(Role.HSC_ASSISTANT):
        return seen
    return or_(seen, and_(own, _with_its_claim(model)(actor)))


def _mentions(actor: Actor) -> Condition:
    """The concern of two people: who was mentioned, and who did it, while they see the claim."""
    concerned = or_(Mention.staff_id == actor.staff_id, Mention.by_id == actor.staff_id)
    return and_(concerned, _through_its_claim(Mention)(actor))


def _time(actor: Actor) -> Condition:
    """One's own minutes, and for supervisors those worked in their COHE."""
    supervised = TimeEntry.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR))
    return or_(TimeEntry.staff_id == actor.staff_id, supervised)


def _calls(actor: Actor) -> Condition:
    """Calls one took, those of the claims one sees, and for supervisors those without any claim."""
    without_claim = and_(
        CallIntake.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR)),
        CallIntake.claim_id.is_(None),
        CallIntake.proposed_claim_id.is_(None),
    )
    of_a_claim = _exists_beside(CallIntake, Claim.id == claim_of_call(), _claims(actor, lent=WHOLE))
    return or_(CallIntake.taken_by_id == actor.staff_id, without_claim, of_a_claim)


def claim_of_call() -> ColumnElement[int]:
    """The claim that a call belongs to, else the one that is proposed for it."""
    return func.coalesce(CallIntake.claim_id, CallIntake.proposed_claim_id)


def may_read_content(actor: Actor, model: type[Document] | type[CaseNote] = Document) -> Condition:
    """On a document or a note that the actor sees: whether its content is theirs to read.

    The rule is `domain.documents.may_read_content`; this is the same one for a statement.
    """
    readers = model.cohe_id.in_(actor.cohes_as(*READ_MENTAL_HEALTH))
    return or_(model.mental_health.is_(False), readers)


def _document_texts(actor: Actor) -> Condition:
    """A document's text is content: withheld text does not exist, in searches as on pages."""
    readable = _exists_beside(
        DocumentText, Document.id == DocumentText.document_id, may_read_content(actor)
    )
    return and_(readable, _through_its_claim(DocumentText)(actor))


def _referrals(actor: Actor) -> Condition:
    return or_(_sent_to_the_desk(actor), _through_its_claim(Referral)(actor))


def _sent_to_the_desk(actor: Actor) -> Condition:
    services = [service for role, service in DESKS.items() if actor.holds(role)]
    return and_(
        Referral.service.in_(services),
        Referral.sent_at.is_not(None),
        or_(Referral.step.in_(UNDER_WAY), _ended_lately(actor)),
    )


def _ended_lately(actor: Actor) -> Condition:
    """What is over stays at its desk for a time, and leaves it."""
    first = actor.on_day - timedelta(days=LEAVES_THE_DESK_AFTER)
    since = datetime.combine(first, time.min, PACIFIC)
    step = aliased(ReferralStepTaken)
    return exists().where(step.referral_id == Referral.id, step.at >= since).correlate(Referral)


def _of_a_referral(model: Any, *further: Condition) -> Callable[[Actor], Condition]:
    def condition(actor: Actor) -> Condition:
        at_the_desk = _exists_beside(
            model, Referral.id == model.referral_id, _sent_to_the_desk(actor), *further
        )
        return or_(at_the_desk, _through_its_claim(model)(actor))

    return condition


def _same_persons(actor: Actor) -> Condition:
    return SamePersonProposal.cohe_id.in_(actor.cohes_as(*SEE_THE_COHE))


def _audit(actor: Actor) -> Condition:
    """One's own acts; those of the whole COHE for its supervisor and its privacy officer."""
    cohes = actor.cohes_as(Role.SUPERVISOR, Role.PRIVACY_OFFICER)
    return or_(AuditEntry.staff_id == actor.staff_id, AuditEntry.cohe_id.in_(cohes))


def _transfers(actor: Actor) -> Condition:
    """Those of the claims one sees; what goes from COHE to COHE also for both supervisors, and for
    who wrote notes on it before."""
    supervised = actor.cohes_as(Role.SUPERVISOR)
    between = and_(
        ClaimTransfer.cohe_id != ClaimTransfer.to_cohe_id,
        or_(ClaimTransfer.cohe_id.in_(supervised), ClaimTransfer.to_cohe_id.in_(supervised)),
    )
    wrote = _exists_beside(
        ClaimTransfer,
        CaseNote.claim_id == ClaimTransfer.claim_id,
        CaseNote.cohe_id == ClaimTransfer.cohe_id,
        _kept_by_author(actor),
    )
    left = and_(ClaimTransfer.cohe_id != ClaimTransfer.to_cohe_id, wrote)
    return or_(between, left, _through_its_claim(ClaimTransfer)(actor))


def own_notes_left(actor: Actor) -> Select[CaseNote]:
    """The actor's own notes on claims that went on to another COHE: their author reads them still,
    on the page of that transfer alone."""
    return select(CaseNote).where(ScopeCriterion(_kept_by_author(actor), CaseNote.__tablename__))


def _kept_by_author(actor: Actor) -> Condition:
    """Written by the actor for a COHE in which they still work, on a claim that it has no more."""
    moved_on = _exists_beside(
        CaseNote, Claim.id == CaseNote.claim_id, Claim.cohe_id != CaseNote.cohe_id
    )
    return and_(
        CaseNote.author_id == actor.staff_id,
        CaseNote.cohe_id.in_(actor.cohes_as(Role.HSC, Role.HSC_ASSISTANT, Role.SUPERVISOR)),
        moved_on,
    )


def _light_duty(actor: Actor) -> Condition:
    """What one's own COHE knows of an employer; another COHE's knowledge is its own."""
    return LightDutyPolicy.cohe_id.in_(actor.cohes_as(*CLAIM_READERS))


def _reassignments(actor: Actor) -> Condition:
    return Reassignment.by_id == actor.staff_id


def _nobody(_actor: Actor) -> Condition:
    return false()


CONDITIONS: Mapping[type[Base], Callable[[Actor], Condition]] = {
    Claim: _claims,
    Worker: _workers,
    ContactPoint: _with_its_claim(ContactPoint),
    ContactRule: _with_its_claim(ContactRule),
    WorkStatusEpisode: _with_its_claim(WorkStatusEpisode),
    Delegation: _delegations,
    Task: _tasks,
    CaseNote: _notes,
    NoteEvent: _of_own_notes(NoteEvent),
    Contact: _of_own_notes(Contact),
    Mention: _mentions,
    DocumentText: _document_texts,
    TimeEntry: _time,
    CallIntake: _calls,
    Referral: _referrals,
    ReferralStepTaken: _of_a_referral(ReferralStepTaken),
    ReferralVersion: _of_a_referral(ReferralVersion, ReferralVersion.sent_at.is_not(None)),
    ReferralPacket: _of_a_referral(ReferralPacket),
    SamePersonProposal: _same_persons,
    LightDutyPolicy: _light_duty,
    Reassignment: _reassignments,
    ClaimTransfer: _transfers,
    ParkedLine: _nobody,
    AuditEntry: _audit,
}
