"""What a COHE knows of an employer's light duty, version by version."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ohms.models.base import Base, Prose, Scoped, unique


class LightDutyPolicy(Scoped, Base):
    """One version of a COHE's text on an employer's light duty. Never changes (trigger): the highest
    number stands. Of one COHE: another neither reads nor changes it. An empty text takes it away.
    """

    __tablename__ = "light_duty_policy"
    __table_args__ = (
        unique("employer_id", "cohe_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("length(body) <= 4000", name="body_length"),
    )

    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    number: Mapped[int]
    body: Mapped[Prose]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    written_at: Mapped[datetime]
