"""Looks at claims by people who had nothing to do with them, and what the privacy officer found out.

Source: security.md, "Audit and privacy": opened beyond one's list, without note, call, task or cover.
"""

from datetime import date, timedelta
from enum import StrEnum

from ohms.domain.errors import RuleBroken

DAYS = timedelta(days=7)
LOOKED = ("read_", "list_", "preview_", "print_", "download_", "export_")
"""How the audit action of a look at one claim begins, by whichever of its pages."""
ANSWERED_FORM = "read_answered_form"
"""A look by the page that a form was answered with, not opened by its address."""
WORKED_BEFORE = timedelta(days=90)
"""A note or a call so long before the week still says why somebody looks again."""


class LookOutcome(StrEnum):
    """There was a reason to look, or there was none and it was followed up."""

    IN_ORDER = "in_order"
    FOLLOWED_UP = "followed_up"


def check_week(week_on: date, today: date) -> None:
    """Weeks begin on Mondays, and none is judged before it began."""
    if week_on.weekday() or week_on > today:
        raise RuleBroken("Choose a week that has begun.")
