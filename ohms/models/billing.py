"""Time that was put on a bill: batches as they were made, and what each line of them was about."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ohms.models.base import Base, index, unique


class BillingBatch(Base):
    """One export of a COHE, with its bytes; only that it was sent is added later."""

    __tablename__ = "billing_batch"
    __table_args__ = (
        unique("cohe_id", "number"),
        CheckConstraint("(sent_at is null) = (sent_by_id is null)", name="sent_by_whom"),
    )

    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    number: Mapped[int]
    from_on: Mapped[date]
    through_on: Mapped[date]
    code: Mapped[str] = mapped_column(String(40))
    unit_minutes: Mapped[int]
    round_up: Mapped[bool]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    made_at: Mapped[datetime]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    sent_at: Mapped[datetime | None]


class BillingLine(Base):
    """A line of a batch: an entry billed, once for ever, or a billed line taken back, once.

    `minutes` are those billed, after rounding; an adjustment's are negative.
    """

    __tablename__ = "billing_line"
    __table_args__ = (
        unique("batch_id", "number"),
        unique("adjusts_id"),
        CheckConstraint("(adjusts_id is null) = (minutes > 0)", name="sign"),
        index(
            "ix_billing_line_entry_billed",
            "time_entry_id",
            unique=True,
            sqlite_where=text("adjusts_id is null"),
            postgresql_where=text("adjusts_id is null"),
        ),
    )

    batch_id: Mapped[int] = mapped_column(ForeignKey("billing_batch.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"), index=True)
    number: Mapped[int]
    time_entry_id: Mapped[int] = mapped_column(ForeignKey("time_entry.id"))
    adjusts_id: Mapped[int | None] = mapped_column(ForeignKey("billing_line.id"))
    minutes: Mapped[int]
