"""How a few dozen workers recover: FRQ answers, barriers, measures, goals and rules of contact."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import func, select

from ohms.domain.calendar import PACIFIC
from ohms.domain.frq import Frq, is_positive
from ohms.domain.recovery import BarrierCategory, ContactRuleKind, GoalRung, MeasureKind
from ohms.domain.values import Complexity, Coordination, WorkStatus
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.medical import WorkStatusEpisode
from ohms.models.providers import ProviderAssignment
from ohms.models.recovery import (
    Barrier,
    ContactRule,
    FrqAnswer,
    RecoveryMeasure,
    ReturnToWorkGoal,
)
from ohms.simulator.draws import between, pick, stream
from ohms.simulator.loading.rows import put

A_COORDINATOR = 4
"""Claims of one coordinator that have a recovery to show."""

LEAST_DAYS_OFF = 21
BARRIERS = (
    (
        BarrierCategory.NO_LIGHT_DUTY,
        "The employer sees no light duty in the yard.",
        "Ask about counting and dispatch; offer Stay at Work.",
    ),
    (
        BarrierCategory.TREATMENT_DELAY,
        "Physical therapy waits for authorization.",
        "Call the claim manager on Monday.",
    ),
    (
        BarrierCategory.FEAR_OR_EXPECTATION,
        "Afraid that lifting will bring the pain back.",
        "Ask the provider for a stepwise plan.",
    ),
    (BarrierCategory.TRANSPORT_HOME_MONEY, "No car, and the bus takes an hour and a half.", None),
    (BarrierCategory.LANGUAGE, "Understands letters only when somebody reads them out.", None),
)
RULES = (
    (ContactRuleKind.NO_VOICEMAIL, "Shares the telephone"),
    (ContactRuleKind.NOT_BEFORE, "10 am, works nights"),
    (ContactRuleKind.INTERPRETER, None),
)
RUNGS = (
    GoalRung.SAME_JOB_SAME_EMPLOYER,
    GoalRung.SAME_JOB_MODIFIED,
    GoalRung.NEW_JOB_MODIFIED_SAME_EMPLOYER,
)


class _OffWork(NamedTuple):
    """A claim whose worker is off work, and who answers for it."""

    claim_id: int
    cohe_id: int
    staff_id: int
    off_since: date


def put_recoveries(today: date, seed: int) -> int:
    """Recoveries of claims whose workers have been off work for three weeks; how many claims.

    Inside a bulk unit, before tasks are derived: an FRQ that was answered asks for no call.
    """
    rows: dict[Any, list[dict[str, Any]]] = {}
    claims = _chosen(today)
    for claim in claims:
        rng = stream(seed, "recoveries", claim.off_since.isoformat(), claim.claim_id)
        _recover(rows, claim, today, rng)
    for model, listed in rows.items():
        put(model, listed)
    return len(claims)


def _chosen(today: date) -> list[_OffWork]:
    """The longest off work first, so many of each coordinator."""
    longest = today - timedelta(days=120)
    latest = today - timedelta(days=LEAST_DAYS_OFF)
    place = (
        func.row_number()
        .over(
            partition_by=ProviderAssignment.staff_id,
            order_by=(WorkStatusEpisode.from_on.desc(), Claim.id),
        )
        .label("place")
    )
    off = (
        select(
            Claim.id,
            Claim.cohe_id,
            ProviderAssignment.staff_id,
            WorkStatusEpisode.from_on,
            place,
        )
        .join(WorkStatusEpisode, WorkStatusEpisode.claim_id == Claim.id)
        .join(
            ProviderAssignment,
            ProviderAssignment.provider_id == Claim.initiating_provider_id,
        )
        .where(
            ProviderAssignment.to_on.is_(None),
            Claim.coordination == Coordination.ACTIVE,
            Claim.complexity != Complexity.LOW,
            Claim.combined_into_id.is_(None),
            WorkStatusEpisode.work_status == WorkStatus.OFF_WORK,
            WorkStatusEpisode.from_on.between(longest, latest),
            (WorkStatusEpisode.to_on.is_(None)) | (WorkStatusEpisode.to_on >= today),
        )
        .subquery()
    )
    chosen = select(off).where(off.c.place <= A_COORDINATOR).order_by(off.c.id)
    return [_OffWork(*row[:4]) for row in db.session.execute(chosen)]


def _recover(
    rows: dict[Any, list[dict[str, Any]]], claim: _OffWork, today: date, rng: Random
) -> None:
    about = {"claim_id": claim.claim_id, "cohe_id": claim.cohe_id}
    taken = {"taken_by_id": claim.staff_id}
    answered_on = min(claim.off_since + timedelta(days=between(rng, 10, 20)), today)
    answers = Frq(rng.random() < 0.6, between(rng, 2, 9), between(rng, 1, 3), rng.random() < 0.3)
    kept = {
        "answered_on": answered_on,
        "q1": answers.q1,
        "q2": answers.q2,
        "q3_sites": answers.q3_sites,
        "q3_low_back_with_leg": answers.q3_low_back_with_leg,
        "q4": rng.random() < 0.5,
        "q5": between(rng, 2, 9),
        "q6": between(rng, 1, 8),
    }
    rows.setdefault(FrqAnswer, []).append({**about, **kept, **taken, "taken_at": _at(answered_on)})
    pain, function = between(rng, 6, 9), between(rng, 1, 4)
    for week in range(4):
        day = claim.off_since + timedelta(days=3 + 7 * week)
        if day > today:
            break
        for kind, value in ((MeasureKind.PAIN, pain - week), (MeasureKind.FUNCTION, function)):
            told = {"kind": kind, "value": max(value, 0), "measured_on": day}
            rows.setdefault(RecoveryMeasure, []).append(
                {**about, **told, **taken, "taken_at": _at(day)}
            )
        function += rng.random() < 0.6
    noted = {"noted_by_id": claim.staff_id, "noted_at": _at(answered_on)}
    category, remark, plan = pick(rng, BARRIERS)
    barrier = {"category": category, "remark": remark, "plan": plan, "since_on": answered_on}
    rows.setdefault(Barrier, []).append({**about, **barrier, **noted})
    goal = {
        "rung": pick(rng, RUNGS),
        "target_on": today + timedelta(days=between(rng, -3, 40)),
        "remark": "With the employer's agreement" if is_positive(answers) else None,
    }
    set_by = {"set_by_id": claim.staff_id, "set_at": _at(answered_on)}
    rows.setdefault(ReturnToWorkGoal, []).append({**about, **goal, **set_by})
    if rng.random() < 0.4:
        rule, words = pick(rng, RULES)
        held = {"kind": rule, "remark": words, "from_on": answered_on}
        rows.setdefault(ContactRule, []).append({**about, **held, **noted})


def _at(day: date) -> datetime:
    """In the morning of the day."""
    return datetime.combine(day, time(10, 15), PACIFIC)
