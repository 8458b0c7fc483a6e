"""What an assistant entered and a coordinator co-signs, beside notes: FRQ results, plans, closings."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.co_signing import CoSignKind, EntryOutcome
from ohms.models.base import Base, Prose, Scoped, choice, index

OPEN = text("outcome is null")


class CoSignature(Scoped, Base):
    """One entry on its way to a co-signature, with its words as they were entered.

    Settled once: co-signed, returned with a question, or withdrawn. An answer to a question is a row
    of its own that follows the returned one.
    """

    __tablename__ = "co_signature"
    __table_args__ = (
        CheckConstraint(
            "(settled_at is null) = (outcome is null)"
            " and (settled_by_id is null) = (outcome is null)",
            name="settled",
        ),
        CheckConstraint(
            "(coalesce(outcome, '') = 'returned') = (question is not null)", name="question"
        ),
        CheckConstraint("(follows_id is null) = (answer is null)", name="answer"),
        CheckConstraint(
            "(kind = 'frq') = (frq_id is not null)"
            " and (kind = 'barrier_plan') = (barrier_id is not null)"
            " and (kind = 'closing') = (close_reason is not null)",
            name="of_its_kind",
        ),
        index(
            "ix_co_signature_open",
            "cohe_id",
            "entered_by_id",
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        index("ix_co_signature_entered_by_id", "entered_by_id", "outcome"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    kind: Mapped[CoSignKind] = mapped_column(choice(CoSignKind, "kind"))
    said: Mapped[Prose]
    frq_id: Mapped[int | None] = mapped_column(ForeignKey("frq_answer.id"), index=True)
    barrier_id: Mapped[int | None] = mapped_column(ForeignKey("barrier.id"), index=True)
    close_reason: Mapped[str | None] = mapped_column(String(40))
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    entered_at: Mapped[datetime]
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("co_signature.id"), index=True)
    answer: Mapped[Prose | None]
    outcome: Mapped[EntryOutcome | None] = mapped_column(choice(EntryOutcome, "outcome"))
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    settled_at: Mapped[datetime | None]
    question: Mapped[Prose | None]
