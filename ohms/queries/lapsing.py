"""Coordinators whose additional training expires unmet: what the forecast counts of them, and until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ohms.domain.contract import ContractSettings
from ohms.domain.lapsing import counted_until, is_expiring
from ohms.domain.values import Role
from ohms.queries.staffing import StaffedPosition
from ohms.queries.trainings import Stand


@dataclass(frozen=True, slots=True)
class LapsingTraining:
    """A coordinator whom the forecast counts to a day, and what it loses the day after."""

    staff_id: int
    name: str
    due_by: date
    until_on: date
    fte: Fraction
    positions: tuple[int, ...]


def lapsing_trainings(
    found: Sequence[Stand],
    today: date,
    as_of: date,
    positions: Sequence[StaffedPosition],
    settings: ContractSettings,
) -> tuple[LapsingTraining, ...]:
    """Of the trainings of a COHE that are open today; the nearest day first."""
    lapsing = []
    for each in found:
        due_by = each.stand.due.day
        if not is_expiring(due_by, today):
            continue
        until_on = counted_until(due_by, as_of)
        theirs = [
            one.fact
            for one in positions
            if one.staff_id == each.who.staff_id
            and one.fact.role is Role.HSC
            and (one.fact.to_on is None or one.fact.to_on > until_on)
        ]
        minutes = sum(one.weekly_minutes for one in theirs)
        if minutes:
            lapsing.append(
                LapsingTraining(
                    each.who.staff_id,
                    each.who.name,
                    due_by,
                    until_on,
                    Fraction(minutes, settings.full_time_minutes_a_week),
                    tuple(one.position_id for one in theirs),
                )
            )
    return tuple(sorted(lapsing, key=lambda each: (each.due_by, each.name)))


def due_by_position(lapsing: Sequence[LapsingTraining]) -> Mapping[int, date]:
    return {position: each.due_by for each in lapsing for position in each.positions}
