"""The figures of a COHE's referrals in a quarter, and exactly the rows behind each."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, select

from ohms.domain.actor import Actor
from ohms.domain.calendar import ONE_DAY, PACIFIC, Quarter, pacific_day
from ohms.domain.centre_settings import ANSWER
from ohms.domain.referral_measures import (
    FIRST_ANSWERS,
    Answered,
    CountedReferral,
    Ending,
    ReferralFigures,
    figures_of,
)
from ohms.domain.values import ReferralStep, Role, Service
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import Cohe
from ohms.models.referrals import Referral, ReferralStepTaken
from ohms.models.workers import Employer
from ohms.queries.scope import countable, sees, steps_of_countable, visible
from ohms.queries.settings import answer_days_history


class Centre(NamedTuple):
    """A COHE whose figures the actor has; `with_rows`: they open."""

    id: int
    slug: str
    name: str
    with_rows: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of a quarter's referrals: all, or narrowed by what a figure is about."""

    service: Service | None = None
    employer_id: int | None = None
    answered: Answered | None = None
    ending: Ending | None = None


@dataclass(frozen=True, slots=True)
class FiguresOf:
    """The figures of one service or one employer."""

    service: Service | None
    employer_id: int | None
    name: str
    figures: ReferralFigures


@dataclass(frozen=True, slots=True)
class QuarterOfReferrals:
    all: ReferralFigures
    by_service: list[FiguresOf]
    by_employer: list[FiguresOf]


class FiguredReferral(NamedTuple):
    """A row behind a figure; what names the claim is None out of one's sight."""

    id: int
    claim_id: int | None
    claim_number: str | None
    employer: str | None
    service: Service
    step: ReferralStep
    sent_on: date
    answered_on: date | None
    answered: Answered
    outcome: str | None


def figured_centres(actor: Actor) -> list[Centre]:
    """By name. Supervisors open the rows; contract managers have the figures alone."""
    cohes = actor.cohes_as(Role.SUPERVISOR, Role.CONTRACT_MANAGER)
    supervised = actor.cohes_as(Role.SUPERVISOR)
    rows = db.session.execute(
        select(Cohe.id, Cohe.slug, Cohe.name).where(Cohe.id.in_(cohes)).order_by(Cohe.name)
    )
    return [Centre(*row, row.id in supervised) for row in rows]


def opens_figures_of(actor: Actor) -> ColumnElement[bool]:
    """The COHEs whose rows somebody opens: those that they supervise."""
    return Cohe.id.in_(actor.cohes_as(Role.SUPERVISOR))


def referral_figures(actor: Actor, cohe_id: int, quarter: Quarter) -> QuarterOfReferrals:
    """Four statements, however many referrals; the employers with the most first."""
    counted = _counted(actor, cohe_id, quarter)
    today = actor.on_day
    names = _names_of({each.employer_id for each in counted})
    by_service = [
        FiguresOf(service, None, "", figures_of(of_it, today))
        for service in Service
        if (of_it := [each for each in counted if each.service is service])
    ]
    by_employer = [
        FiguresOf(
            None,
            employer_id,
            name,
            figures_of([each for each in counted if each.employer_id == employer_id], today),
        )
        for employer_id, name in names.items()
    ]
    by_employer.sort(key=lambda each: (-each.figures.sent, each.name))
    return QuarterOfReferrals(figures_of(counted, today), by_service, by_employer)


def figured_rows(
    actor: Actor, cohe_id: int, quarter: Quarter, wanted: Wanted
) -> list[FiguredReferral]:
    """As many as the figure says, the newest first. What is restricted to named people, or went to
    another COHE with its claim, is a row that names nothing of it."""
    matching = [
        each for each in _counted(actor, cohe_id, quarter) if _is(each, wanted, actor.on_day)
    ]
    seen = _seen(actor, cohe_id, quarter)
    rows = [_row(each, seen.get(each.id), actor.on_day) for each in matching]
    return sorted(rows, key=lambda row: (row.sent_on, row.id), reverse=True)


def _is(referral: CountedReferral, wanted: Wanted, today: date) -> bool:
    return (
        wanted.service in (None, referral.service)
        and wanted.employer_id in (None, referral.employer_id)
        and wanted.answered in (None, referral.answered(today))
        and wanted.ending in (None, referral.ending)
    )


def _row(referral: CountedReferral, seen: Any, today: date) -> FiguredReferral:
    return FiguredReferral(
        referral.id,
        seen.claim_id if seen else None,
        seen.claim_number if seen else None,
        seen.employer if seen else None,
        referral.service,
        referral.step,
        referral.sent_on,
        referral.answered_on,
        referral.answered(today),
        seen.outcome if seen else None,
    )


def _sent_in(cohe_id: int, quarter: Quarter) -> ColumnElement[bool]:
    """By the day in Washington State."""
    first = datetime.combine(quarter.first_on, time.min, PACIFIC)
    beyond = datetime.combine(quarter.last_on + ONE_DAY, time.min, PACIFIC)
    return and_(Referral.cohe_id == cohe_id, Referral.sent_at >= first, Referral.sent_at < beyond)


def _counted(actor: Actor, cohe_id: int, quarter: Quarter) -> list[CountedReferral]:
    sent = countable(actor, Referral).where(_sent_in(cohe_id, quarter))
    first_answers = (
        steps_of_countable(actor)
        .where(_sent_in(cohe_id, quarter), ReferralStepTaken.step.in_(FIRST_ANSWERS))
        .with_only_columns(ReferralStepTaken.referral_id, func.min(ReferralStepTaken.at))
        .group_by(ReferralStepTaken.referral_id)
    )
    answered = {row[0]: pacific_day(row[1]) for row in db.session.execute(first_answers)}
    days = answer_days_history(cohe_id)
    rows: Any = db.session.execute(
        sent.with_only_columns(
            Referral.id, Referral.service, Referral.employer_id, Referral.step, Referral.sent_at
        )
    )
    return [
        CountedReferral(
            row.id,
            row.service,
            row.employer_id,
            row.step,
            sent_on := pacific_day(row.sent_at),
            answered.get(row.id),
            days.of_the_centre(sent_on, [name := ANSWER + row.service.value])[name],
        )
        for row in rows
    ]


def _seen(actor: Actor, cohe_id: int, quarter: Quarter) -> dict[int, Any]:
    rows: Any = db.session.execute(
        visible(actor, Referral)
        .join(Claim, Claim.id == Referral.claim_id)
        .where(sees(actor, Claim), _sent_in(cohe_id, quarter))
        .join(Employer, Employer.id == Referral.employer_id)
        .with_only_columns(
            Referral.id,
            Referral.claim_id,
            Claim.claim_number,
            Employer.name.label("employer"),
            Referral.outcome,
        )
    )
    return {row.id: row for row in rows}


def _names_of(employer_ids: set[int]) -> dict[int, str]:
    rows = db.session.execute(
        select(Employer.id, Employer.name).where(Employer.id.in_(employer_ids))
    )
    return {row.id: row.name for row in rows}
