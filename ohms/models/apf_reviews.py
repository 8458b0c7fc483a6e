"""APFs drawn for the review of their quality, and what whoever read one found."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ohms.models.base import Base, Line, Scoped, Versioned, index, unique


class ApfReview(Scoped, Versioned, Base):
    """One APF of a quarter's sample. It stays the sample of the COHE that drew it, wherever its claim
    goes."""

    __tablename__ = "apf_review"
    __table_args__ = (
        unique("activity_prescription_id"),
        unique("cohe_id", "year", "quarter", "place"),
        CheckConstraint("quarter between 1 and 4", name="quarter"),
        CheckConstraint("place >= 1", name="place"),
        CheckConstraint("(complete is null) = (timely is null)", name="verdict"),
        CheckConstraint("(complete is null) = (reviewed_at is null)", name="reviewed"),
        index("ix_apf_review_claim_id", "claim_id"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    activity_prescription_id: Mapped[int] = mapped_column(ForeignKey("activity_prescription.id"))
    year: Mapped[int]
    quarter: Mapped[int]
    place: Mapped[int]
    """In the order in which the sample is read, from 1."""

    drawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), index=True)
    drawn_at: Mapped[datetime]
    complete: Mapped[bool | None]
    timely: Mapped[bool | None]
    remark: Mapped[Line | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), index=True)
    reviewed_at: Mapped[datetime | None]
