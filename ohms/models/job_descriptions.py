"""The steps of a job description in a claim's file."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.job_descriptions import JobStep
from ohms.models.base import Base, Line, Scoped, choice


class JobDescriptionStep(Scoped, Base):
    """It was sent to the provider, approved or rejected on a day. A wrong entry is voided and stays."""

    __tablename__ = "job_description_step"
    __table_args__ = (
        CheckConstraint("(voided_at is null) = (voided_by_id is null)", name="voided_by"),
    )

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    step: Mapped[JobStep] = mapped_column(choice(JobStep, "step"))
    happened_on: Mapped[date]
    by_whom: Mapped[Line]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    noted_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
