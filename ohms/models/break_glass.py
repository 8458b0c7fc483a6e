"""Claims of another COHE that somebody opened in an emergency."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ohms.models.base import Base, Line, Scoped, index


class BrokenGlass(Scoped, Base):
    """A claim opened for reading until an instant, by somebody of `staff_cohe_id`; `cohe_id` is the
    COHE that the claim was of. Its number stands here for the supervisor who does not see the claim."""

    __tablename__ = "broken_glass"
    __table_args__ = (
        CheckConstraint("until_at > opened_at", name="until_after_opening"),
        CheckConstraint("staff_cohe_id <> cohe_id", name="of_another_cohe"),
        index("ix_broken_glass_staff_id_until_at", "staff_id", "until_at"),
        index("ix_broken_glass_opened_at", "opened_at"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    claim_number: Mapped[str] = mapped_column(String(7))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    staff_cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    reason: Mapped[Line]
    opened_at: Mapped[datetime]
    until_at: Mapped[datetime]
