"""Time as its people and their supervisor stand by it: attested, locked, and what came in late.

None of it changes what counts, save a late entry, which counts once it is accepted.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from ohms.models.base import Base, Line, index, unique


class TimeAttestation(Base):
    """A person's word that their minutes in a COHE are complete through a day. Never changed.

    No row speaks of two quarters: attesting over a quarter's end leaves one row for each.
    """

    __tablename__ = "time_attestation"
    __table_args__ = (
        unique("staff_id", "cohe_id", "through_on"),
        index("ix_time_attestation_cohe_id_through_on", "cohe_id", "through_on"),
    )

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    through_on: Mapped[date]
    attested_at: Mapped[datetime]


class QuarterLock(Base):
    """A finished quarter of a COHE whose minutes stand, until it is reopened with a reason."""

    __tablename__ = "quarter_lock"
    __table_args__ = (
        CheckConstraint("quarter between 1 and 4", name="quarter"),
        CheckConstraint(
            "(reopened_at is null) = (reopened_by_id is null)"
            " and (reopened_at is null) = (reason is null)",
            name="reopened_by_whom_and_why",
        ),
        index(
            "ix_quarter_lock_standing",
            "cohe_id",
            "year",
            "quarter",
            unique=True,
            sqlite_where=text("reopened_at is null"),
            postgresql_where=text("reopened_at is null"),
        ),
    )

    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    year: Mapped[int]
    quarter: Mapped[int]
    locked_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    locked_at: Mapped[datetime]
    reopened_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    reopened_at: Mapped[datetime | None]
    reason: Mapped[Line | None]


class ReopeningRequest(Base):
    """A person asks for a locked quarter to be opened again, and why; answered once."""

    __tablename__ = "reopening_request"
    __table_args__ = (
        CheckConstraint(
            "(answered_at is null) = (answered_by_id is null)"
            " and (answered_at is null) = (granted is null)",
            name="answered_by_whom",
        ),
        index(
            "ix_reopening_request_open",
            "lock_id",
            "staff_id",
            unique=True,
            sqlite_where=text("answered_at is null"),
            postgresql_where=text("answered_at is null"),
        ),
    )

    lock_id: Mapped[int] = mapped_column(ForeignKey("quarter_lock.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    reason: Mapped[Line]
    asked_at: Mapped[datetime]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    answered_at: Mapped[datetime | None]
    granted: Mapped[bool | None]


class LateEntry(Base):
    """Minutes that came for a day of a locked quarter: they wait for the supervisor to accept them.

    `seen_at`: when the person saw the minutes; a captured run over 60 minutes waits for that too.
    """

    __tablename__ = "late_entry"
    __table_args__ = (
        unique("time_entry_id"),
        CheckConstraint(
            "(accepted_at is null) = (accepted_by_id is null)", name="accepted_by_whom"
        ),
        CheckConstraint("accepted_at is null or seen_at is not null", name="seen_first"),
    )

    time_entry_id: Mapped[int] = mapped_column(ForeignKey("time_entry.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"), index=True)
    seen_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    accepted_at: Mapped[datetime | None]
