"""How one worker's recovery goes: everything on the claim's page "Recovery"."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy.orm import aliased

from ohms.domain.actor import Actor
from ohms.domain.frq import Frq, is_positive
from ohms.domain.milestones import FrqWindow, frq_met_on, frq_window
from ohms.domain.recovery import BarrierCategory, GoalRung, MeasureKind
from ohms.domain.values import TimeLossKind
from ohms.domain.work_status import (
    EpisodeFact,
    days_off,
    is_off_on,
    nth_day_off,
    released_on,
    returned_on,
)
from ohms.models.claims import Claim
from ohms.models.recovery import Barrier, FrqAnswer, RecoveryMeasure, ReturnToWorkGoal
from ohms.models.staff import StaffMember
from ohms.queries.episodes import (
    ApfSaid,
    CorrectionShown,
    EpisodeShown,
    PaymentShown,
    corrections_of,
    episodes_of,
    newest_apf,
    payments_of,
)
from ohms.queries.rounds import Question, side_by_side
from ohms.queries.scope import visible

MARKS = (4, 7, 10, 14, 30, 60, 90)
"""Numbers of days off that people watch for (domain notes, section 12)."""


class BarrierShown(NamedTuple):
    """A barrier with who noted it; `closed_on` is empty while it stands."""

    id: int
    version: int
    category: BarrierCategory
    remark: str
    plan: str | None
    since_on: date
    noted_by: str
    noted_at: datetime
    closed_on: date | None
    closed_by: str | None
    close_reason: str | None


@dataclass(frozen=True, slots=True)
class FrqShown:
    """An FRQ with who took it; `voided` when it was entered wrongly."""

    id: int
    answered_on: date
    answers: Frq
    taken_by: str
    voided: bool
    void_reason: str | None

    @property
    def positive(self) -> bool:
        return is_positive(self.answers)


class MeasureShown(NamedTuple):
    """Pain or function on a day."""

    id: int
    kind: MeasureKind
    value: int
    measured_on: date
    taken_by: str
    voided: bool


class GoalShown(NamedTuple):
    """A goal with who set it."""

    rung: GoalRung
    target_on: date
    remark: str | None
    set_by: str
    set_at: datetime


class Mark(NamedTuple):
    """A number of days off and the day on which they were reached, or will be."""

    number: int
    on: date | None


@dataclass(frozen=True)
class Recovery:
    """All of it, with what is computed from the episodes as of `today`."""

    today: date
    episodes: list[EpisodeShown]
    payments: list[PaymentShown]
    corrections: list[CorrectionShown]
    apf: ApfSaid | None
    barriers: list[BarrierShown]
    frqs: list[FrqShown]
    measures: Mapping[MeasureKind, list[MeasureShown]]
    goals: list[GoalShown]

    @cached_property
    def facts(self) -> list[EpisodeFact]:
        return [episode.fact for episode in self.episodes]

    @property
    def days_off(self) -> int | None:
        """None where no work status is known: nothing says that there were none."""
        return days_off(self.facts, self.today) if self.facts else None

    @property
    def off_today(self) -> bool:
        return is_off_on(self.facts, self.today)

    @property
    def released_on(self) -> date | None:
        return released_on(self.facts)

    @property
    def returned_on(self) -> date | None:
        return returned_on(self.facts)

    @property
    def marks(self) -> list[Mark]:
        """Those that are past, and those that come while the worker stays off."""
        return [Mark(number, nth_day_off(self.facts, number)) for number in MARKS]

    @property
    def next_mark(self) -> Mark | None:
        return next((m for m in self.marks if m.on is not None and m.on > self.today), None)

    @property
    def paid_days(self) -> dict[TimeLossKind, int]:
        """Days paid by kind: time loss, loss of earning power and kept on salary stay apart."""
        total: dict[TimeLossKind, int] = defaultdict(int)
        for payment in self.payments:
            total[payment.kind] += payment.days
        return dict(total)

    @property
    def apf_differs(self) -> bool:
        """What is kept by hand says otherwise today than the newest APF."""
        if self.apf is None:
            return False
        said = EpisodeFact(self.apf.status, self.apf.from_on, self.apf.to_on)
        holding = next((e for e in self.episodes if e.fact.holds_on(self.today)), None)
        if holding is None or (holding.apf and not holding.corrected):
            return False
        return said.holds_on(self.today) and holding.status is not self.apf.status

    @cached_property
    def window(self) -> FrqWindow | None:
        return frq_window(self.facts)

    @property
    def standing_frqs(self) -> list[FrqShown]:
        return [frq for frq in self.frqs if not frq.voided]

    @property
    def window_met_on(self) -> date | None:
        days = [frq.answered_on for frq in self.standing_frqs]
        return frq_met_on(self.window, days) if self.window else None

    @property
    def open_barriers(self) -> list[BarrierShown]:
        return [barrier for barrier in self.barriers if barrier.closed_on is None]

    @property
    def closed_barriers(self) -> list[BarrierShown]:
        return [barrier for barrier in self.barriers if barrier.closed_on is not None]


def recovery_of(actor: Actor, claim: Claim) -> Question[Recovery]:
    """The recovery of a loaded claim: one round."""
    episodes, payments, corrections, apf, barriers, frqs, measured, goals = yield from side_by_side(
        episodes_of(actor, claim.id),
        payments_of(actor, claim.id),
        corrections_of(actor, claim.id),
        newest_apf(actor, claim.id),
        barriers_of(actor, claim.id),
        _frqs(actor, claim.id),
        _measures(actor, claim.id),
        _goals(actor, claim.id),
    )
    measures: dict[MeasureKind, list[MeasureShown]] = {kind: [] for kind in MeasureKind}
    for measure in measured:
        measures[measure.kind].append(measure)
    return Recovery(
        today=actor.on_day,
        episodes=episodes,
        payments=payments,
        corrections=corrections,
        apf=apf,
        barriers=barriers,
        frqs=frqs,
        measures=measures,
        goals=goals,
    )


def barriers_of(actor: Actor, claim_id: int) -> Question[list[BarrierShown]]:
    closer = aliased(StaffMember)
    statement: Any = (
        visible(actor, Barrier)
        .where(Barrier.claim_id == claim_id)
        .with_only_columns(
            Barrier.id,
            Barrier.version,
            Barrier.category,
            Barrier.remark,
            Barrier.plan,
            Barrier.since_on,
            StaffMember.name,
            Barrier.noted_at,
            Barrier.closed_on,
            closer.name,
            Barrier.close_reason,
        )
        .select_from(Barrier)
        .join(StaffMember, StaffMember.id == Barrier.noted_by_id)
        .outerjoin(closer, closer.id == Barrier.closed_by_id)
        .order_by(Barrier.since_on, Barrier.id)
    )
    (rows,) = yield (statement,)
    return [BarrierShown(*row) for row in rows]


def _frqs(actor: Actor, claim_id: int) -> Question[list[FrqShown]]:
    statement: Any = (
        visible(actor, FrqAnswer)
        .where(FrqAnswer.claim_id == claim_id)
        .with_only_columns(
            FrqAnswer.id,
            FrqAnswer.answered_on,
            StaffMember.name,
            FrqAnswer.voided_at.is_not(None),
            FrqAnswer.void_reason,
            FrqAnswer.q1,
            FrqAnswer.q2,
            FrqAnswer.q3_sites,
            FrqAnswer.q3_low_back_with_leg,
            FrqAnswer.q4,
            FrqAnswer.q5,
            FrqAnswer.q6,
        )
        .join(StaffMember, StaffMember.id == FrqAnswer.taken_by_id)
        .order_by(FrqAnswer.answered_on.desc(), FrqAnswer.id.desc())
    )
    (rows,) = yield (statement,)
    return [
        FrqShown(id_, on, Frq(*answers), taken_by, voided, why)
        for id_, on, taken_by, voided, why, *answers in rows
    ]


def _measures(actor: Actor, claim_id: int) -> Question[list[MeasureShown]]:
    Measure = RecoveryMeasure
    statement = (
        visible(actor, Measure)
        .where(Measure.claim_id == claim_id)
        .with_only_columns(
            Measure.id,
            Measure.kind,
            Measure.value,
            Measure.measured_on,
            StaffMember.name,
            Measure.voided_at.is_not(None),
        )
        .join(StaffMember, StaffMember.id == Measure.taken_by_id)
        .order_by(Measure.measured_on, Measure.id)
    )
    (rows,) = yield (statement,)
    return [MeasureShown(*row) for row in rows]


def _goals(actor: Actor, claim_id: int) -> Question[list[GoalShown]]:
    Goal = ReturnToWorkGoal
    statement = (
        visible(actor, Goal)
        .where(Goal.claim_id == claim_id)
        .with_only_columns(Goal.rung, Goal.target_on, Goal.remark, StaffMember.name, Goal.set_at)
        .join(StaffMember, StaffMember.id == Goal.set_by_id)
        .order_by(Goal.id.desc())
    )
    (rows,) = yield (statement,)
    return [GoalShown(*row) for row in rows]
