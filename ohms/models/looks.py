"""What came of a look at a claim by somebody who had nothing to do with it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.looks import LookOutcome
from ohms.models.base import Base, Line, Scoped, choice, index, unique


class LookReview(Scoped, Base):
    """The privacy officer's finding, one for each person, claim and week."""

    __tablename__ = "look_review"
    __table_args__ = (
        unique("staff_id", "claim_id", "week_on"),
        index("ix_look_review_cohe_id_week_on", "cohe_id", "week_on"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    week_on: Mapped[date]
    outcome: Mapped[LookOutcome] = mapped_column(choice(LookOutcome, "outcome"))
    reason: Mapped[Line]
    reviewed_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    reviewed_at: Mapped[datetime]
