"""Referrals to L&I's services and others: content by version, and every step as a row."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.values import ReferralStep, Service
from ohms.models.base import Base, Line, Prose, Scoped, Versioned, choice, index, unique


class Referral(Scoped, Versioned, Base):
    """A claim (for Risk Management: its employer) brought to a service; `step` is the latest one."""

    __tablename__ = "referral"
    __table_args__ = (
        CheckConstraint(
            "step = 'withdrawn' or (step = 'draft') = (sent_at is null)", name="sent_at"
        ),
        index("ix_referral_cohe_id_step", "cohe_id", "step", "expected_by"),
        index("ix_referral_claim_id", "claim_id"),
        index("ix_referral_step_expected_by", "step", "expected_by"),
        index(
            "ix_referral_desk",
            "service",
            "step",
            "sent_at",
            sqlite_where=text("sent_at is not null"),
            postgresql_where=text("sent_at is not null"),
        ),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    service: Mapped[Service] = mapped_column(choice(Service, "service"))
    step: Mapped[ReferralStep] = mapped_column(
        choice(ReferralStep, "step"), default=ReferralStep.DRAFT
    )
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    drafted_at: Mapped[datetime]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    sent_at: Mapped[datetime | None]
    expected_by: Mapped[date | None]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    outcome: Mapped[Line | None]


class ReferralStepTaken(Scoped, Base):
    """One step of a referral: who, when, why. Never changed, never deleted."""

    __tablename__ = "referral_step"
    __table_args__ = (
        index("ix_referral_step_referral_id_at", "referral_id", "at"),
        index("ix_referral_step_at", "at"),
    )

    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    step: Mapped[ReferralStep] = mapped_column(choice(ReferralStep, "step"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    at: Mapped[datetime]
    reason: Mapped[Prose | None]


class ReferralVersion(Scoped, Base):
    """What a referral says, as JSON by its service's fields; a sent version stays as it was sent."""

    __tablename__ = "referral_version"
    __table_args__ = (unique("referral_id", "number"),)

    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    number: Mapped[int]
    content: Mapped[Prose]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    written_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class ReferralPacket(Scoped, Base):
    """The file of a sent version: printed before it was sent, kept by its hash, and never changed.

    A version that was sent before packets were kept has none.
    """

    __tablename__ = "referral_packet"
    __table_args__ = (
        unique("version_id"),
        CheckConstraint("size > 0", name="size"),
        index("ix_referral_packet_sha256", "sha256"),
    )

    version_id: Mapped[int] = mapped_column(ForeignKey("referral_version.id"))
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(80))
    kept_at: Mapped[datetime]


class StayAtWorkUse(Scoped, Base):
    """What its desk reimbursed for a referral so far: days worked and money in cents. Each telling is
    a row, and the newest counts."""

    __tablename__ = "stay_at_work_use"
    __table_args__ = (
        unique("referral_id", "number"),
        CheckConstraint(
            "days >= 0 and wages >= 0 and training >= 0 and tools >= 0 and clothing >= 0",
            name="amounts",
        ),
    )

    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    number: Mapped[int]
    days: Mapped[int]
    wages: Mapped[int]
    training: Mapped[int]
    tools: Mapped[int]
    clothing: Mapped[int]
    told_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    told_at: Mapped[datetime]
