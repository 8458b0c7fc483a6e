"""Minutes of work: the only source of FTE."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.values import Capture, OtherTime, StandardWork
from ohms.models.base import Base, Line, Scoped, choice, index


class TimeEntry(Scoped, Base):
    """Minutes by one person on one day under one position; for one claim, or for none.

    It counts for that position's role and COHE whatever the claim later becomes. Minutes never
    change in place: a correction inserts a successor and the entry it replaces is voided.
    """

    __tablename__ = "time_entry"
    __table_args__ = (
        CheckConstraint("minutes between 1 and 1440", name="minutes"),
        CheckConstraint("(claim_id is null) = (category is not null)", name="claim_or_category"),
        CheckConstraint(
            "standard_work is null or claim_id is not null", name="standard_work_of_claim"
        ),
        CheckConstraint(
            "supersedes_id is null or reason is not null", name="correction_has_reason"
        ),
        index("ix_time_entry_staff_id_performed_on", "staff_id", "performed_on"),
        index("ix_time_entry_position_id_performed_on", "position_id", "performed_on"),
        index("ix_time_entry_cohe_id_performed_on", "cohe_id", "performed_on"),
        index("ix_time_entry_claim_id", "claim_id", "performed_on"),
        index("ix_time_entry_note_id", "note_id"),
        index(
            "ix_time_entry_supersedes_id",
            "supersedes_id",
            unique=True,
            sqlite_where=text("supersedes_id is not null"),
            postgresql_where=text("supersedes_id is not null"),
        ),
    )

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("case_note.id"))
    category: Mapped[OtherTime | None] = mapped_column(choice(OtherTime, "category"))
    standard_work: Mapped[StandardWork | None] = mapped_column(
        choice(StandardWork, "standard_work")
    )
    performed_on: Mapped[date]
    minutes: Mapped[int]
    capture: Mapped[Capture] = mapped_column(choice(Capture, "capture"))
    remark: Mapped[Line | None]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    entered_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("time_entry.id"))
    reason: Mapped[Line | None]
    voided_at: Mapped[datetime | None]
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
