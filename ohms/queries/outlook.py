"""The quarters ahead of a centre as they are expected, and as they would be under a supposition."""

from dataclasses import dataclass, replace

from ohms.domain.actor import Actor
from ohms.domain.calendar import Quarter
from ohms.domain.forecast import (
    BackTested,
    ClaimsHistory,
    Method,
    QuarterCount,
    back_tested,
    claims_in_year,
    expected_claims,
    typical_miss,
)
from ohms.domain.projection import (
    GivenSoFar,
    Projection,
    QuarterAhead,
    avoiding_hire,
    quarter_ahead,
)
from ohms.domain.quarter_figures import QuarterFacts
from ohms.domain.what_if import NOTHING_SUPPOSED, Hire, WhatIf
from ohms.queries.lapsing import LapsingTraining, due_by_position, lapsing_trainings
from ohms.queries.period_sums import initiated_within
from ohms.queries.rounds import Question, ask_all, side_by_side
from ohms.queries.staffing import StaffedPosition, staffing_of
from ohms.queries.trainings import trainings_open
from ohms.queries.workload import Centre, Workload, quarters_to

QUARTERS_AHEAD = 4
QUARTERS_BACK = 24
"""Six years of the past at most: what the back-test is tried on."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Four quarters from the running one on, expected and (where something is) supposed."""

    facts: QuarterFacts
    """The running quarter up to its as-of day."""

    method: Method
    tried: tuple[BackTested, ...]
    ahead: tuple[QuarterAhead, ...]
    supposed: tuple[QuarterAhead, ...]
    """The same quarters under the supposition; empty where nothing was supposed."""

    lapsing: tuple[LapsingTraining, ...]
    """Whose training expires unmet: they count ahead until its day."""

    all_met: tuple[QuarterAhead, ...]
    """The same quarters with every such training met in time; empty where none expires."""

    proposed: tuple[Quarter, Hire] | None
    """The first quarter that ends above the limit while a hire can still avoid it, and that hire."""

    @property
    def typical_miss(self) -> float | None:
        missed = typical_miss(self.tried)
        return None if missed is None else float(missed)


def outlook(
    actor: Actor, centre: Centre, running: Workload, supposed: WhatIf = NOTHING_SUPPOSED
) -> Outlook:
    """The outlook of a centre whose figures the actor sees, from its running quarter on."""
    history, (met, lapsing) = ask_all(
        _history(actor, centre, running), _projection(actor, centre, running)
    )
    there = replace(met, lapsing=due_by_position(lapsing))
    basis = running.facts.basis

    def look(supposition: WhatIf, counted: Projection = there) -> tuple[QuarterAhead, ...]:
        expected = expected_claims(history, QUARTERS_AHEAD, volume=supposition.volume)
        under = replace(counted, supposed=supposition)
        return tuple(
            quarter_ahead(under, each, claims_in_year(history, expected, each.quarter), basis)
            for each in expected
        )

    ahead = look(NOTHING_SUPPOSED)
    proposed = next(
        (
            (each.quarter, hire)
            for each in ahead[:2]
            if each.is_above and (hire := avoiding_hire(there, each, basis, actor.on_day))
        ),
        None,
    )
    return Outlook(
        running.facts,
        history.method,
        tuple(back_tested(history.finished)),
        ahead,
        look(supposed) if supposed.says_something else (),
        lapsing,
        look(NOTHING_SUPPOSED, met) if lapsing else (),
        proposed,
    )


def running_ahead(actor: Actor, centre: Centre, running: Workload) -> Question[QuarterAhead]:
    """How the running quarter is expected to end, without the rest of its outlook."""
    history, (met, lapsing) = yield from side_by_side(
        _history(actor, centre, running), _projection(actor, centre, running)
    )
    (this,) = expected_claims(history, 1)
    in_year = claims_in_year(history, (this,), this.quarter)
    there = replace(met, lapsing=due_by_position(lapsing))
    return quarter_ahead(there, this, in_year, running.facts.basis)


def still_held(actor: Actor, running: Workload) -> tuple[StaffedPosition, ...]:
    """The positions held today or later: those that can be supposed to end."""
    return tuple(
        each
        for each in running.staffing.positions
        if each.fact.to_on is None or each.fact.to_on >= actor.on_day
    )


def _history(actor: Actor, centre: Centre, running: Workload) -> Question[ClaimsHistory]:
    """Claims by quarter; a first quarter in which the data begin is left out: it is not whole."""
    facts, reach = running.facts, running.reach
    quarters = quarters_to(facts.quarter, reach, most=QUARTERS_BACK)
    periods = [(each.first_on, min(each.last_on, facts.as_of)) for each in quarters]
    counts, _in_year = yield from initiated_within(actor, centre.id, periods, periods[0])
    days = max((facts.as_of - facts.quarter.first_on).days + 1, 0)
    finished = [
        QuarterCount(quarter, count, quarter.days)
        for quarter, count in zip(quarters[1:], counts[1:], strict=True)
    ]
    if finished and not _is_whole(finished[-1].quarter, running):
        finished.pop()
    return ClaimsHistory(
        tuple(reversed(finished)), QuarterCount(facts.quarter, counts[0] if days else 0, days)
    )


def _is_whole(quarter: Quarter, running: Workload) -> bool:
    """Claims come every week: data that begin in the second week or later are of a part of it."""
    began_on = running.reach.claims_from
    return began_on is not None and (began_on - quarter.first_on).days < 7


def _projection(
    actor: Actor, centre: Centre, running: Workload
) -> Question[tuple[Projection, tuple[LapsingTraining, ...]]]:
    """As if nothing lapsed, and what does. Shares of time are of the last finished quarter and this
    one so far."""
    facts = running.facts
    ends = facts.quarter
    for _quarter in range(QUARTERS_AHEAD - 1):
        ends = ends.next
    before = [each for each in running.past if each.quarter == facts.quarter.previous]
    since_on = facts.quarter.previous.first_on if before else facts.quarter.first_on
    minutes = dict(facts.minutes.counted)
    for each in before:
        for position, given in each.minutes.counted.items():
            minutes[position] = minutes.get(position, 0) + given
    staffing, trainings = yield from side_by_side(
        staffing_of(centre.id, since_on, ends.last_on), trainings_open(actor.on_day, [centre.id])
    )
    projection = Projection(
        staffing.facts,
        staffing.absences,
        staffing.calendar,
        facts.settings,
        GivenSoFar(since_on, facts.as_of, minutes, facts.minutes.counted),
        centre.id,
    )
    return projection, lapsing_trainings(
        trainings, actor.on_day, facts.as_of, staffing.positions, facts.settings
    )
