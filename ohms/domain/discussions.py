"""The discussion that a report above 588 calls for: forecast volumes and staffing strategies, with the
L&I contract manager (L&I, Health Services Coordinators page). Either side writes what was said; the
contract manager's confirmation closes it."""

from dataclasses import dataclass
from datetime import date

from ohms.domain.errors import RuleBroken

LONGEST_PEOPLE = 200
LONGEST_TEXT = 4000

CLOSED = "The contract manager confirmed this discussion: its record stays as it is."


@dataclass(frozen=True, slots=True)
class Discussion:
    """What is written of it; all of it by hand."""

    discussed_on: date
    people: str
    forecast_volumes: str
    staffing_strategies: str
    agreed: str


def check_discussed(discussed_on: date, opened_on: date, today: date) -> None:
    """It is held after the report was frozen above the line, and has been held already."""
    if discussed_on > today:
        raise RuleBroken(
            "Enter a day that has been: it is written once held.", field="discussed_on"
        )
    if discussed_on < opened_on:
        raise RuleBroken(
            "Enter a day on or after the one on which the obligation opened.", field="discussed_on"
        )


def check_open(*, confirmed: bool) -> None:
    if confirmed:
        raise RuleBroken(CLOSED)


def check_may_be_confirmed(discussed_on: date | None) -> None:
    if discussed_on is None:
        raise RuleBroken(
            "Nobody has written yet when it was discussed, with whom and what was said."
        )
