"""The reading door: `visible(actor, Model)` is where every query on a scoped model starts.

Each scoped model names in `row_sight` the condition under which an actor sees its rows; a child of a
claim is seen through its claim. Everything else does not exist for the actor: 404, in pages, searches, counts,
drop-downs, exports, feeds and API alike. Source: design.md section 5 "Scope", security.md "Access".
"""

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, TableClause, and_, literal, or_, select

from ohms.domain.access import DESKS
from ohms.domain.actor import Actor
from ohms.domain.disclosures import OF_MANY_CLAIMS, OF_ONE_CLAIM
from ohms.domain.values import Coordination, Role
from ohms.models import SCOPED_TABLES, Base
from ohms.models.apf_reviews import ApfReview
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.coordination import CoordinationPeriod
from ohms.models.feed import FeedChange, ParkedLine
from ohms.models.medical import ActivityPrescription, ReportOfAccident, TimeLossPayment
from ohms.models.notes import CaseNote, Contact, NoteEvent
from ohms.models.providers import Enrolment, Provider
from ohms.models.referrals import Referral, ReferralStepTaken
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.models.workers import SamePersonProposal, Worker
from ohms.queries.claim_sight import exists_beside, sees_claim, through_its_claim
from ohms.queries.guard import ScopeCriterion
from ohms.queries.lane import SEE_THE_COHE, WHOLE
from ohms.queries.note_sight import kept_by_author, signed_or_own
from ohms.queries.row_sight import CONDITIONS, told_of_acts

Row = TypeVar("Row", bound=Base)


ToldOfClaims = TimeLossPayment | ReportOfAccident | FeedChange | CoordinationPeriod
"""What L&I or we know of a claim as a whole, and nobody sees without it."""


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
    condition = sees_claim(actor, Claim.cohe_id + 0)
    return select(Claim).where(ScopeCriterion(condition, Claim.__tablename__))


def visible_by_what(actor: Actor) -> Select[AuditEntry]:
    """The same entries as `visible(actor, AuditEntry)`, for statements that name a claim or a few kinds
    of acts themselves: SQLite would walk all that the person and the COHE ever did instead."""
    condition = told_of_acts(actor, AuditEntry.staff_id + 0, AuditEntry.cohe_id + 0)
    return select(AuditEntry).where(ScopeCriterion(condition, AuditEntry.__tablename__))


def visible_as_a_whole(actor: Actor) -> Select[Claim]:
    """The claims that the actor sees with everything on them: not those lent for a task or calls."""
    return select(Claim).where(ScopeCriterion(sees_claim(actor, lent=WHOLE), Claim.__tablename__))


def sees(actor: Actor, model: type[Base]) -> ScopeCriterion:
    """The condition alone, for a scoped table joined to a SELECT that another one began."""
    condition = CONDITIONS.get(model, through_its_claim(model))
    return ScopeCriterion(condition(actor), model.__tablename__)


def sees_beside_its_claim(
    actor: Actor,
    model: type[Task | Referral | CaseNote | NoteEvent | Contact | ToldOfClaims],
) -> ScopeCriterion:
    """`sees` in a SELECT that joins each row's claim, or stands in one of claims, which comes into it by
    this and must be scoped there itself: who sees that claim as a whole sees these rows of it, of notes
    the signed ones and their own, and no second look at it is needed. Those who see some rows without
    their claim, or a claim without all rows, are asked as ever."""
    if actor.holds(Role.HSC_ASSISTANT, *DESKS):
        return sees(actor, model)
    beside = model.claim_id == Claim.id
    if model is CaseNote:
        beside = and_(beside, signed_or_own(actor))
    return ScopeCriterion(beside, model.__tablename__)


def worker_beside_their_claim() -> ScopeCriterion:
    """`sees` of the worker in a SELECT that joins a claim of theirs, which must be scoped there itself:
    who sees it in any way sees whose it is."""
    return ScopeCriterion(Worker.id == Claim.worker_id, Worker.__tablename__)


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
    inside: ColumnElement[bool] = column.in_(cohes)
    return select(model).where(ScopeCriterion(inside, model.__tablename__))


def steps_of_countable(actor: Actor) -> Select[ReferralStepTaken]:
    """The steps of the referrals that make the figures of the actor's COHEs, joined to them: those too
    that another COHE took, to which the claim went meanwhile. For dates and counts, never for reading."""
    cohes = actor.cohes_as(Role.SUPERVISOR, Role.CONTRACT_MANAGER)
    inside: ColumnElement[bool] = Referral.cohe_id.in_(cohes)
    return (
        select(ReferralStepTaken)
        .join(Referral, Referral.id == ReferralStepTaken.referral_id)
        .where(
            ScopeCriterion(inside, Referral.__tablename__),
            ScopeCriterion(inside, ReferralStepTaken.__tablename__),
        )
    )


def apfs_to_draw(actor: Actor, cohe_id: int) -> Select[ActivityPrescription]:
    """The APFs on the claims of a COHE that the actor supervises, those of restricted ones too, that no
    sample holds yet: joined to their claims, for drawing a sample alone, never for reading."""
    inside = and_(Claim.cohe_id == cohe_id, Claim.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR)))
    drawn = ApfReview.activity_prescription_id == ActivityPrescription.id
    return (
        select(ActivityPrescription)
        .join(Claim, Claim.id == ActivityPrescription.claim_id)
        .where(
            ScopeCriterion(inside, Claim.__tablename__),
            beside_counted_claim(ActivityPrescription),
            ~exists_beside(ActivityPrescription, ScopeCriterion(drawn, ApfReview.__tablename__)),
        )
    )


def beside_counted_claim(model: Any) -> ScopeCriterion:
    """What belongs to the claim of an enclosing SELECT, which is scoped there itself: whether and when
    something was, as figures ask it of every claim that counts. Never for reading."""
    return ScopeCriterion(model.claim_id == Claim.id, model.__tablename__)


def claim_of_counted(model: Any) -> ScopeCriterion:
    """The claim of a row of an enclosing SELECT, which is scoped there itself: whose provider or
    coordinator it has, as figures ask it of everything that counts. Never for reading."""
    return ScopeCriterion(Claim.id == model.claim_id, Claim.__tablename__)


def summed_on_claims(actor: Actor) -> ScopeCriterion:
    """Minutes of the claims that the actor sees, whoever worked them: for sums only, never by person,
    and never row by row. Whose rows one reads is `visible`."""
    condition = through_its_claim(TimeEntry)(actor)
    return ScopeCriterion(condition, TimeEntry.__tablename__)


def given_by_name(cohe_id: int) -> Select[Claim]:
    """The open claims of a COHE that were given to somebody by name, whoever sees them: for who has to
    be covered, never for reading."""
    inside = and_(
        Claim.cohe_id == cohe_id,
        Claim.assigned_to_id.is_not(None),
        Claim.coordination != Coordination.CLOSED,
    )
    return select(Claim).where(ScopeCriterion(inside, Claim.__tablename__))


def parked_beside_providers(actor: Actor, cohe_id: int) -> Select[ParkedLine]:
    """The claims that the feed parked, of providers who are or were enrolled in a COHE that the actor
    supervises: whoever enrolls them there takes them in. For counts, and for the provider and the day
    of each; never for reading what was told of the claim."""
    cohes = actor.cohes_as(Role.SUPERVISOR)
    providers = (
        select(Provider.lni_provider_id)
        .join(Enrolment, Enrolment.provider_id == Provider.id)
        .where(Enrolment.cohe_id == cohe_id, Enrolment.cohe_id.in_(cohes))
    )
    inside = ParkedLine.lni_provider_id.in_(providers)
    return select(ParkedLine).where(ScopeCriterion(inside, ParkedLine.__tablename__))


def changes_of_claims(actor: Actor) -> Select[AuditEntry]:
    """Who changed what on the claims that the actor sees: the entries of changed rows, whoever did
    it where the actor has the whole COHE, else the actor's own. Who looked is not among them."""
    of_own_cohe = exists_beside(
        AuditEntry,
        Claim.id == AuditEntry.claim_id,
        Claim.cohe_id.in_(actor.cohes_as(*SEE_THE_COHE)),
    )
    condition = and_(
        or_(AuditEntry.staff_id == actor.staff_id, of_own_cohe),
        AuditEntry.result == "done",
        AuditEntry.detail.like('%"how"%'),
        exists_beside(AuditEntry, Claim.id == AuditEntry.claim_id, sees_claim(actor, lent=WHOLE)),
    )
    return select(AuditEntry).where(ScopeCriterion(condition, AuditEntry.__tablename__))


def said_of_pairs(actor: Actor) -> Select[AuditEntry]:
    """What was said of pairs of workers who look like one person, and taken back, whoever said it: in
    the COHEs whose pairs the actor sees. Whose worker it is about, the query asks of pairs in sight."""
    condition = and_(
        AuditEntry.object_type == SamePersonProposal.__tablename__,
        AuditEntry.claim_ids.is_not(None),
        AuditEntry.result == "done",
        (AuditEntry.cohe_id + 0).in_(actor.cohes_as(*SEE_THE_COHE)),
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
        exists_beside(AuditEntry, Claim.id == claim_id, sees_claim(actor, lent=WHOLE)),
    )
    return select(AuditEntry).where(ScopeCriterion(condition, AuditEntry.__tablename__))


def numbered_in_audit(actor: Actor) -> Select[Claim]:
    """Claims whose number, and nothing else of them, the record of acts tells the actor: those of the
    COHEs whose acts they watch over, now or when somebody acted on them, and those that they see."""
    cohes = actor.cohes_as(Role.SUPERVISOR, Role.PRIVACY_OFFICER)
    there: Any = AuditEntry.cohe_id + 0  # by the claim's few entries, not by all of the COHE
    once = exists_beside(Claim, AuditEntry.claim_id == Claim.id, there.in_(cohes))
    condition = or_(Claim.cohe_id.in_(cohes), sees_claim(actor), once)
    return select(Claim).where(ScopeCriterion(condition, Claim.__tablename__))


def own_notes_left(actor: Actor) -> Select[CaseNote]:
    """The actor's own notes on claims that went on to another COHE: their author reads them still,
    on the page of that transfer alone."""
    return select(CaseNote).where(ScopeCriterion(kept_by_author(actor), CaseNote.__tablename__))
