"""How a worker's recovery goes: FRQ answers, barriers, measures, the goal, and rules of contact."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.recovery import BarrierCategory, ContactRuleKind, GoalRung, MeasureKind
from ohms.models.base import Base, Line, Prose, Scoped, Versioned, choice, in_order, index


class FrqAnswer(Scoped, Base):
    """One FRQ as a worker answered it, under labels of our own: its wording is not ours to keep.

    Whether it is positive is computed (`domain/frq.py`). A wrong entry is voided and stays.
    """

    __tablename__ = "frq_answer"
    __table_args__ = (
        CheckConstraint("q2 between 0 and 10", name="q2"),
        CheckConstraint("q3_sites between 0 and 20", name="q3_sites"),
        CheckConstraint("q5 between 0 and 10", name="q5"),
        CheckConstraint("q6 between 0 and 10", name="q6"),
        CheckConstraint("(voided_at is null) = (voided_by_id is null)", name="voided_by"),
        index("ix_frq_answer_claim_id_answered_on", "claim_id", "answered_on"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    answered_on: Mapped[date]
    q1: Mapped[bool]
    q2: Mapped[int]
    q3_sites: Mapped[int]
    q3_low_back_with_leg: Mapped[bool]
    q4: Mapped[bool | None]
    q5: Mapped[int | None]
    q6: Mapped[int | None]
    taken_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    taken_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    void_reason: Mapped[Line | None]


class Barrier(Scoped, Versioned, Base):
    """What stands between a worker and work: since when, the plan, and how it ended."""

    __tablename__ = "barrier"
    __table_args__ = (
        in_order("since_on", "closed_on", "since_before_closed"),
        CheckConstraint("(closed_on is null) = (closed_by_id is null)", name="closed_by"),
        index("ix_barrier_claim_id_closed_on", "claim_id", "closed_on"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    category: Mapped[BarrierCategory] = mapped_column(choice(BarrierCategory, "category"))
    remark: Mapped[Prose]
    plan: Mapped[Prose | None]
    since_on: Mapped[date]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    noted_at: Mapped[datetime]
    closed_on: Mapped[date | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    close_reason: Mapped[Line | None]


class RecoveryMeasure(Scoped, Base):
    """Pain or function on one day, 0 to 10 on a scale of our own. A wrong entry is voided."""

    __tablename__ = "recovery_measure"
    __table_args__ = (
        CheckConstraint("value between 0 and 10", name="value"),
        CheckConstraint("(voided_at is null) = (voided_by_id is null)", name="voided_by"),
        index("ix_recovery_measure_claim_id_measured_on", "claim_id", "measured_on"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    kind: Mapped[MeasureKind] = mapped_column(choice(MeasureKind, "kind"))
    value: Mapped[int]
    measured_on: Mapped[date]
    taken_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    taken_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    void_reason: Mapped[Line | None]


class ReturnToWorkGoal(Scoped, Base):
    """A goal on the return-to-work ladder; the newest of a claim stands, the others are history."""

    __tablename__ = "return_to_work_goal"

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    rung: Mapped[GoalRung] = mapped_column(choice(GoalRung, "rung"))
    target_on: Mapped[date]
    remark: Mapped[Line | None]
    set_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    set_at: Mapped[datetime]


class ContactRule(Scoped, Base):
    """How this worker may and may not be approached; shown on every page of the claim."""

    __tablename__ = "contact_rule"
    __table_args__ = (
        in_order("from_on", "ended_on"),
        CheckConstraint("(ended_on is null) = (ended_by_id is null)", name="ended_by"),
        index("ix_contact_rule_claim_id_ended_on", "claim_id", "ended_on"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    kind: Mapped[ContactRuleKind] = mapped_column(choice(ContactRuleKind, "kind"))
    remark: Mapped[Line | None]
    from_on: Mapped[date]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    noted_at: Mapped[datetime]
    ended_on: Mapped[date | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
