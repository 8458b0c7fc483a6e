"""Bulk acts: what was done to picked rows of a list, row by row."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.bulk import BulkKind
from ohms.domain.values import Coordination, TaskState
from ohms.models.base import Base, Line, Name, Scoped, choice, index, unique


class BulkAct(Scoped, Base):
    """One act: by whom, what, and whether it was undone. Its doer's alone.

    `due_by` is of due days, `to_staff_id` of what went or was offered to somebody, `reason` of a closing.
    """

    __tablename__ = "bulk_act"
    __table_args__ = (CheckConstraint("(undone_at is null) = (undone is null)", name="undone"),)

    by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    kind: Mapped[BulkKind] = mapped_column(choice(BulkKind, "kind"))
    at: Mapped[datetime]
    due_by: Mapped[date | None]
    to_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    reason: Mapped[str | None] = mapped_column(String(40))
    undone_at: Mapped[datetime | None]
    undone: Mapped[int | None]


class BulkRow(Scoped, Base):
    """What became of one row: why it stayed, or what stood before and as which version it stands now.

    Of an act on claims a row without a task is a claim's, and one with a task what went along with it.
    """

    __tablename__ = "bulk_row"
    __table_args__ = (
        unique("bulk_act_id", "task_id"),
        index(
            "ix_bulk_row_of_claim",
            "bulk_act_id",
            "claim_id",
            unique=True,
            sqlite_where=text("task_id is null"),
            postgresql_where=text("task_id is null"),
        ),
        CheckConstraint("(refusal is null) = (version is not null)", name="outcome"),
    )

    bulk_act_id: Mapped[int] = mapped_column(ForeignKey("bulk_act.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    task_id: Mapped[int | None] = mapped_column(
        ForeignKey("task.id", ondelete="CASCADE"), index=True
    )
    refusal: Mapped[Line | None]
    was_due_by: Mapped[date | None]
    appeared_on: Mapped[date | None]
    was_state: Mapped[TaskState | None] = mapped_column(choice(TaskState, "was_state"))
    waiting_on: Mapped[Name | None]
    waiting_since_on: Mapped[date | None]
    was_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    """The task's owner, or the claim's coordinator; `was_named`: given to them by name."""

    was_named: Mapped[bool | None]
    was_coordination: Mapped[Coordination | None] = mapped_column(
        choice(Coordination, "was_coordination")
    )
    watched_until_on: Mapped[date | None]
    transfer_id: Mapped[int | None] = mapped_column(ForeignKey("claim_transfer.id"))
    version: Mapped[int | None]
    stays: Mapped[Line | None]
