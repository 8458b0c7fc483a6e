"""What may be recorded of a recovery: days that lie behind, texts that say something."""

from datetime import date

from ohms.domain.calendar import add_months, written
from ohms.domain.errors import RuleBroken

LONGEST_LINE = 200
LONGEST_TARGET_MONTHS = 36


def check_behind(day: date, injury_on: date, today: date, *, field: str) -> None:
    """What was told or measured lies between the injury and today, both included."""
    if day < injury_on:
        raise RuleBroken(f"Enter a day on or after the injury, {written(injury_on)}.", field=field)
    if day > today:
        raise RuleBroken("Enter a day that is not after today.", field=field)


def check_target(day: date, today: date) -> None:
    """A goal is ahead: today at the earliest, three years at the latest."""
    latest = add_months(today, LONGEST_TARGET_MONTHS)
    if not today <= day <= latest:
        raise RuleBroken(
            f"Enter a target day from today up to {written(latest)}.", field="target_on"
        )


def checked_remark(text: str | None, demand: str, *, field: str) -> str:
    """A text that may not be empty, its outer blanks taken off."""
    said = (text or "").strip()
    if not said:
        raise RuleBroken(demand, field=field)
    return said


def line_of(text: str | None) -> str | None:
    """One line of at most 200 characters; None for nothing."""
    return " ".join((text or "").split())[:LONGEST_LINE] or None
