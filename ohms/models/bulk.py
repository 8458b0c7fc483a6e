"""Bulk acts: what was done to picked rows of a list, row by row."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.bulk import BulkKind
from ohms.domain.values import TaskState
from ohms.models.base import Base, Line, Name, Scoped, choice, unique


class BulkAct(Scoped, Base):
    """One act: by whom, what, and whether it was undone. Its doer's alone."""

    __tablename__ = "bulk_act"
    __table_args__ = (CheckConstraint("(undone_at is null) = (undone is null)", name="undone"),)

    by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    kind: Mapped[BulkKind] = mapped_column(choice(BulkKind, "kind"))
    at: Mapped[datetime]
    due_by: Mapped[date | None]
    undone_at: Mapped[datetime | None]
    undone: Mapped[int | None]


class BulkRow(Scoped, Base):
    """What became of one row: why it stayed, or what stood before and as which version it stands now."""

    __tablename__ = "bulk_row"
    __table_args__ = (
        unique("bulk_act_id", "task_id"),
        CheckConstraint("(refusal is null) = (version is not null)", name="outcome"),
    )

    bulk_act_id: Mapped[int] = mapped_column(ForeignKey("bulk_act.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), index=True)
    refusal: Mapped[Line | None]
    was_due_by: Mapped[date | None]
    appeared_on: Mapped[date | None]
    was_state: Mapped[TaskState | None] = mapped_column(choice(TaskState, "was_state"))
    waiting_on: Mapped[Name | None]
    waiting_since_on: Mapped[date | None]
    version: Mapped[int | None]
    stays: Mapped[Line | None]
