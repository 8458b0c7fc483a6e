"""What to look at before a report is frozen: each with what it would change."""

from typing import NamedTuple

from ohms.domain.access import Actor
from ohms.domain.values import Role
from ohms.queries.attesting import late_minutes, unattested_weeks
from ohms.queries.quarterly_report import Report


class Check(NamedTuple):
    """Something unsettled, how much of it, and claims per FTE as they would be with it settled."""

    what: str
    number: int
    effect: str


def pre_flight(actor: Actor, report: Report) -> tuple[Check, ...]:
    """Unattested weeks, and minutes that wait; nothing before the quarter's first day is in."""
    facts = report.load.facts
    if not facts.has_begun or report.centre.id not in actor.cohes_as(Role.SUPERVISOR):
        return ()
    now = facts.figure(facts.basis, facts.bases())
    weeks = unattested_weeks(actor, report.centre.id, report.quarter)
    uncounted = late_minutes(actor, report.centre.id, report.quarter)
    settled = facts.figure(facts.basis, facts.bases(waiting=True))
    return (
        Check("Weeks that nobody attested yet", len(weeks), "none: attesting changes no figure"),
        Check(
            "Minutes waiting for one press, or accepted late",
            uncounted.total,
            f"with those waiting for a press {settled.shown} instead of {now.shown}",
        ),
    )
