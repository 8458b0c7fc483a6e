"""What holds a claim's records, and purges: asked for, approved, carried out."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.retention import RecordClass
from ohms.models.base import Base, Line, Prose, Scoped, choice, index, unique


class LegalHold(Scoped, Base):
    """While it is not lifted, nothing of its claim is purged: the database itself refuses."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        CheckConstraint("(lifted_at is null) = (lifted_by_id is null)", name="lifted_by"),
        index("ix_legal_hold_claim_id", "claim_id"),
        index("ix_legal_hold_cohe_id", "cohe_id"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    reason: Mapped[Line]
    placed_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    placed_at: Mapped[datetime]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    lifted_at: Mapped[datetime | None]
    lift_reason: Mapped[Line | None]


class Purge(Scoped, Base):
    """Records of named claims to be deleted. A DELETE of what is final passes the database's triggers
    only for a claim of an approved purge that is not carried out yet."""

    __tablename__ = "purge"
    __table_args__ = (
        CheckConstraint("approved_at is null or refused_at is null", name="one_decision"),
        CheckConstraint(
            "(decided_by_id is null) = (approved_at is null and refused_at is null)",
            name="decided_by",
        ),
        CheckConstraint("decided_by_id <> asked_by_id", name="two_people"),
        CheckConstraint(
            "carried_out_at is null or approved_at is not null", name="approved_before"
        ),
        index("ix_purge_cohe_id", "cohe_id"),
    )

    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    record_class: Mapped[RecordClass] = mapped_column(choice(RecordClass, "record_class"))
    rested_before_on: Mapped[date]
    reason: Mapped[Line]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    approved_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    carried_out_at: Mapped[datetime | None]
    rows_deleted: Mapped[int | None]
    files: Mapped[Prose | None]
    """Hashes of files whose bytes are still to be taken away, after the rows that named them."""


class PurgeClaim(Scoped, Base):
    """A claim that a purge names, and when its records went; empty: they were not old enough any more,
    or held."""

    __tablename__ = "purge_claim"
    __table_args__ = (unique("purge_id", "claim_id"), index("ix_purge_claim_claim_id", "claim_id"))

    purge_id: Mapped[int] = mapped_column(ForeignKey("purge.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    purged_at: Mapped[datetime | None]
