"""The milestones of one claim: when each is due, how that was computed, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func

from ohms.domain.actor import Actor
from ohms.domain.calendar import Computed
from ohms.domain.milestones import (
    ReachedUs,
    apf_due,
    first_contact_due,
    first_year_ends,
    frq_met_on,
    frq_window,
    milestone_state,
    reached_us,
    roa_due,
)
from ohms.domain.values import Milestone, MilestoneState
from ohms.domain.work_status import EpisodeFact
from ohms.models.claims import Claim
from ohms.models.medical import ActivityPrescription, ReportOfAccident
from ohms.models.notes import Contact
from ohms.models.recovery import FrqAnswer
from ohms.queries.episodes import episode_facts
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question, asked, side_by_side
from ohms.queries.scope import visible


@dataclass(frozen=True, slots=True)
class ClaimMilestone:
    """One milestone of a claim. `state` is empty where a day simply passes, such as the first
    year's end, or where its clock has not begun; `late` where the claim itself came to us late."""

    milestone: Milestone
    due: Computed
    met_on: date | None
    state: MilestoneState | None
    late: ReachedUs | None = None


def milestones_of(actor: Actor, claim: Claim) -> Question[list[ClaimMilestone]]:
    """The milestones of a loaded claim whose clock has started, by their day.

    The first contact is any contact of the claim, reached or tried, as the claim's last contact is.
    """
    (days,), episodes, answered = yield from side_by_side(
        asked(_first_days(actor, claim_id=claim.id)),
        episode_facts(actor, claim.id),
        frq_days(actor, claim.id),
    )
    found = _found(actor.on_day, claim, days[0], episodes, answered)
    return sorted(found, key=lambda each: (each.due.day, each.milestone))


def _found(
    today: date, claim: Claim, met: Any, episodes: list[EpisodeFact], answered: list[date]
) -> Iterator[ClaimMilestone]:
    if claim.established_on is not None:
        due = first_contact_due(claim.established_on)
        late = _came_late(claim, claim.established_on, met.contact)
        yield replace(_judged(Milestone.FIRST_CONTACT, due, met.contact, today), late=late)
    yield from _frq(today, episodes, answered)
    if claim.first_visit_on is None:
        return
    roa_on = met.roa or claim.roa_received_on
    yield _judged(Milestone.ROA_2_DAYS, roa_due(claim.first_visit_on), roa_on, today)
    yield _judged(Milestone.APF_12_WEEKS, apf_due(claim.first_visit_on), met.apf, today)
    ends = first_year_ends(claim.first_visit_on)
    running = MilestoneState.RUNNING if today <= ends.day else None
    yield ClaimMilestone(Milestone.FIRST_YEAR, ends, None, running)


def _came_late(claim: Claim, established_on: date, contact_on: date | None) -> ReachedUs | None:
    """Nothing of a claim that somebody had contacted before the feed listed it to us."""
    listed_on = claim.first_listed_on
    if listed_on is None or (contact_on is not None and contact_on < listed_on):
        return None
    return reached_us(established_on, listed_on)


def _frq(
    today: date, episodes: list[EpisodeFact], answered: list[date]
) -> Iterator[ClaimMilestone]:
    """The FRQ window: met on the day answered; before it opens, and where the worker went back
    before it closed, nothing is missed."""
    window = frq_window(episodes)
    if window is None:
        return
    met_on = frq_met_on(window, answered)
    if met_on is None and (today < window.opens.day or window.closes is None):
        due = window.opens if today < window.opens.day else window.ends
        yield ClaimMilestone(Milestone.FRQ_WINDOW, due, None, None)
        return
    yield _judged(Milestone.FRQ_WINDOW, window.ends, met_on, today)


def frq_days(actor: Actor, claim_id: int) -> Question[list[date]]:
    """The days on which an FRQ that stands was answered."""
    (rows,) = yield (_answered(actor, claim_id=claim_id),)
    return [row.answered_on for row in rows]


@prepared
def _answered(actor: Actor, *, claim_id: int) -> AnySelect:
    return (
        visible(actor, FrqAnswer)
        .where(FrqAnswer.claim_id == claim_id, FrqAnswer.voided_at.is_(None))
        .with_only_columns(FrqAnswer.answered_on)
    )


def _judged(
    milestone: Milestone, due: Computed, met_on: date | None, today: date
) -> ClaimMilestone:
    return ClaimMilestone(milestone, due, met_on, milestone_state(due.day, met_on, today))


@prepared
def _first_days(actor: Actor, *, claim_id: int) -> AnySelect:
    """The first contact, Report of Accident and APF of the claim."""
    return (
        visible(actor, Claim)
        .where(Claim.id == claim_id)
        .with_only_columns(
            _first(actor, Contact, Contact.contact_on).label("contact"),
            _first(actor, ReportOfAccident, ReportOfAccident.received_on).label("roa"),
            _first(actor, ActivityPrescription, ActivityPrescription.exam_on).label("apf"),
        )
        .select_from(Claim)
    )


def _first(actor: Actor, model: Any, column: Any) -> Any:
    return (
        visible(actor, model)
        .with_only_columns(func.min(column))
        .where(model.claim_id == Claim.id)
        .correlate(Claim)
        .scalar_subquery()
    )
