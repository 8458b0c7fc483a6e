"""How often a page may ask the database: the same for every page, whatever it holds."""

from collections.abc import Mapping

MOST = 12
"""By page, the session's reading and the audit's writing included."""


def over(asked: Mapping[str, int]) -> list[str]:
    """What is to be said of pages that ask more often than they may."""
    return sorted(
        f"{page} asks {times} times, at most {MOST}"
        for page, times in asked.items()
        if times > MOST
    )
