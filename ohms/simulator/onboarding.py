"""How each coordinator and assistant was brought in: papers, basic training, additional training."""

from datetime import date, timedelta

from ohms.domain.calendar import add_months
from ohms.domain.values import Role
from ohms.simulator.absences import Availability
from ohms.simulator.draws import pick, stream
from ohms.simulator.planned import PlannedOnboarding, PlannedPosition, PlannedTraining
from ohms.simulator.staffing import NEWCOMER
from ohms.simulator.workdays import add_business_days, is_business_day

BASIC_TOPICS = ("roles", "responsibilities", "processes")
SHADOWED = ((90, "cascade.hsc1", 70), (60, "cascade.hsc2", 35))
"""Of the newcomer's 240 minutes: minutes, host and how many days ago."""


def basic_trainings(position: PlannedPosition) -> list[PlannedTraining]:
    """The COHE's own three topics, in the first days at work."""
    return [
        PlannedTraining(
            position.staff, "basic", topic, add_business_days(position.from_on, n + 1), 120
        )
        for n, topic in enumerate(BASIC_TOPICS)
    ]


def _additional(seed: int, position: PlannedPosition) -> PlannedTraining:
    rng = stream(seed, "training", position.staff)
    kind = pick(rng, ("orientation", "conference"))
    return PlannedTraining(
        position.staff, kind, "both", add_business_days(position.from_on, 60), 420
    )


def _shadowing(
    positions: list[PlannedPosition], available: Availability, today: date
) -> list[PlannedTraining]:
    """The newcomer's shadowing so far, on days when she and her host were at work."""
    by_name = {p.staff: p for p in positions if p.role == Role.HSC}
    rows = []
    for minutes, host, days_ago in SHADOWED:
        day = today - timedelta(days=days_ago)
        pair = (by_name[NEWCOMER], by_name[host])
        while not (is_business_day(day) and all(available.minutes(p, day) for p in pair)):
            day -= timedelta(days=1)
        rows.append(PlannedTraining(NEWCOMER, "shadowing", "other_cohe", day, minutes, host))
    return rows


def trainings_of(
    seed: int, positions: list[PlannedPosition], available: Availability, today: date
) -> list[PlannedTraining]:
    """Everybody's evidence; the newcomer has 150 of 240 minutes and nothing else that counts."""
    rows: list[PlannedTraining] = []
    for position in positions:
        if position.role not in (Role.HSC, Role.HSC_ASSISTANT):
            continue
        rows += basic_trainings(position)
        if position.staff == NEWCOMER:
            rows += _shadowing(positions, available, today)
        elif position.role == Role.HSC:
            rows.append(_additional(seed, position))
    return rows


def onboarding_of(position: PlannedPosition) -> PlannedOnboarding:
    """The papers of one person, all accepted, with the last day of the six months."""
    return PlannedOnboarding(
        staff=position.staff,
        position=position.key,
        number_applied_on=add_business_days(position.from_on, -15),
        number_received_on=add_business_days(position.from_on, -3),
        application_sent_on=add_business_days(position.from_on, -2),
        application_accepted_on=add_business_days(position.from_on, 4),
        training_due_by=add_months(position.from_on, 6),
    )


def onboardings_of(positions: list[PlannedPosition]) -> list[PlannedOnboarding]:
    """The papers of everybody who works on claims."""
    return [onboarding_of(p) for p in positions if p.role in (Role.HSC, Role.HSC_ASSISTANT)]
