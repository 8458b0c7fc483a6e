"""A claim as L&I tells it, our coordination of it, and who answers for it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Computed, ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.complexity import Ground
from ohms.domain.delegation import DelegationScope
from ohms.domain.restriction import RestrictionReason
from ohms.domain.values import (
    AccidentKind,
    ClaimStatus,
    Complexity,
    Coordination,
    Fund,
    WorkStatus,
)
from ohms.models.base import (
    Base,
    Dated,
    Line,
    Name,
    Prose,
    Scoped,
    Versioned,
    choice,
    in_order,
    index,
    index_of_told,
    unique,
)

NUMBER_BACKWARDS = " || ".join(f"substr(claim_number, {n}, 1)" for n in range(7, 0, -1))

MAY_COME_BACK = "coordination = 'closed' and (close_reason = 'not_needed' or status = 'reopened')"
"""What triage itself put away, and what L&I reopened: the condition of the index of what may come back."""

OF_A_WHOLE_COHE = "id > 0"
"""True of every row: the condition of the index along a COHE."""


class Claim(Scoped, Versioned, Base):
    """A claim initiated by a provider who was enrolled in the COHE that day.

    L&I's fields come from the feed and are never ours to change; coordination, complexity and the
    summaries are ours. Summaries (`last_contact_on`, `next_due_by`, `open_tasks`, `on_time_loss`,
    `work_status`) are written by the transaction that changes their facts; `ohms check` proves them.
    `low_until_on` is of low claims only: the last day on which the days off known allow it, empty
    where nothing ends it by itself.
    """

    __tablename__ = "claim"
    __table_args__ = (
        unique("claim_number"),
        in_order("injury_on", "first_visit_on", "injury_before_first_visit"),
        in_order("injury_on", "initiated_on", "injury_before_initiated"),
        CheckConstraint("open_tasks >= 0", name="open_tasks"),
        index(
            "ix_claim_list",
            "initiating_provider_id",
            "coordination",
            "on_time_loss",
            "next_due_by",
            "id",
        ),
        index(
            "ix_claim_assigned",
            "assigned_to_id",
            sqlite_where=text("assigned_to_id is not null"),
            postgresql_where=text("assigned_to_id is not null"),
        ),
        index(
            # Only questions about a whole COHE take it up: they say so by its condition. Others must
            # not be led along a COHE by a planner without figures.
            "ix_claim_of_cohe",
            "cohe_id",
            "coordination",
            "on_time_loss",
            "next_due_by",
            "id",
            sqlite_where=text(OF_A_WHOLE_COHE),
            postgresql_where=text(OF_A_WHOLE_COHE),
        ),
        index(
            # Nearly all that is closed never comes back to triage: what could is found without it.
            "ix_claim_may_come_back",
            "assigned_to_id",
            "initiating_provider_id",
            sqlite_where=text(MAY_COME_BACK),
            postgresql_where=text(MAY_COME_BACK),
        ),
        index("ix_claim_initiated", "counted_cohe_id", "initiated_on", "fund"),
        index_of_told("ix_claim_number_backwards", "cohe_id", "number_backwards"),
        index_of_told("ix_claim_low_until", "low_until_on"),
        index("ix_claim_injury", "injury_on", "cohe_id"),
        index(
            "ix_claim_number_prefix",
            "claim_number",
            postgresql_ops={"claim_number": "varchar_pattern_ops"},
        ),
    )

    claim_number: Mapped[str] = mapped_column(String(7))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    initiated_cohe_id: Mapped[int | None]
    """The COHE in which it was initiated, once another one coordinates it; empty: `cohe_id`. Without a
    foreign key of its own, for which SQLite would make the table anew: it is taken from `cohe_id`."""
    worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id"), index=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    initiating_provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    attending_provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), index=True)
    status: Mapped[ClaimStatus] = mapped_column(choice(ClaimStatus, "status"))
    fund: Mapped[Fund] = mapped_column(choice(Fund, "fund"))
    accident_kind: Mapped[AccidentKind] = mapped_column(choice(AccidentKind, "accident_kind"))
    injury_on: Mapped[date]
    first_visit_on: Mapped[date | None]
    roa_received_on: Mapped[date | None]
    initiated_on: Mapped[date]
    established_on: Mapped[date | None]
    body_part_code: Mapped[str | None] = mapped_column(String(16))
    nature_code: Mapped[str | None] = mapped_column(String(16))
    icd10: Mapped[str | None] = mapped_column(String(200))
    claim_manager: Mapped[Name | None]
    claim_manager_phone: Mapped[str | None] = mapped_column(String(40))
    representative_name: Mapped[Name | None]
    representative_phone: Mapped[str | None] = mapped_column(String(40))
    employer_contact: Mapped[Name | None]
    employer_phone: Mapped[str | None] = mapped_column(String(40))
    combined_into_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"), index=True)
    feed_run_id: Mapped[int | None] = mapped_column(ForeignKey("feed_run.id"))
    feed_line: Mapped[int | None]
    as_of_on: Mapped[date | None]
    first_listed_on: Mapped[date | None]

    coordination: Mapped[Coordination] = mapped_column(
        choice(Coordination, "coordination"), default=Coordination.NEW
    )
    close_reason: Mapped[str | None] = mapped_column(String(40))
    watch_until_on: Mapped[date | None]
    complexity: Mapped[Complexity] = mapped_column(
        choice(Complexity, "complexity"), default=Complexity.STANDARD
    )
    low_until_on: Mapped[date | None]
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    restricted: Mapped[bool] = mapped_column(default=False)
    safety_flag: Mapped[Line | None]

    on_time_loss: Mapped[bool] = mapped_column(default=False)
    work_status: Mapped[WorkStatus] = mapped_column(
        choice(WorkStatus, "work_status"), default=WorkStatus.UNKNOWN
    )
    last_contact_on: Mapped[date | None]
    next_due_by: Mapped[date | None]
    open_tasks: Mapped[int] = mapped_column(default=0)
    purged_at: Mapped[datetime | None]
    """From then on nothing is kept of it but its number, its days, its providers and its minutes."""

    counted_cohe_id: Mapped[int] = mapped_column(
        Computed("coalesce(initiated_cohe_id, cohe_id)"), nullable=True, deferred=True
    )
    """Where it counts as initiated, kept by the database: wherever it goes, its count stays there."""

    number_backwards: Mapped[str | None] = mapped_column(
        String(7), Computed(NUMBER_BACKWARDS), deferred=True
    )
    """The number from its end, kept by the database: callers tell the last digits."""


class AttendingProvider(Scoped, Dated, Base):
    """Who treated the worker, from when to when; one at a time."""

    __tablename__ = "attending_provider"
    __table_args__ = (in_order("from_on", "to_on"),)

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), index=True)


class ClaimAssignment(Scoped, Dated, Base):
    """A claim given to a coordinator by name, whatever its provider's assignment says."""

    __tablename__ = "claim_assignment"
    __table_args__ = (in_order("from_on", "to_on"),)

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    reason: Mapped[Line]
    departure_id: Mapped[int | None] = mapped_column(ForeignKey("departure.id"))
    """By which departure it fell to a supervisor, who is to hand it on."""


class Delegation(Scoped, Dated, Base):
    """A task, or a claim within a scope, lent to an assistant by its coordinator, ending by itself.

    It never changes but by being withdrawn: to lend more, or longer, is another one. Whoever lends
    stays answerable.
    """

    __tablename__ = "delegation"
    __table_args__ = (
        in_order("from_on", "to_on"),
        CheckConstraint("(scope = 'task') = (task_id is not null)", name="task_of_scope"),
        CheckConstraint("(withdrawn_at is null) = (withdrawn_by_id is null)", name="withdrawn_by"),
        index("ix_delegation_to_staff_id_claim_id", "to_staff_id", "claim_id"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    from_staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    to_staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    scope: Mapped[DelegationScope] = mapped_column(
        choice(DelegationScope, "scope"),
        default=DelegationScope.CLAIM,
        server_default=DelegationScope.CLAIM.value,
    )
    task_id: Mapped[int | None] = mapped_column(
        ForeignKey("task.id", ondelete="CASCADE"), index=True
    )
    remark: Mapped[Line | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))


class ComplexityGround(Scoped, Base):
    """What a person told that ends low complexity, and when somebody found that it holds no more."""

    __tablename__ = "complexity_ground"
    __table_args__ = (
        CheckConstraint("(lifted_at is null) = (lifted_by_id is null)", name="lifted_by"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    ground: Mapped[Ground] = mapped_column(choice(Ground, "ground"))
    remark: Mapped[Line | None]
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    raised_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))


class ClaimAdmission(Scoped, Base):
    """A person named on a restricted claim; for everyone else that claim does not exist."""

    __tablename__ = "claim_admission"
    __table_args__ = (unique("claim_id", "staff_id"),)

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    admitted_at: Mapped[datetime]


class ClaimRestriction(Scoped, Base):
    """Why a claim was restricted to named people, by whom, and when that was lifted."""

    __tablename__ = "claim_restriction"
    __table_args__ = (
        CheckConstraint("(lifted_at is null) = (lifted_by_id is null)", name="lifted_by"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    reason: Mapped[RestrictionReason] = mapped_column(choice(RestrictionReason, "reason"))
    restricted_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    restricted_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))


class TriageDecision(Scoped, Base):
    """What was decided for a claim at triage, with the score and the reasons seen then."""

    __tablename__ = "triage_decision"
    __table_args__ = (
        CheckConstraint(
            "decision in ('work', 'watch', 'no_action', 'give_to_assistant')", name="decision"
        ),
        in_order("0", "score", "score"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    score: Mapped[int]
    reasons: Mapped[Prose]
    decision: Mapped[str] = mapped_column(String(20))
    reason: Mapped[Line | None]
    watch_until_on: Mapped[date | None]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    decided_at: Mapped[datetime]
