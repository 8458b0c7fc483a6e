"""Sums of facts by day and month, which figures read instead of every row there ever was.

The database keeps them itself (triggers of 0056) in the transaction that changes their facts; `ohms check`
proves them equal to a recomputation.
"""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.values import CountedAs, Span
from ohms.models.base import Base, Scoped, choice, unique


class MinutesRollUp(Scoped, Base):
    """Minutes of one position on one day, and again of its whole month: what they count as, and of how
    many entries they are the sum."""

    __tablename__ = "minutes_roll_up"
    __table_args__ = (
        UniqueConstraint(
            "cohe_id",
            "span",
            "from_on",
            "kind",
            "position_id",
            "staff_id",
            name="uq_minutes_roll_up_key",
        ),
    )

    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    span: Mapped[Span] = mapped_column(choice(Span, "span"))
    from_on: Mapped[date]
    kind: Mapped[CountedAs] = mapped_column(choice(CountedAs, "kind"))
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    minutes: Mapped[int]
    entries: Mapped[int]


class InitiatedRollUp(Scoped, Base):
    """How many claims of one day count for a COHE as initiated."""

    __tablename__ = "initiated_roll_up"
    __table_args__ = (unique("cohe_id", "initiated_on"),)

    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    initiated_on: Mapped[date]
    claims: Mapped[int]
