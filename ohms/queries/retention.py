"""Which claims rested long enough for a purge, and what became of purges."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from ohms.domain.actor import Actor
from ohms.domain.calendar import PACIFIC, pacific_day
from ohms.domain.referrals import UNDER_WAY
from ohms.domain.retention import PurgeState, RecordClass, rested_before, state_of
from ohms.domain.values import ClaimStatus, Coordination
from ohms.extensions import db
from ohms.models.billing import BillingBatch, BillingLine
from ohms.models.claims import Claim
from ohms.models.coordination import CoordinationPeriod
from ohms.models.documents import Document
from ohms.models.housekeeping import Draft
from ohms.models.medical import ActivityPrescription, TimeLossPayment, WorkStatusEpisode
from ohms.models.notes import CallIntake, CaseNote
from ohms.models.referrals import Referral
from ohms.models.retention import LegalHold, Purge, PurgeClaim
from ohms.models.staff import StaffMember
from ohms.models.time import TimeEntry
from ohms.models.transfers import ClaimTransfer
from ohms.queries.guard import unscoped
from ohms.queries.one_in_sight import only_row
from ohms.queries.scope import numbered_in_audit, sees, visible
from ohms.queries.settings import retention_years

OVER = (ClaimStatus.CLOSED, ClaimStatus.REJECTED)
LISTED = 200
ELSEWHERE = "of another COHE now"


@dataclass(frozen=True, slots=True)
class OldEnough:
    """How many claims rested long enough for their records of a class to be purged."""

    record_class: RecordClass
    years: int
    before_on: date
    claims: int


@dataclass(frozen=True, slots=True)
class PurgeShown:
    """A purge with who asked for it, who decided, and how many claims it names and took."""

    id: int
    cohe_id: int
    record_class: RecordClass
    rested_before_on: date
    reason: str
    asked_by_id: int
    asked_by: str
    asked_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    carried_out_at: datetime | None
    rows_deleted: int | None
    claims: int
    purged: int
    state: PurgeState


def old_enough(cohe_id: int, day: date) -> list[OldEnough]:
    """Of each class how many claims of a COHE are old enough, by its settings of the day."""
    found = []
    for each in RecordClass:
        years = retention_years(cohe_id, each, day)
        before = rested_before(day, years)
        with unscoped("how many claims are old enough"):
            counted = select(func.count()).select_from(resting(cohe_id, each, before).subquery())
            number = db.session.execute(counted).scalar_one()
        found.append(OldEnough(each, years, before, number))
    return found


def resting(
    cohe_id: int, record_class: RecordClass, before: date, *, in_purge: int | None = None
) -> Select[Any]:
    """Ids of claims on which nothing happened since a day, nothing is open, and nothing is held; with
    `in_purge` those that this purge names, else those that no other purge waits for."""
    since = datetime.combine(before, time.min, PACIFIC)
    moved = aliased(CaseNote)
    came_from = and_(moved.moved_from_id == CaseNote.id, moved.claim_id != Claim.id)
    happened: tuple[ColumnElement[bool], ...] = (
        _has(CaseNote, or_(CaseNote.performed_on >= before, CaseNote.written_at >= since)),
        _has(Document, or_(Document.received_on >= before, Document.listed_at >= since)),
        _has(TimeEntry, or_(TimeEntry.performed_on >= before, TimeEntry.entered_at >= since)),
        _has(
            CoordinationPeriod,
            or_(CoordinationPeriod.to_on.is_(None), CoordinationPeriod.to_on >= before),
        ),
        _has(
            TimeLossPayment,
            or_(TimeLossPayment.paid_to_on.is_(None), TimeLossPayment.paid_to_on >= before),
        ),
        _has(
            ActivityPrescription,
            or_(ActivityPrescription.exam_on >= before, _lasts_into(ActivityPrescription, before)),
        ),
        _has(WorkStatusEpisode, _lasts_into(WorkStatusEpisode, before)),
        _billed_since(before, since),
        _has(CallIntake, CallIntake.performed_on >= before),
        _has(Referral, or_(Referral.step.in_(UNDER_WAY), Referral.drafted_at >= since)),
        _has(ClaimTransfer, ClaimTransfer.decision.is_(None)),
        _has(Draft, Draft.saved_at >= since),
        _has(LegalHold, LegalHold.lifted_at.is_(None)),
        exists().where(CaseNote.claim_id == Claim.id, came_from).correlate(Claim),
    )
    statement = select(Claim.id).where(
        Claim.cohe_id == cohe_id,
        Claim.purged_at.is_(None),
        Claim.coordination == Coordination.CLOSED,
        Claim.status.in_(OVER),
        Claim.open_tasks == 0,
        Claim.initiated_on < before,
        *(~each for each in happened),
    )
    if record_class is RecordClass.FILE:
        statement = statement.where(_has(Document, Document.id.is_not(None)))
    return statement.where(_named_by(in_purge)).order_by(Claim.id)


def purges(actor: Actor, cohe_id: int) -> list[PurgeShown]:
    """Every purge of a COHE, the newest first."""
    statement = _purges(actor).where(Purge.cohe_id == cohe_id).order_by(Purge.id.desc())
    return [_shown(row) for row in db.session.execute(statement)]


def purge_shown(actor: Actor, purge_id: int) -> PurgeShown:
    row = only_row(_purges(actor).where(Purge.id == purge_id))
    return _shown(row)


def numbers_in(actor: Actor, purge_id: int) -> list[tuple[str, datetime | None, int]]:
    """The first claims that a purge names, with when their records went, and their ids."""
    statement = (
        visible(actor, PurgeClaim)
        .with_only_columns(PurgeClaim.claim_id, PurgeClaim.purged_at)
        .where(PurgeClaim.purge_id == purge_id)
        .order_by(PurgeClaim.claim_id)
        .limit(LISTED)
    )
    rows = db.session.execute(statement).all()
    numbers = numbers_of(actor, (row.claim_id for row in rows))
    return [(numbers.get(row.claim_id, ELSEWHERE), row.purged_at, row.claim_id) for row in rows]


def purge_of(claim: Claim) -> tuple[date, str] | None:
    """The day on which the records of a claim in sight were purged and who approved it: told to all who see it."""
    if claim.purged_at is None:
        return None
    with unscoped("who approved the purge of a claim in sight"):
        name: str = db.session.execute(
            select(StaffMember.name)
            .join(Purge, Purge.decided_by_id == StaffMember.id)
            .join(PurgeClaim, PurgeClaim.purge_id == Purge.id)
            .where(PurgeClaim.claim_id == claim.id, Purge.record_class == RecordClass.CLAIM)
            .where(PurgeClaim.purged_at.is_not(None))
        ).scalar_one()
    return pacific_day(claim.purged_at), name


def numbers_of(actor: Actor, claim_ids: Iterable[int]) -> dict[int, str]:
    """A claim that went to another COHE meanwhile is not numbered here any more."""
    rows = db.session.execute(
        numbered_in_audit(actor)
        .with_only_columns(Claim.id, Claim.claim_number)
        .where(Claim.id.in_(sorted(set(claim_ids))))
    )
    return {row.id: row.claim_number for row in rows}


def _has(model: Any, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(model.claim_id == Claim.id, condition).correlate(Claim)


def _lasts_into(model: Any, before: date) -> ColumnElement[bool]:
    """What has no end is as old as its first day: a last work status would hold a claim for ever."""
    return or_(model.from_on >= before, model.to_on >= before)


def _billed_since(before: date, since: datetime) -> ColumnElement[bool]:
    """Old work may be billed late, or a billed line be taken back: its records support that bill."""
    return (
        exists()
        .where(
            TimeEntry.claim_id == Claim.id,
            BillingLine.time_entry_id == TimeEntry.id,
            BillingBatch.id == BillingLine.batch_id,
            or_(
                BillingBatch.through_on >= before,
                BillingBatch.made_at >= since,
                BillingBatch.sent_at >= since,
            ),
        )
        .correlate(Claim)
    )


def _named_by(purge_id: int | None) -> ColumnElement[bool]:
    named = exists().where(PurgeClaim.claim_id == Claim.id, PurgeClaim.purge_id == Purge.id)
    if purge_id is not None:
        return named.where(Purge.id == purge_id).correlate(Claim)
    waits = named.where(Purge.refused_at.is_(None), Purge.carried_out_at.is_(None))
    return ~waits.correlate(Claim)


def _purges(actor: Actor) -> Select[Any]:
    decider = aliased(StaffMember)
    of_purge = (
        select(func.count(PurgeClaim.id))
        .where(sees(actor, PurgeClaim), PurgeClaim.purge_id == Purge.id)
        .correlate(Purge)
    )
    return (
        visible(actor, Purge)
        .join(StaffMember, StaffMember.id == Purge.asked_by_id)
        .outerjoin(decider, decider.id == Purge.decided_by_id)
        .with_only_columns(
            Purge,
            StaffMember.name.label("asked_by"),
            decider.name.label("decided_by"),
            of_purge.scalar_subquery().label("claims"),
            of_purge.where(PurgeClaim.purged_at.is_not(None)).scalar_subquery().label("purged"),
        )
    )


def _shown(row: Any) -> PurgeShown:
    purge: Purge = row.Purge
    return PurgeShown(
        purge.id,
        purge.cohe_id,
        purge.record_class,
        purge.rested_before_on,
        purge.reason,
        purge.asked_by_id,
        row.asked_by,
        purge.asked_at,
        row.decided_by,
        purge.approved_at or purge.refused_at,
        purge.carried_out_at,
        purge.rows_deleted,
        row.claims,
        row.purged,
        state_of(purge.approved_at, purge.refused_at, purge.carried_out_at),
    )
