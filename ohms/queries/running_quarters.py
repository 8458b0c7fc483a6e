"""The quarter that runs of each COHE that somebody answers for, against its limit: for their Today."""

from dataclasses import dataclass

from ohms.domain.actor import Actor
from ohms.domain.calendar import Quarter
from ohms.domain.claims_per_fte import ClaimsPerFte
from ohms.domain.pace import Pace
from ohms.domain.projection import QuarterAhead
from ohms.queries.outlook import running_ahead
from ohms.queries.rounds import Question, side_by_side
from ohms.queries.workload import Centre, Sight, Workload, centres, workloads

WITH_THE_ONE_BEFORE = 2
"""Quarters: a forecast takes the shares of time of the last finished one too."""


@dataclass(frozen=True, slots=True)
class RunningQuarter:
    """Of one COHE; no figure and no pace before the quarter's first day is in."""

    centre: Centre
    quarter: Quarter
    figure: ClaimsPerFte | None
    pace: Pace | None
    passing: QuarterAhead | None
    """Where its pace looks well and it is expected to end above the limit all the same."""


def running_quarters(actor: Actor) -> Question[list[RunningQuarter]]:
    """Two rounds, and a third for who may yet pass, however many COHEs they are."""
    led = [each for each in centres(actor) if each.sight is not Sight.OWN]
    quarter = Quarter.of(actor.on_day)
    loads = yield from workloads(actor, led, quarter, most=WITH_THE_ONE_BEFORE)
    told = [_of(load) for load in loads]
    ahead = yield from side_by_side(
        *(_passing(actor, load, each) for load, each in zip(loads, told, strict=True))
    )
    return [
        RunningQuarter(load.centre, quarter, *each, passing)
        for load, each, passing in zip(loads, told, ahead, strict=True)
    ]


def _of(load: Workload) -> tuple[ClaimsPerFte | None, Pace | None]:
    facts = load.facts
    if not facts.has_begun:
        return None, None
    bases = facts.bases()
    return facts.figure(facts.basis, bases), facts.pace(facts.basis, bases)


def _passing(
    actor: Actor, load: Workload, told: tuple[ClaimsPerFte | None, Pace | None]
) -> Question[QuarterAhead | None]:
    _figure, pace = told
    if pace is None or not pace.may_yet_pass:
        return None
    ahead = yield from running_ahead(actor, load.centre, load)
    return ahead if ahead.quarter == load.facts.quarter and ahead.is_above else None
