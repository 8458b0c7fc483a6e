"""What Stay at Work reimburses at most, by the date of injury. Source: domain notes 6.1."""

from dataclasses import dataclass
from datetime import date

RAISED_ON = date(2025, 1, 1)
"""The first date of injury under the higher caps."""


@dataclass(frozen=True, slots=True)
class Caps:
    """Per claim; wages in percent of base wages, money in whole dollars, the window in months."""

    wage_percent: int
    days_worked: int
    wages: int
    window_months: int
    training: int
    tools: int
    clothing: int

    @property
    def said(self) -> str:
        return (
            f"{self.wage_percent} % of base wages for up to {self.days_worked} days worked within"
            f" {self.window_months} months, at most ${self.wages:,}; training ${self.training:,},"
            f" tools ${self.tools:,}, clothing ${self.clothing:,}"
        )


BEFORE = Caps(50, 66, 10_000, 24, 1_000, 2_500, 400)
SINCE = Caps(50, 120, 25_000, 24, 2_000, 5_000, 1_000)


def caps_for(injury_on: date) -> Caps:
    return SINCE if injury_on >= RAISED_ON else BEFORE
