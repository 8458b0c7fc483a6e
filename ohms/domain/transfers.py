"""When a claim may be handed over: offered, accepted, declined, withdrawn.

A claim changes hands on the day on which its offer is accepted, never before the offer's own day:
nothing has to run at midnight. Source: design page section 5; that an offer may wait 30 days at most
ahead, and that a refusal needs a reason, is our assumption.
"""

from datetime import date, timedelta
from enum import StrEnum

from ohms.domain.calendar import written
from ohms.domain.errors import RuleBroken
from ohms.domain.one_line import checked_line

MOST_AT_ONCE = 200
AHEAD = timedelta(days=30)


class TransferDecision(StrEnum):
    """What became of an offer; none yet while it waits."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


def checked_reason(text: str | None) -> str:
    """Why it is handed over, declined, refused or withdrawn: a few words that stay."""
    return checked_line(text, "Enter why, in a few words: it stays with the claim.")


def checked_from(day: date | None, today: date) -> date:
    """From when; today where no day is told."""
    chosen = day or today
    if not today <= chosen <= today + AHEAD:
        raise RuleBroken(
            f"Enter a day from today to {written(today + AHEAD)}: what is past stays as it was.",
            field="from_on",
        )
    return chosen


def check_waits(decision: TransferDecision | None) -> None:
    """Refuse a second answer."""
    if decision is not None:
        raise RuleBroken(f"This offer was {decision.value} already.")


def check_has_begun(from_on: date, today: date) -> None:
    """Refuse to take a claim over before the day of the offer."""
    if today < from_on:
        raise RuleBroken(f"This may be accepted from {written(from_on)} on.")


def check_not_too_many(number: int) -> None:
    if number == 0:
        raise RuleBroken("Tick the claims that you hand over.")
    if number > MOST_AT_ONCE:
        raise RuleBroken(f"Hand over at most {MOST_AT_ONCE} claims at once; this is {number:,}.")
