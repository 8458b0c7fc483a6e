"""Batches of billed time as they were made: their lines, their bytes, and of which claims they are."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, select

from ohms import clock
from ohms.domain.actor import Actor
from ohms.domain.billing import BillingRules
from ohms.domain.errors import NotFound
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.billing import BillingBatch, BillingLine
from ohms.models.staff import StaffMember
from ohms.models.time import TimeEntry
from ohms.queries.entry_sight import number_in_sight
from ohms.queries.one_in_sight import only
from ohms.queries.scope import visible

LISTED = 100


class BatchShown(NamedTuple):
    """A batch without its bytes."""

    id: int
    cohe_id: int
    number: int
    from_on: date
    through_on: date
    code: str
    unit_minutes: int
    round_up: bool
    made_at: datetime
    made_by: str
    sha256: str
    sent_at: datetime | None
    lines: int
    minutes: int

    @property
    def made_here(self) -> datetime:
        return self.made_at.astimezone(clock.PACIFIC)

    @property
    def sent_here(self) -> datetime | None:
        return self.sent_at and self.sent_at.astimezone(clock.PACIFIC)

    @property
    def rules(self) -> BillingRules:
        return BillingRules(self.code, self.unit_minutes, self.round_up)


class LineShown(NamedTuple):
    """A line of a batch: the number of its claim is None out of sight."""

    number: int
    time_entry_id: int
    adjusts: bool
    performed_on: date
    name: str
    claim_id: int | None
    claim_number: str | None
    worked: int
    minutes: int


def knows_batch(actor: Actor) -> ColumnElement[bool]:
    """Batches of the COHEs that the actor supervises."""
    return BillingBatch.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR))


def batches(actor: Actor, cohe_id: int) -> list[BatchShown]:
    """Those of a supervised COHE, newest first."""
    return _shown(and_(knows_batch(actor), BillingBatch.cohe_id == cohe_id))


def batch_shown(actor: Actor, batch_id: int) -> BatchShown:
    for batch in _shown(and_(knows_batch(actor), BillingBatch.id == batch_id)):
        return batch
    raise NotFound


def batch_content(actor: Actor, batch_id: int) -> bytes:
    """The bytes as they were made."""
    return only(select(BillingBatch.content).where(knows_batch(actor), BillingBatch.id == batch_id))


def claims_of_batch(actor: Actor, batch_id: int) -> list[int]:
    """The claims that its file names, for the record of who took it."""
    rows = db.session.execute(
        visible(actor, TimeEntry)
        .join(BillingLine, BillingLine.time_entry_id == TimeEntry.id)
        .where(BillingLine.batch_id == batch_id)
        .with_only_columns(TimeEntry.claim_id)
        .distinct()
        .order_by(TimeEntry.claim_id)
    ).scalars()
    return [claim_id for claim_id in rows if claim_id is not None]


def batch_lines(actor: Actor, batch_id: int, page: int) -> list[LineShown]:
    """A page of its lines, in their order; one more than a page where there is another."""
    rows = db.session.execute(
        visible(actor, TimeEntry)
        .join(BillingLine, BillingLine.time_entry_id == TimeEntry.id)
        .join(StaffMember, StaffMember.id == TimeEntry.staff_id)
        .where(BillingLine.batch_id == batch_id, BillingLine.number > page * LISTED)
        .with_only_columns(
            BillingLine.number,
            TimeEntry.id,
            BillingLine.adjusts_id.is_not(None),
            TimeEntry.performed_on,
            StaffMember.name,
            TimeEntry.claim_id,
            number_in_sight(actor),
            case((BillingLine.adjusts_id.is_(None), TimeEntry.minutes), else_=-TimeEntry.minutes),
            BillingLine.minutes,
        )
        .order_by(BillingLine.number)
        .limit(LISTED + 1)
    )
    return [LineShown(*row) for row in rows]


def _shown(condition: ColumnElement[bool]) -> list[BatchShown]:
    sums = (
        select(
            BillingLine.batch_id,
            func.count().label("lines"),
            func.sum(BillingLine.minutes).label("minutes"),
        )
        .group_by(BillingLine.batch_id)
        .subquery()
    )
    rows: Iterable[Any] = db.session.execute(
        select(
            BillingBatch.id,
            BillingBatch.cohe_id,
            BillingBatch.number,
            BillingBatch.from_on,
            BillingBatch.through_on,
            BillingBatch.code,
            BillingBatch.unit_minutes,
            BillingBatch.round_up,
            BillingBatch.made_at,
            StaffMember.name,
            BillingBatch.sha256,
            BillingBatch.sent_at,
            func.coalesce(sums.c.lines, 0),
            func.coalesce(sums.c.minutes, 0),
        )
        .join(StaffMember, StaffMember.id == BillingBatch.made_by_id)
        .outerjoin(sums, sums.c.batch_id == BillingBatch.id)
        .where(condition)
        .order_by(BillingBatch.id.desc())
        .limit(LISTED)
    )
    return [BatchShown(*row) for row in rows]
