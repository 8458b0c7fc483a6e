"""Which positions a departure ends, and what is said where somebody takes over the words or the minutes
of who left."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from ohms.domain.one_line import checked_line

LONGEST_REMARK = 200


class Kept(NamedTuple):
    """A position of somebody in a COHE: its last day, and whether its access was ended."""

    position_id: int
    to_on: date | None
    access_ended: bool


def left_by_departure(positions: Collection[Kept], today: date) -> set[int]:
    """Which of somebody's positions in a COHE a departure ends: those that give a right today or will.
    Where none does those that ended last, unless their access was ended: what was open is still theirs."""
    given = {
        each.position_id
        for each in positions
        if not each.access_ended and (each.to_on is None or each.to_on >= today)
    }
    if given or not positions:
        return given
    last_on = max(each.to_on or date.max for each in positions)
    newest = [each for each in positions if (each.to_on or date.max) == last_on]
    if any(each.access_ended for each in newest):
        return set()
    return {each.position_id for each in newest}


def adopted_by(writer: str, taker: str) -> str:
    """How a text that was not signed begins once somebody else goes on with it."""
    return f"Written by {writer}, unsigned, adopted by {taker}."


def checked_remark(text: str | None) -> str:
    """From where minutes are known that the person did not enter themselves."""
    return checked_line(
        text,
        "Enter from where you know of these minutes.",
        longest=LONGEST_REMARK,
        field="remark",
        named="this",
    )
