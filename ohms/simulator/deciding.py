"""Triage of the new claims, where our work on each claim stands, and the claim that came back."""

from datetime import date

from ohms.domain.values import Complexity, Coordination, WorkStatus
from ohms.simulator.absences import Availability
from ohms.simulator.caseload import (
    Caseload,
    complexity_of,
    first_told_payment_on,
    first_touch_on,
    is_touched,
    last_touch_on,
)
from ohms.simulator.courses import ClaimCourse, Severity
from ohms.simulator.planned import World
from ohms.simulator.planned_work import CoordinationState, TriageDecision
from ohms.simulator.seen_at_triage import reasons_seen
from ohms.simulator.workdays import DAYS, add_business_days

CAME_BACK_TO = "puget.hsc1"


def claim_that_came_back(
    courses: list[ClaimCourse], caseload: Caseload, since_on: date, to_on: date
) -> ClaimCourse | None:
    """The claim of puget.hsc1, initiated since a day, for which time loss was last told of within two weeks, although
    nothing of it was to be seen on the day of triage."""
    found: list[tuple[date, str, ClaimCourse]] = []
    for course in courses:
        if course.cohe != "puget" or course.initiated_on < since_on:
            continue
        told = first_told_payment_on(course)
        if told is None or not to_on - DAYS[13] <= told <= to_on:
            continue
        triaged = add_business_days(course.initiated_on, 1)
        unseen = triaged < told and triaged <= to_on
        if unseen and caseload.coordinator_on(course, to_on) == CAME_BACK_TO:
            found.append((told, course.claim_number, course))
    return max(found)[2] if found else None


def _seen_off_work(course: ClaimCourse, day: date) -> bool:
    return any(
        exam.work_status is WorkStatus.OFF_WORK and exam.known_on <= day for exam in course.exams
    )


def _decision(course: ClaimCourse, day: date) -> tuple[str, str, date | None]:
    if is_touched(course):
        if course.severity is not Severity.MEDICAL_ONLY or _seen_off_work(course, day):
            return "work", "Off work or likely to be", None
        if complexity_of(course, day) is Complexity.LOW:
            return "assistant", "One call settles it", None
        return "watch", "Restrictions, no word from the employer yet", day + DAYS[14]
    if course.severity is not Severity.MEDICAL_ONLY:
        return "watch", "Back at work soon by the first APF", day + DAYS[21]
    return "no_action", "Minor injury, at work", None


def triage_of(
    world: World,
    courses: list[ClaimCourse],
    caseload: Caseload,
    available: Availability,
    to_on: date,
    came_back: ClaimCourse | None,
) -> list[TriageDecision]:
    """The decisions on the claims that arrived since notes are kept: on the next day that the
    coordinator was at work."""
    positions = {p.staff: p for p in world.positions}
    decided = []
    for course in courses:
        if course.initiated_on < world.notes_from:
            continue
        day = add_business_days(course.initiated_on, 1)
        staff = caseload.coordinator_on(course, day)
        while day <= to_on and not available.minutes(positions[staff], day):
            day = add_business_days(day, 1)
            staff = caseload.coordinator_on(course, day)
        if day > to_on or staff in world.resting:
            continue
        decision, reason, until = _decision(course, day)
        if course is came_back:
            day = add_business_days(course.initiated_on, 1)
            decision, reason, until = "no_action", "At work with restrictions", None
        seen = reasons_seen(course, day)
        decided.append(
            TriageDecision(
                course.claim_number, course.cohe, staff, day, decision, reason, until, seen
            )
        )
    return decided


def coordination_of(
    courses: list[ClaimCourse], to_on: date, came_back: ClaimCourse | None
) -> list[CoordinationState]:
    """Where our work on every claim stands at the end of a day."""
    return [
        CoordinationState(
            course.claim_number,
            course.cohe,
            *_stand(course, to_on, course is came_back),
        )
        for course in courses
        if course.initiated_on <= to_on
    ]


def _stand(
    course: ClaimCourse, to_on: date, came_back: bool
) -> tuple[Coordination, Complexity, date, str | None, date | None]:
    triaged = add_business_days(course.initiated_on, 1)
    rated = complexity_of(course, to_on)
    if triaged > to_on:
        return Coordination.NEW, Complexity.STANDARD, course.initiated_on, None, None
    if came_back:
        return Coordination.CLOSED, Complexity.STANDARD, triaged, "not_needed", None
    if course.combined_on is not None and course.combined_on <= to_on:
        return Coordination.CLOSED, rated, course.combined_on, "duplicate", None
    if not is_touched(course):
        until = triaged + DAYS[21]
        if course.severity is not Severity.MEDICAL_ONLY and until > to_on:
            return Coordination.WATCHING, rated, triaged, None, triaged
        since = triaged if course.severity is Severity.MEDICAL_ONLY else until
        return Coordination.CLOSED, rated, since, "not_needed", None
    begun, last = first_touch_on(course), last_touch_on(course)
    if begun > to_on:
        return Coordination.WATCHING, rated, triaged, None, triaged
    if last >= to_on:
        return Coordination.ACTIVE, rated, begun, None, begun
    recovered = course.recovered_on <= last
    reason = "returned_full_duty" if recovered else "window_ended"
    return Coordination.CLOSED, rated, last, reason, begun
