"""When somebody was here before: what came since is new to them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

ONE_SITTING = timedelta(minutes=30)
"""Looks that follow each other more closely are one visit: opening a page again, or coming back from the
claim's file, takes nothing off what is new."""


def here_until(looks: Sequence[datetime], now: datetime) -> datetime | None:
    """The last look of the visit before this one; in a first visit its first look. None: never here.

    `looks` are the newest first.
    """
    earliest = now
    for at in looks:
        if earliest - at >= ONE_SITTING:
            return at
        earliest = at
    return earliest if looks else None
