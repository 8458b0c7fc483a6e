"""Claims initiated and minutes of a COHE's quarter in sum, as the workload page counts them."""

from dataclasses import dataclass

from ohms.domain.access import Actor
from ohms.domain.calendar import Quarter
from ohms.queries.staffing import Period, claims_within, minutes_within
from ohms.queries.workload import Centre, Sight, counted_period, initiated_for


@dataclass(frozen=True, slots=True)
class QuarterTotals:
    """Of the days that the quarter's figures count; one's own, for a coordinator."""

    period: Period
    claims: int
    on_claims: int
    waiting: int
    other: int


def quarter_totals(actor: Actor, centre: Centre, quarter: Quarter) -> QuarterTotals:
    period = counted_period(actor, centre, quarter)
    staff_id = actor.staff_id if centre.sight is Sight.OWN else None
    (claims,), _same = claims_within(initiated_for(actor, centre), [period], period)
    (minutes,) = minutes_within(actor, centre.id, [period], staff_id=staff_id)
    return QuarterTotals(
        period,
        claims,
        minutes.on_claims.total,
        minutes.on_claims.total_waiting,
        sum(minutes.other.values()),
    )
