"""What the provider reports and what L&I pays: ROA, APF, time loss, and the work-status episodes."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, false
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.values import TimeLossKind, WorkStatus
from ohms.models.base import Base, Dated, Line, Prose, Scoped, choice, in_order, unique


class FromFeed:
    """Which run and line of the feed told this."""

    feed_run_id: Mapped[int | None] = mapped_column(ForeignKey("feed_run.id"))
    feed_line: Mapped[int | None]


class ReportOfAccident(Scoped, FromFeed, Base):
    """The ROA that initiated the claim: when it was signed, when L&I had it, what was missing."""

    __tablename__ = "report_of_accident"
    __table_args__ = (
        unique("claim_id", "signed_on"),
        in_order("signed_on", "received_on", "signed_before_received"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    signed_on: Mapped[date]
    received_on: Mapped[date]
    complete: Mapped[bool]
    missing_fields: Mapped[Prose | None]


class ActivityPrescription(Scoped, FromFeed, Dated, Base):
    """An APF: what the worker may do, from an exam, for a dated stretch."""

    __tablename__ = "activity_prescription"
    __table_args__ = (
        unique("claim_id", "provider_id", "exam_on", "from_on"),
        in_order("from_on", "to_on"),
        CheckConstraint("hours_per_day between 0 and 24", name="hours_per_day"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), index=True)
    exam_on: Mapped[date]
    work_status: Mapped[WorkStatus] = mapped_column(choice(WorkStatus, "work_status"))
    hours_per_day: Mapped[Decimal | None] = mapped_column(Numeric(4, 2, asdecimal=True))
    restrictions: Mapped[Prose | None]
    objective_finding: Mapped[Prose | None]
    next_exam_on: Mapped[date | None]
    complete: Mapped[bool]


class TimeLossPayment(Scoped, FromFeed, Base):
    """A stretch of days for which L&I paid (or the employer kept paying)."""

    __tablename__ = "time_loss_payment"
    __table_args__ = (
        unique("claim_id", "paid_from_on", "kind"),
        in_order("paid_from_on", "paid_to_on"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    paid_from_on: Mapped[date]
    paid_to_on: Mapped[date]
    kind: Mapped[TimeLossKind] = mapped_column(choice(TimeLossKind, "kind"))


class WorkStatusEpisode(Scoped, Dated, Base):
    """One work status over dated days, with its source; episodes of a claim never overlap.

    By hand is what no APF of the feed made, and what people corrected of it (`corrected_by_hand`):
    the feed leaves both as they are.
    """

    __tablename__ = "work_status_episode"
    __table_args__ = (
        in_order("from_on", "to_on"),
        CheckConstraint("source in ('apf', 'employer', 'worker', 'lni')", name="source"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    work_status: Mapped[WorkStatus] = mapped_column(choice(WorkStatus, "work_status"))
    source: Mapped[str] = mapped_column(String(16))
    activity_prescription_id: Mapped[int | None] = mapped_column(
        ForeignKey("activity_prescription.id"), index=True
    )
    remark: Mapped[Line | None]
    corrected_by_hand: Mapped[bool] = mapped_column(default=False, server_default=false())


class WorkStatusCorrection(Scoped, Dated, Base):
    """An episode as it stood before somebody corrected, ended, cut or removed it; never changed."""

    __tablename__ = "work_status_correction"
    __table_args__ = (
        in_order("from_on", "to_on"),
        CheckConstraint("how in ('corrected', 'ended', 'cut', 'removed')", name="how"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    work_status: Mapped[WorkStatus] = mapped_column(choice(WorkStatus, "work_status"))
    source: Mapped[str] = mapped_column(String(16))
    remark: Mapped[Line | None]
    how: Mapped[str] = mapped_column(String(16))
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    changed_at: Mapped[datetime]
