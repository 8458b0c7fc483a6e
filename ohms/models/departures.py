"""Somebody left a COHE: when their access ended, and who holds what they left until it is handed on."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ohms.models.base import Base, Line


class Departure(Base):
    """One act: access ended, and the open work fell to a supervisor. What is still to be handed on is
    computed from who has it now."""

    __tablename__ = "departure"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"), index=True)
    holder_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    """The supervisor to whom the open work fell."""

    reassignment_id: Mapped[int | None] = mapped_column(ForeignKey("reassignment.id"))
    """The act that passed the open tasks on; empty where there were none."""

    last_on: Mapped[date]
    """The last day worked."""

    access_ended_at: Mapped[datetime]
    reason: Mapped[Line]
