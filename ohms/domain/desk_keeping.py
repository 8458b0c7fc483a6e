"""How long a referral that is over stays in the sight of its L&I desk: one number for every desk. 90
days are our assumption; each change is a row with its day, reason and author."""

from ohms.domain.errors import RuleBroken

NAME = "desk.keeps_days"
ASSUMED = 90
LEAST, MOST = 7, 730


def checked_keeping(days: int | None) -> int:
    """A number of days within bounds."""
    if days is None or not LEAST <= days <= MOST:
        raise RuleBroken(f"Enter a number of days from {LEAST} to {MOST}.", field="days")
    return days
