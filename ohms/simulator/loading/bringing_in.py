"""How people were brought in, and who is still to be found: training, papers, vacancies."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from ohms.domain.calendar import ONE_DAY, add_months
from ohms.domain.onboarding import MONTHS_A_YEAR
from ohms.models.coverage import OnboardingStep, Training, Vacancy
from ohms.simulator.loading.known import Ids
from ohms.simulator.loading.rows import at_minute, put
from ohms.simulator.planned import (
    PlannedOnboarding,
    PlannedTraining,
    PlannedVacancy,
    World,
)

KINDS = {"orientation": "lni_orientation", "conference": "hsc_conference"}
"""What the plan calls otherwise than the product."""

EVIDENCE = {
    "basic": "Sign-in sheet of the COHE",
    "lni_orientation": "Certificate of L&I",
    "hsc_conference": "Attendance list of the conference",
    "shadowing": "Confirmed by the host",
}
PAPERS = {
    "qualification": "Diploma and letters of former employers",
    "provider_number_applied": "Copy of the application",
    "provider_number_received": "Letter of L&I",
    "application_sent": "Copy of what was sent",
    "application_accepted": "E-mail of L&I",
    "confidentiality": "By the person",
}
FIVE = 17 * 60


def put_trainings(trainings: tuple[PlannedTraining, ...], world: World, ids: Ids) -> int:
    """Trainings with their evidence; the host has confirmed the shadowing in the evening."""
    cohe_of = {person.username: person.cohe for person in world.staff}
    return put(
        Training,
        [
            {
                "staff_id": ids.staff[training.staff],
                "cohe_id": ids.cohe[cohe_of[training.staff] or ""],
                "kind": kind,
                "topic": training.topic if kind == "basic" else None,
                "done_on": training.on,
                "minutes": training.minutes,
                "host_id": ids.staff[training.host] if training.host else None,
                "host_confirmed_at": at_minute(training.on, FIVE) if training.host else None,
                "evidence": EVIDENCE[kind],
            }
            for training in trainings
            for kind in [KINDS.get(training.kind, training.kind)]
            if training.on <= world.today
        ],
    )


def put_onboarding(onboardings: tuple[PlannedOnboarding, ...], world: World, ids: Ids) -> int:
    """The papers of coordinators and assistants, step by step, as far as they were taken."""
    cohe_of = {person.username: person.cohe for person in world.staff}
    return put(
        OnboardingStep,
        [
            {
                "staff_id": ids.staff[onboarding.staff],
                "cohe_id": ids.cohe[cohe_of[onboarding.staff] or ""],
                "step": step,
                "route": _route(onboarding, step),
                "evidence": PAPERS[step],
                "done_on": on,
            }
            for onboarding in onboardings
            for step, on in _steps(onboarding, world.today)
            if on is not None and on <= world.today
        ],
    )


def _steps(papers: PlannedOnboarding, today: date) -> Iterator[tuple[str, date | None]]:
    yield "qualification", papers.number_applied_on
    yield "provider_number_applied", papers.number_applied_on
    yield "provider_number_received", papers.number_received_on
    yield "application_sent", papers.application_sent_on
    yield "application_accepted", papers.application_accepted_on
    yield "confidentiality", _last_anniversary(papers.application_accepted_on, today)


def _route(papers: PlannedOnboarding, step: str) -> str | None:
    """By which route somebody qualifies: an assistant by three years, others in turn by either."""
    if step != "qualification":
        return None
    if "assistant" in papers.staff:
        return "assistant_3_years"
    return "seven_years" if papers.staff[-1] in "369" else "bachelor_3_years"


def _last_anniversary(day: date | None, today: date) -> date | None:
    """Confidentiality is acknowledged again each year: the last time up to today."""
    if day is None or today == date.max:  # somebody who begins later: all of it is the first time
        return day
    years = max(today.year - day.year, 0)
    this_year = add_months(day, MONTHS_A_YEAR * years)
    return (
        this_year
        if this_year <= today or not years
        else add_months(day, MONTHS_A_YEAR * (years - 1))
    )


def put_vacancies(vacancies: tuple[PlannedVacancy, ...], ids: Ids) -> int:
    """Vacancies of coordinators whose leaving put their COHE below its required FTE."""
    return put(Vacancy, [_vacancy(vacancy, ids) for vacancy in vacancies if _runs(vacancy)])


def _runs(vacancy: PlannedVacancy) -> bool:
    return vacancy.staffed_after < vacancy.required


def _vacancy(vacancy: PlannedVacancy, ids: Ids) -> dict[str, Any]:
    return {
        "cohe_id": ids.cohe[vacancy.cohe],
        "position_id": ids.position[vacancy.position],
        "opened_on": vacancy.ended_on + ONE_DAY,
        "due_by": vacancy.due_by,
        "below_already": vacancy.staffed_before < vacancy.required,
    }
