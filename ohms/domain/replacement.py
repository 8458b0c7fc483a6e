"""Replacing a coordinator who left: the contract's three-month clock.

L&I: if an HSC leaves and causes the COHE to fall below its required HSC staffing level, the COHE
must replace the HSC within 3 months.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ohms.domain.calendar import ONE_DAY, Computed, due_after_months
from ohms.domain.contract import ContractSettings
from ohms.domain.staffing import PositionFact, staffed_on
from ohms.domain.values import EndedBy, Role


@dataclass(frozen=True, slots=True)
class StaffingAfterEnd:
    """Staffed against required FTE when an HSC position ends."""

    ended_on: date
    staffed_before: Fraction
    """On its last day worked."""

    staffed_after: Fraction
    """On the day after."""

    required: Fraction
    vacancy_due: Computed | None
    """When the COHE must have replaced the HSC; None: no clock runs."""

    @property
    def was_below_already(self) -> bool:
        """It was below before the position ended; the record notes it, the clock runs anyway."""
        return self.staffed_before < self.required


def staffing_after_end(
    ended: PositionFact,
    ended_by: EndedBy,
    *,
    positions: Collection[PositionFact],
    required: Fraction,
    settings: ContractSettings,
) -> StaffingAfterEnd:
    """Compare staffed with required FTE on the day after a position ended; open a vacancy if due.

    Only the departure of an HSC with minutes of their own starts the clock: due three months after the last day worked,
    clamped to the month's end, not moved off a weekend. Cut hours, a role change and growth show
    "below required" and no more. `positions` are the COHE's, the ended one and a successor
    included; `required` is the exact requirement of that day.
    """
    if ended.to_on is None:
        raise ValueError("the position has not ended")
    after = staffed_on(ended.to_on + ONE_DAY, positions, settings)
    departed = ended.role is Role.HSC and ended_by is EndedBy.DEPARTURE and ended.weekly_minutes
    due = None
    if departed and after < required:
        due = due_after_months(
            ended.to_on, settings.replacement_months, "the last day of the HSC who left"
        )
    return StaffingAfterEnd(
        ended.to_on, staffed_on(ended.to_on, positions, settings), after, required, due
    )


def is_filled_in_time(due_by: date, filled_on: date) -> bool:
    """A deadline is met on the day itself."""
    return filled_on <= due_by
