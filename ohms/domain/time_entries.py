"""Minutes of work: which of them count toward FTE, how they are split and bounded."""

from collections.abc import Sequence
from dataclasses import dataclass

from ohms.domain.errors import RuleBroken
from ohms.domain.values import Capture

MINUTES_A_DAY = 1440
LONGEST_UNASKED = 60
"""Captured minutes above this wait for one press: a clock left running is not work."""


@dataclass(frozen=True, slots=True)
class CountedMinutes:
    """Claim-specific minutes performed in a period, by the position they were worked under, and those
    that wait for a press. Signing and attesting never change what counts, and the day performed decides,
    not when the claim was initiated or the entry saved. Which entries they are: `queries/roll_ups.py`."""

    counted: dict[int, int]
    waiting: dict[int, int]

    @property
    def total(self) -> int:
        return sum(self.counted.values())

    @property
    def total_waiting(self) -> int:
        return sum(self.waiting.values())

    @property
    def with_waiting(self) -> dict[int, int]:
        """By position, as the count would be once everything waiting is confirmed."""
        return {
            position: self.counted.get(position, 0) + self.waiting.get(position, 0)
            for position in self.counted | self.waiting
        }


def waits_for_confirmation(minutes: int, capture: Capture) -> bool:
    """A captured run over 60 minutes waits for one press; typed minutes were seen by the person."""
    return capture is Capture.CAPTURED and minutes > LONGEST_UNASKED


def split_minutes(minutes: int, claims: int) -> tuple[int, ...]:
    """The minutes of one call over several claims, to the exact total.

    The parts differ by at most 1, the larger ones first: the claim on which the call was written
    comes first. With fewer minutes than claims the last parts are 0, and 0 is no time entry.
    """
    if claims < 1:
        raise ValueError("a call is about at least one claim")
    if minutes < 0:
        raise ValueError("minutes are not negative")
    each, rest = divmod(minutes, claims)
    return tuple(each + (number < rest) for number in range(claims))


def told_split(shares: Sequence[int]) -> str:
    """The parts of a call in words: "12 minutes: 6 and 6"."""
    *first, last = (str(share) for share in shares)
    total = sum(shares)
    return f"{total:,} minute{'' if total == 1 else 's'}: {', '.join(first)} and {last}"


def check_minutes(minutes: int, *, field: str | None = "minutes") -> None:
    """An entry has 1 to 1,440 minutes."""
    if not 1 <= minutes <= MINUTES_A_DAY:
        raise RuleBroken("Enter whole minutes from 1 to 1,440.", field=field)


def check_day_total(others: Sequence[int], minutes: int, *, field: str | None = "minutes") -> None:
    """A person's day has at most 24 hours over all positions: `others` are its other entries.

    Voided entries are left out by the caller; waiting ones are time as well.
    """
    left = MINUTES_A_DAY - sum(others)
    if minutes > left:
        said = f"this day has room for {left:,} more" if left > 0 else "this day is full"
        raise RuleBroken(f"Enter fewer minutes: a day has 1,440, and {said}.", field=field)
