"""What would be if: a hire, a departure, a leave, more or fewer claims, assistants counted or not."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from ohms.domain.calendar import ONE_DAY
from ohms.domain.contract import ContractSettings
from ohms.domain.staffing import AbsenceFact, PositionFact
from ohms.domain.values import Role

WEEKDAYS = 5
HIRED = -1
"""The id of the position that a hire would hold; those of the database are positive."""

RAMP_WEEKS = 8
"""Weeks until somebody hired gives claims the share of time that the others give; our assumption."""

HIRE_LEAD_WEEKS = 4
"""Weeks until a hire decided today can begin; our assumption."""


@dataclass(frozen=True, slots=True)
class Hire:
    """A coordinator hired from a day on; the share of time on claims grows week by week."""

    from_on: date
    weekly_minutes: int
    ramp_weeks: int = RAMP_WEEKS

    def position(self, cohe: int) -> PositionFact:
        """Monday to Friday alike; what does not divide by five goes to the first days."""
        each, rest = divmod(self.weekly_minutes, WEEKDAYS)
        week = tuple(each + (day < rest) for day in range(WEEKDAYS))
        return PositionFact(HIRED, Role.HSC, cohe, (*week, 0, 0), self.from_on)

    def ramp_on(self, day: date) -> Fraction:
        """The part of the others' share given on a day: the middle of its week on a straight line."""
        week = (day - self.from_on).days // 7
        if week < 0 or week >= self.ramp_weeks:
            return Fraction(1)
        return Fraction(2 * week + 1, 2 * self.ramp_weeks)

    @property
    def ramp_ends_on(self) -> date:
        """The last day of the ramp; the day before the hire begins where there is none."""
        return self.from_on + timedelta(weeks=self.ramp_weeks) - ONE_DAY


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One supposition; each part may be left out."""

    hire: Hire | None = None
    departs: int | None = None
    """A position that ends, and the last day worked in it."""

    departs_on: date | None = None
    leave: AbsenceFact | None = None
    volume_percent: int = 0
    """More (or, negative, fewer) claims than expected, in percent of what has not come yet."""

    assistants: bool | None = None

    @property
    def says_something(self) -> bool:
        return self != WhatIf()

    @property
    def volume(self) -> Fraction:
        return 1 + Fraction(self.volume_percent, 100)

    def positions(self, held: Collection[PositionFact], cohe: int) -> tuple[PositionFact, ...]:
        """The positions as they would be held."""
        found = [ending for each in held if (ending := self._until(each)) is not None]
        if self.hire is not None:
            found.append(self.hire.position(cohe))
        return tuple(found)

    def absences(self, recorded: Collection[AbsenceFact]) -> tuple[AbsenceFact, ...]:
        return (*recorded, self.leave) if self.leave is not None else tuple(recorded)

    def settings(self, agreed: ContractSettings) -> ContractSettings:
        if self.assistants is None:
            return agreed
        return replace(agreed, assistants_count=self.assistants)

    def _until(self, held: PositionFact) -> PositionFact | None:
        """One that ends earlier already goes on ending then; None: gone before it would begin."""
        if held.position_id != self.departs or self.departs_on is None:
            return held
        ends_on = min(self.departs_on, held.to_on or date.max)
        return replace(held, to_on=ends_on) if held.from_on <= ends_on else None


NOTHING_SUPPOSED = WhatIf()
