"""Tasks: what is to be done on a claim, by whom and by when."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.values import StandardWork, TaskKind, TaskState
from ohms.models.base import Base, Line, Name, Scoped, Versioned, choice, index, unique

OPEN = text("state in ('to_do', 'in_progress', 'waiting')")


class Task(Scoped, Versioned, Base):
    """A task on a claim. It shows from `appears_on`; no job has to wake it.

    `derived_key` marks a task that follows from a missing fact and closes when the fact arrives:
    `because` says which, `derived_due_by` is the due day that the facts gave (another `due_by` was
    chosen by a person), and after `shows_until_on` it can no longer be done. One that the facts
    ended has no `finished_by_id`; the evidence is then a note, a document or an APF, and in words.
    `origin_note_id` is the note whose next step it is; `playbook_key` and `playbook_number` name the
    version of the playbook that it came of, 0 being the house's own.
    """

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint(
            "origin in ('by_hand', 'composer', 'derived', 'playbook', 'referral', 'delegated')",
            name="origin",
        ),
        CheckConstraint(
            "state <> 'not_needed' or reason is not null", name="not_needed_has_reason"
        ),
        CheckConstraint(
            "(state in ('done', 'not_needed')) = (finished_at is not null)", name="finished_at"
        ),
        index(
            "ix_task_owner_open",
            "owner_id",
            "due_by",
            "id",
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        index(
            "ix_task_cohe_open",
            "cohe_id",
            "owner_id",
            "due_by",
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        index("ix_task_claim_id_state", "claim_id", "state", "due_by"),
        index(
            "ix_task_derived",
            "claim_id",
            "derived_key",
            unique=True,
            sqlite_where=text("derived_key is not null and finished_at is null"),
            postgresql_where=text("derived_key is not null and finished_at is null"),
        ),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    title: Mapped[Line]
    standard_work: Mapped[StandardWork | None] = mapped_column(
        choice(StandardWork, "standard_work")
    )
    state: Mapped[TaskState] = mapped_column(choice(TaskState, "state"), default=TaskState.TO_DO)
    due_by: Mapped[date]
    appears_on: Mapped[date]
    waiting_on: Mapped[Name | None]
    waiting_since_on: Mapped[date | None]
    origin: Mapped[str] = mapped_column(String(16), default="by_hand")
    derived_key: Mapped[str | None] = mapped_column(String(80))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    written_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    finished_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    evidence_note_id: Mapped[int | None] = mapped_column(ForeignKey("case_note.id"), index=True)
    origin_note_id: Mapped[int | None] = mapped_column(ForeignKey("case_note.id"), index=True)
    reason: Mapped[Line | None]
    kind: Mapped[TaskKind] = mapped_column(
        choice(TaskKind, "kind"), default=TaskKind.OTHER, server_default=TaskKind.OTHER.value
    )
    because: Mapped[Line | None]
    derived_due_by: Mapped[date | None]
    shows_until_on: Mapped[date | None]
    evidence_text: Mapped[Line | None]
    evidence_document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    evidence_apf_id: Mapped[int | None] = mapped_column(ForeignKey("activity_prescription.id"))
    playbook_key: Mapped[str | None] = mapped_column(String(40))
    playbook_number: Mapped[int | None]


class Reassignment(Scoped, Base):
    """Tasks that fell to a supervisor in one act, when somebody left. Its doer's alone."""

    __tablename__ = "reassignment"
    __table_args__ = (
        CheckConstraint("(undone_at is null) = (given_back is null)", name="given_back"),
    )

    by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    given_back: Mapped[int | None]


class ReassignedTask(Scoped, Base):
    """One task of such an act: from whom it fell."""

    __tablename__ = "reassigned_task"
    __table_args__ = (unique("reassignment_id", "task_id"),)

    reassignment_id: Mapped[int] = mapped_column(ForeignKey("reassignment.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), index=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    from_owner_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    refusal: Mapped[Line | None]
