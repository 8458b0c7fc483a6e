"""Referrals from the first draft to the answer, and the one that nobody answers."""

from datetime import date
from random import Random

from ohms.domain.values import ReferralStep, Service
from ohms.simulator.caseload import Caseload
from ohms.simulator.courses import ClaimCourse, Severity
from ohms.simulator.draws import Weighted, between
from ohms.simulator.planned import World
from ohms.simulator.planned_work import Referral
from ohms.simulator.workdays import add_business_days, on_or_after

SILENT_FOR = 16
"""Business days since the silent referral was sent."""

SILENT_OF = "puget.hsc1"

_SERVICES: Weighted[Service] = Weighted(
    [
        (Service.STAY_AT_WORK, 34),
        (Service.RISK_MANAGEMENT, 14),
        (Service.EARLY_RETURN_TO_WORK, 16),
        (Service.VOCATIONAL, 12),
        (Service.ACTIVITY_COACHING, 10),
        (Service.NURSE_CONSULTANT, 5),
        (Service.COMMUNITY, 6),
        (Service.COHE_ADVISOR, 3),
    ]
)
_REASONS: dict[Service, str] = {
    Service.STAY_AT_WORK: "The employer has light duty and has not applied before.",
    Service.RISK_MANAGEMENT: "Several claims of one employer in a year; wants advice.",
    Service.EARLY_RETURN_TO_WORK: "Two weeks of time loss and no plan to return.",
    Service.VOCATIONAL: "The job of injury may not come back.",
    Service.ACTIVITY_COACHING: "Recovery is slow and activity low after four weeks.",
    Service.NURSE_CONSULTANT: "Treatment has stalled and needs a nurse's look.",
    Service.COMMUNITY: "Needs help at home for some weeks.",
    Service.COHE_ADVISOR: "The provider would like a colleague's view.",
}
WHY: dict[ReferralStep, str] = {
    ReferralStep.DECLINED: "Outside of what we can help with; the COHE may ask again when that changes.",
    ReferralStep.NEEDS_INFORMATION: "Please tell us the hours a day and from when.",
    ReferralStep.WITHDRAWN: "Back at the job of injury in the meantime.",
}
"""Why a step was taken, where it has to be said."""

OUTCOMES: dict[Service, str] = {
    Service.STAY_AT_WORK: "Wages reimbursed; the worker is back on light duty.",
    Service.RISK_MANAGEMENT: "Visited; the employer wrote a return-to-work program.",
    Service.EARLY_RETURN_TO_WORK: "Back with modified duty.",
    Service.VOCATIONAL: "Able to work in the job of injury.",
    Service.ACTIVITY_COACHING: "Ten sessions done; activity is up.",
    Service.NURSE_CONSULTANT: "Treatment plan agreed with the provider.",
    Service.COMMUNITY: "Help at home for six weeks.",
    Service.COHE_ADVISOR: "Advisor and provider spoke.",
}
"""What came of a completed referral."""

_ACCEPTED = (
    ReferralStep.RECEIVED,
    ReferralStep.ACCEPTED,
    ReferralStep.IN_PROGRESS,
    ReferralStep.COMPLETED,
)
_PATHS: Weighted[tuple[ReferralStep, ...]] = Weighted(
    [
        (_ACCEPTED, 78),
        ((ReferralStep.RECEIVED, ReferralStep.DECLINED), 10),
        (
            (
                ReferralStep.RECEIVED,
                ReferralStep.NEEDS_INFORMATION,
                ReferralStep.SENT,
                *_ACCEPTED,
            ),
            9,
        ),
        ((ReferralStep.WITHDRAWN,), 3),
    ]
)
_WAITS: dict[ReferralStep, tuple[int, int]] = {
    ReferralStep.RECEIVED: (1, 2),
    ReferralStep.ACCEPTED: (1, 5),
    ReferralStep.DECLINED: (2, 6),
    ReferralStep.NEEDS_INFORMATION: (1, 3),
    ReferralStep.SENT: (1, 2),
    ReferralStep.WITHDRAWN: (1, 4),
    ReferralStep.IN_PROGRESS: (1, 5),
    ReferralStep.COMPLETED: (10, 40),
}
"""Business days until each step, least and most."""


def started_referral(
    rng: Random, key: int, course: ClaimCourse, staff: str, day: date, to_on: date
) -> Referral:
    """A referral sent on a day, with the steps that its path had taken by the period's last day."""
    service = _SERVICES.draw(rng)
    steps = [(ReferralStep.DRAFT, day), (ReferralStep.SENT, day)]
    for step in _PATHS.draw(rng):
        on = add_business_days(steps[-1][1], between(rng, *_WAITS[step]))
        if on > to_on:
            break
        steps.append((step, on))
    return Referral(
        key, course.claim_number, course.cohe, service, staff, _REASONS[service], tuple(steps)
    )


def silent_referral(
    world: World, courses: list[ClaimCourse], caseload: Caseload, to_on: date, key: int
) -> Referral | None:
    """A Stay at Work referral of puget.hsc1, sent more than three weeks ago: no word since."""
    sent_on = add_business_days(to_on, -SILENT_FOR)
    for course in reversed(courses):
        if (
            course.cohe == "puget"
            and course.severity is Severity.DAYS_14_TO_60
            and world.notes_from <= course.initiated_on < sent_on
            and caseload.coordinator_on(course, to_on) == SILENT_OF
        ):
            steps = ((ReferralStep.DRAFT, sent_on), (ReferralStep.SENT, sent_on))
            reason = _REASONS[Service.STAY_AT_WORK]
            return Referral(
                key, course.claim_number, "puget", Service.STAY_AT_WORK, SILENT_OF, reason, steps
            )
    return None


_ANSWERS: dict[ReferralStep, Weighted[ReferralStep]] = {
    ReferralStep.SENT: Weighted([(ReferralStep.RECEIVED, 97), (ReferralStep.WITHDRAWN, 3)]),
    ReferralStep.RECEIVED: Weighted(
        [
            (ReferralStep.ACCEPTED, 80),
            (ReferralStep.DECLINED, 10),
            (ReferralStep.NEEDS_INFORMATION, 10),
        ]
    ),
    ReferralStep.NEEDS_INFORMATION: Weighted([(ReferralStep.SENT, 1)]),
    ReferralStep.ACCEPTED: Weighted([(ReferralStep.IN_PROGRESS, 1)]),
    ReferralStep.IN_PROGRESS: Weighted([(ReferralStep.COMPLETED, 1)]),
}


def further_steps(
    rng: Random, step: ReferralStep, since_on: date, from_on: date, to_on: date
) -> list[tuple[ReferralStep, date]]:
    """The steps that a standing referral takes in a range of days, from where it stands."""
    taken: list[tuple[ReferralStep, date]] = []
    day = since_on
    while step in _ANSWERS:
        step = _ANSWERS[step].draw(rng)
        day = max(add_business_days(day, between(rng, *_WAITS[step])), on_or_after(from_on))
        if day > to_on:
            break
        taken.append((step, day))
    return taken
