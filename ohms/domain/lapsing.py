"""What an obligation that lapses unmet takes from the capacity ahead.

L&I: a coordinator has the additional training within six months of hire. What a coordinator without it
counts is not public. Our assumption: once it expires within 60 days, the forecast counts them to the day it
is due, and no longer until it is met. What was worked, the report and the staffed FTE of today stay.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta

from ohms.domain.staffing import PositionFact

EXPIRING = timedelta(days=60)
"""How long before its day an obligation is told as falling due soon."""


def is_expiring(due_by: date, today: date) -> bool:
    """Falling due soon, or overdue."""
    return due_by <= today + EXPIRING


def counted_until(due_by: date, as_of: date) -> date:
    """The last day ahead that counts: the due day itself, and never a day that is over."""
    return max(due_by, as_of)


def until_lapsed(
    held: Collection[PositionFact], lapsing: Mapping[int, date], as_of: date
) -> tuple[PositionFact, ...]:
    """Positions as a forecast counts them; `lapsing` is by position the day by which what is open
    is due. One that ends before goes on ending then; one that would begin later counts nothing."""
    found = []
    for each in held:
        due_by = lapsing.get(each.position_id)
        if due_by is None:
            found.append(each)
            continue
        last_on = min(counted_until(due_by, as_of), each.to_on or date.max)
        if each.from_on <= last_on:
            found.append(replace(each, to_on=last_on))
    return tuple(found)
