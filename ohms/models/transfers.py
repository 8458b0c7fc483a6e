"""Claims offered to somebody else: to a colleague, or to another COHE, and what became of it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.transfers import TransferDecision
from ohms.models.base import Base, Line, Scoped, choice, index

OPEN = text("decision is null")


class ClaimTransfer(Scoped, Base):
    """One claim offered: by whom, to whom, from which day, and the answer. Decided, it is final.

    `cohe_id` is the COHE that gives. `from_staff_id` answered for the claim when it was offered.
    `to_staff_id` is empty until the receiving supervisor of another COHE has named somebody;
    `claim_number` stands here because that supervisor does not see the claim yet.
    """

    __tablename__ = "claim_transfer"
    __table_args__ = (
        CheckConstraint("(decision is null) = (decided_at is null)", name="decided_at"),
        CheckConstraint("decision <> 'accepted' or to_staff_id is not null", name="accepted_to"),
        CheckConstraint("cohe_id <> to_cohe_id or to_staff_id is not null", name="colleague"),
        index(
            "ix_claim_transfer_open",
            "claim_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        index("ix_claim_transfer_claim_id", "claim_id"),
        index("ix_claim_transfer_to_staff_id", "to_staff_id"),
        index("ix_claim_transfer_to_cohe_id", "to_cohe_id"),
        index("ix_claim_transfer_offered_by_id", "offered_by_id"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    claim_number: Mapped[str] = mapped_column(String(7))
    from_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    to_cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    to_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    from_on: Mapped[date]
    reason: Mapped[Line]
    offered_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    offered_at: Mapped[datetime]
    decision: Mapped[TransferDecision | None] = mapped_column(choice(TransferDecision, "decision"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    decided_at: Mapped[datetime | None]
    answer: Mapped[Line | None]
