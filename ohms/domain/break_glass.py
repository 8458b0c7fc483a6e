"""Opening a claim of another COHE in an emergency: with a reason, for hours, and never unseen.

Source: `security.md`, "Access".
"""

from datetime import timedelta

from ohms.domain.errors import RuleBroken

LASTS = timedelta(hours=4)
TRIES_A_DAY = 5
SHORTEST_REASON, LONGEST_REASON = 20, 200

NOT_OPENED = (
    "This was not opened: no other COHE has a claim of this number that may be opened, or the"
    " password is not yours."
)
TOO_OFTEN = (
    f"This is tried at most {TRIES_A_DAY} times a day. Ask the claim's own COHE, or try tomorrow."
)
OPEN_ALREADY = "You see this claim already: search for its number."


def check_reason(reason: str) -> None:
    """Refuse a reason too short to be one; blanks at its ends do not count."""
    length = len(reason.strip())
    if length < SHORTEST_REASON:
        raise RuleBroken(
            f"Enter the reason in at least {SHORTEST_REASON} characters; both supervisors read it.",
            field="reason",
        )
    if length > LONGEST_REASON:
        raise RuleBroken(
            f"Shorten the reason to {LONGEST_REASON} characters; it has {length}.", field="reason"
        )


def check_tries(tries_today: int) -> None:
    """Refuse a try after the fifth of a day, right or wrong."""
    if tries_today >= TRIES_A_DAY:
        raise RuleBroken(TOO_OFTEN)
