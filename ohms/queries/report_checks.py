"""What to look at before a report is frozen: each with what it would change."""

from dataclasses import replace
from typing import NamedTuple

from ohms.domain.actor import Actor
from ohms.domain.values import Role
from ohms.queries.attesting import late_minutes, unattested_weeks
from ohms.queries.quarterly_report import Report
from ohms.queries.report_rows import parked_claims
from ohms.queries.rounds import ask_all


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
        parked_claims(actor, report.centre.id, (facts.quarter.first_on, facts.as_of)),
    )
    settled = facts.figure(facts.basis, facts.bases(waiting=True))
    taken_in = replace(facts, claims=facts.claims + len(parked))
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
            len(parked),
            "if all are taken in with the days of enrolment mended"
            f" {taken_in.figure(facts.basis, facts.bases()).shown} instead of {now.shown}",
        ),
    )
