"""What to look at before a report is frozen: each with what it would change."""

from dataclasses import replace
from typing import NamedTuple

from ohms.domain.access import Actor
from ohms.domain.feed import read_again
from ohms.domain.quarter_figures import QuarterFacts
from ohms.domain.values import Fund, Role
from ohms.models.feed import ParkedLine
from ohms.queries.attesting import late_minutes, unattested_weeks
from ohms.queries.quarterly_report import Report
from ohms.queries.rounds import Question, ask_all
from ohms.queries.scope import parked_beside_providers


class Check(NamedTuple):
    """Something unsettled, how much of it, and claims per FTE as they would be with it settled."""

    name: str
    """By which its rows are found."""

    what: str
    number: int
    effect: str


def pre_flight(actor: Actor, report: Report) -> tuple[Check, ...]:
    """Unattested weeks, minutes that wait, and parked claims; nothing before
    the quarter's first day is in."""
    facts = report.load.facts
    if not facts.has_begun or report.centre.id not in actor.cohes_as(Role.SUPERVISOR):
        return ()
    now = facts.figure(facts.basis, facts.bases())
    weeks, uncounted, parked = ask_all(
        unattested_weeks(actor, report.centre.id, report.quarter),
        late_minutes(actor, report.centre.id, report.quarter),
        _parked(actor, report.centre.id, facts),
    )
    settled = facts.figure(facts.basis, facts.bases(waiting=True))
    taken_in = replace(facts, claims=facts.claims + parked)
    return (
        Check(
            "weeks",
            "Weeks that nobody attested yet",
            len(weeks),
            "none: attesting changes no figure",
        ),
        Check(
            "minutes",
            "Minutes waiting for one press, or accepted late",
            uncounted.total,
            f"with those waiting for a press {settled.shown} instead of {now.shown}",
        ),
        Check(
            "parked",
            "Claims parked: their provider was not enrolled on the day",
            parked,
            "if all are taken in with the days of enrolment mended"
            f" {taken_in.figure(facts.basis, facts.bases()).shown} instead of {now.shown}",
        ),
    )


def _parked(actor: Actor, cohe_id: int, facts: QuarterFacts) -> Question[int]:
    """State Fund claims of the quarter's days so far that wait, of the COHE's providers."""
    (rows,) = yield (
        parked_beside_providers(actor, cohe_id)
        .where(ParkedLine.settled_at.is_(None))
        .with_only_columns(ParkedLine.content, ParkedLine.as_of_on),
    )
    told = (read_again(row.content, row.as_of_on)[1] for row in rows)
    return sum(
        facts.quarter.first_on <= each.initiated_on <= facts.as_of
        and each.fund is Fund.STATE_FUND
        and each.combined_into is None
        for each in told
    )
