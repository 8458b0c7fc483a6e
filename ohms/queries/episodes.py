"""The work-status episodes and payments of one claim, and what stood before corrections."""

from datetime import date, datetime
from typing import NamedTuple

from ohms.domain.actor import Actor
from ohms.domain.values import TimeLossKind, WorkStatus
from ohms.domain.work_status import EpisodeFact
from ohms.models.medical import (
    ActivityPrescription,
    TimeLossPayment,
    WorkStatusCorrection,
    WorkStatusEpisode,
)
from ohms.models.staff import StaffMember
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question
from ohms.queries.scope import visible


def episode_facts(actor: Actor, claim_id: int) -> Question[list[EpisodeFact]]:
    """The work-status episodes of a claim in order of days."""
    (rows,) = yield (_facts(actor, claim_id=claim_id),)
    return [EpisodeFact(*row) for row in rows]


@prepared
def _facts(actor: Actor, *, claim_id: int) -> AnySelect:
    return (
        visible(actor, WorkStatusEpisode)
        .where(WorkStatusEpisode.claim_id == claim_id)
        .with_only_columns(
            WorkStatusEpisode.work_status, WorkStatusEpisode.from_on, WorkStatusEpisode.to_on
        )
        .order_by(WorkStatusEpisode.from_on)
    )


class EpisodeShown(NamedTuple):
    """One episode with where it comes from; `apf` when an APF of the feed made it."""

    id: int
    status: WorkStatus
    from_on: date
    to_on: date | None
    source: str
    remark: str | None
    apf: bool
    corrected: bool

    @property
    def fact(self) -> EpisodeFact:
        return EpisodeFact(self.status, self.from_on, self.to_on)

    @property
    def stood(self) -> str:
        """As `commands.work_status.standing_as` tells it."""
        until = self.to_on.isoformat() if self.to_on else ""
        return f"{self.status.value}|{self.source}|{self.from_on.isoformat()}|{until}"


class PaymentShown(NamedTuple):
    """A stretch of days that was paid for."""

    from_on: date
    to_on: date
    kind: TimeLossKind

    @property
    def days(self) -> int:
        return (self.to_on - self.from_on).days + 1


class CorrectionShown(NamedTuple):
    """An episode as it stood before somebody changed it."""

    status: WorkStatus
    source: str
    from_on: date
    to_on: date | None
    how: str
    changed_by: str
    changed_at: datetime


class ApfSaid(NamedTuple):
    """What the newest APF says."""

    exam_on: date
    status: WorkStatus
    from_on: date
    to_on: date | None


def episodes_of(actor: Actor, claim_id: int) -> Question[list[EpisodeShown]]:
    """The episodes, the latest first."""
    Episode = WorkStatusEpisode
    statement = (
        visible(actor, Episode)
        .where(Episode.claim_id == claim_id)
        .with_only_columns(
            Episode.id,
            Episode.work_status,
            Episode.from_on,
            Episode.to_on,
            Episode.source,
            Episode.remark,
            Episode.activity_prescription_id.is_not(None),
            Episode.corrected_by_hand,
        )
        .order_by(Episode.from_on.desc())
    )
    (rows,) = yield (statement,)
    return [EpisodeShown(*row) for row in rows]


def payments_of(actor: Actor, claim_id: int) -> Question[list[PaymentShown]]:
    """What was paid, the earliest first."""
    Payment = TimeLossPayment
    statement = (
        visible(actor, Payment)
        .where(Payment.claim_id == claim_id)
        .with_only_columns(Payment.paid_from_on, Payment.paid_to_on, Payment.kind)
        .order_by(Payment.paid_from_on, Payment.kind)
    )
    (rows,) = yield (statement,)
    return [PaymentShown(*row) for row in rows]


def corrections_of(actor: Actor, claim_id: int) -> Question[list[CorrectionShown]]:
    """What stood before corrections, the latest first."""
    Change = WorkStatusCorrection
    statement = (
        visible(actor, Change)
        .where(Change.claim_id == claim_id)
        .with_only_columns(
            Change.work_status,
            Change.source,
            Change.from_on,
            Change.to_on,
            Change.how,
            StaffMember.name,
            Change.changed_at,
        )
        .join(StaffMember, StaffMember.id == Change.changed_by_id)
        .order_by(Change.id.desc())
    )
    (rows,) = yield (statement,)
    return [CorrectionShown(*row) for row in rows]


def newest_apf(actor: Actor, claim_id: int) -> Question[ApfSaid | None]:
    """The APF of the latest exam, as the feed or whoever entered its fields told it."""
    Apf = ActivityPrescription
    statement = (
        visible(actor, Apf)
        .where(Apf.claim_id == claim_id)
        .with_only_columns(Apf.exam_on, Apf.work_status, Apf.from_on, Apf.to_on)
        .order_by(Apf.exam_on.desc(), Apf.from_on.desc(), Apf.id.desc())
        .limit(1)
    )
    (rows,) = yield (statement,)
    return ApfSaid(*rows[0]) if rows else None
