"""Steps by which somebody is brought in: recorded by the supervisor, and once a year the person's own
word on confidentiality."""

from datetime import date

from sqlalchemy import select

from ohms.commands.unit_of_work import command
from ohms.domain.access import CASEWORK, Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.onboarding import Route, Step, check_provider_number, check_route, check_step
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.coverage import OnboardingStep
from ohms.models.staff import StaffMember
from ohms.queries.onboarding import BroughtIn, brought_in
from ohms.queries.rounds import ask


@command(Permission.STAFFING_MANAGE)
def record_step(
    actor: Actor,
    cohe_id: int,
    staff_id: int,
    *,
    step: Step,
    done_on: date | None,
    route: Route | None = None,
    evidence: str | None = None,
    number: str | None = None,
) -> None:
    """A step of somebody of the supervised COHE with its day and evidence; recorded anew it takes the
    place of the former. Raises NotFound, RuleBroken beside `step`, `done_on`, `route`, `evidence` or
    `number` (the provider number that was received)."""
    who = person_brought_in(actor, cohe_id, staff_id)
    stand, day = who.onboarding, done_on or actor.on_day
    check_step(step, day, stand.done, actor.on_day)
    check_route(step, route, stand.role)
    if not evidence:
        raise RuleBroken("Enter where the evidence lies.", field="evidence")
    if step is Step.PROVIDER_NUMBER_RECEIVED:
        person = db.session.get_one(StaffMember, staff_id)
        person.lni_provider_number = check_provider_number(number)
    _put(cohe_id, staff_id, step, day, route=route, evidence=evidence)


@command(Permission.ONBOARDING_ACKNOWLEDGE)
def acknowledge_confidentiality(actor: Actor, cohe_id: int) -> None:
    """One's own word, for today, that what one sees of claims is kept to oneself; for a year."""
    if cohe_id not in actor.cohes_as(*CASEWORK):
        raise NotFound
    assert actor.staff_id is not None
    _put(cohe_id, actor.staff_id, Step.CONFIDENTIALITY, actor.on_day, evidence="By the person")


def person_brought_in(actor: Actor, cohe_id: int, staff_id: int) -> BroughtIn:
    """Somebody who works on claims in a COHE that the actor supervises, or manages the contract of."""
    led = actor.cohes_as(Role.SUPERVISOR, Role.CONTRACT_MANAGER)
    found = ask(brought_in(actor.on_day, [cohe_id], staff_id=staff_id)) if cohe_id in led else []
    if not found:
        raise NotFound
    return found[0]


def _put(
    cohe_id: int,
    staff_id: int,
    step: Step,
    done_on: date,
    *,
    route: Route | None = None,
    evidence: str,
) -> None:
    row = db.session.execute(
        select(OnboardingStep).where(
            OnboardingStep.staff_id == staff_id,
            OnboardingStep.cohe_id == cohe_id,
            OnboardingStep.step == step.value,
        )
    ).scalar_one_or_none()
    if row is None:
        row = OnboardingStep(staff_id=staff_id, cohe_id=cohe_id, step=step.value)
        db.session.add(row)
    row.done_on, row.route, row.evidence = done_on, route.value if route else None, evidence
    db.session.flush()
