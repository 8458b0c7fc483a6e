"""When we worked on a claim: the dated periods of its coordination."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ohms.models.base import Base, Dated, Scoped, in_order


class CoordinationPeriod(Scoped, Dated, Base):
    """A stretch of our work on a claim: from when it was taken up to when it was closed, and why.

    A claim that is watched, active or on hold has one without an end. Taken up again, as when L&I
    reopens it, it gets another one: the dates of the former stay. Never two at once (migration).
    """

    __tablename__ = "coordination_period"
    __table_args__ = (
        in_order("from_on", "to_on"),
        CheckConstraint("ended_at is null or to_on is not null", name="ended_at"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(String(40))
