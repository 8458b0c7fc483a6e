"""The milestones of one claim: when each is due, how that was computed, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func

from ohms.domain.access import Actor
from ohms.domain.calendar import Computed
from ohms.domain.milestones import (
    apf_due,
    first_contact_due,
    first_year_ends,
    milestone_state,
    roa_due,
)
from ohms.domain.values import Milestone, MilestoneState
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.medical import ActivityPrescription, ReportOfAccident
from ohms.models.notes import Contact
from ohms.queries.scope import visible


@dataclass(frozen=True, slots=True)
class ClaimMilestone:
    """One milestone of a claim. `state` is empty where a day simply passes: the first year's end."""

    milestone: Milestone
    due: Computed
    met_on: date | None
    state: MilestoneState | None


def milestones_of(actor: Actor, claim: Claim) -> list[ClaimMilestone]:
    """The milestones of a loaded claim whose clock has started, by their day: one statement.

    The first contact is any contact of the claim, reached or tried, as the claim's last contact is.
    """
    return sorted(_found(actor, claim), key=lambda each: (each.due.day, each.milestone))


def _found(actor: Actor, claim: Claim) -> Iterator[ClaimMilestone]:
    met = _first_days(actor, claim)
    today = actor.on_day
    if claim.established_on is not None:
        due = first_contact_due(claim.established_on)
        yield _judged(Milestone.FIRST_CONTACT, due, met.contact, today)
    if claim.first_visit_on is None:
        return
    roa_on = met.roa or claim.roa_received_on
    yield _judged(Milestone.ROA_2_DAYS, roa_due(claim.first_visit_on), roa_on, today)
    yield _judged(Milestone.APF_12_WEEKS, apf_due(claim.first_visit_on), met.apf, today)
    ends = first_year_ends(claim.first_visit_on)
    running = MilestoneState.RUNNING if today <= ends.day else None
    yield ClaimMilestone(Milestone.FIRST_YEAR, ends, None, running)


def _judged(
    milestone: Milestone, due: Computed, met_on: date | None, today: date
) -> ClaimMilestone:
    return ClaimMilestone(milestone, due, met_on, milestone_state(due.day, met_on, today))


def _first_days(actor: Actor, claim: Claim) -> Any:
    """The first contact, Report of Accident and APF of the claim."""
    return db.session.execute(
        visible(actor, Claim)
        .where(Claim.id == claim.id)
        .with_only_columns(
            _first(actor, Contact, Contact.contact_on).label("contact"),
            _first(actor, ReportOfAccident, ReportOfAccident.received_on).label("roa"),
            _first(actor, ActivityPrescription, ActivityPrescription.exam_on).label("apf"),
        )
        .select_from(Claim)
    ).one()


def _first(actor: Actor, model: Any, column: Any) -> Any:
    return (
        visible(actor, model)
        .with_only_columns(func.min(column))
        .where(model.claim_id == Claim.id)
        .correlate(Claim)
        .scalar_subquery()
    )
