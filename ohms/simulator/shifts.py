"""How many of the minutes available on each day go to claims, so that the story's share is true."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ohms.domain.calendar import Quarter
from ohms.domain.values import Role
from ohms.simulator.absences import Availability
from ohms.simulator.draws import between, stream
from ohms.simulator.planned import PlannedPosition
from ohms.simulator.workdays import business_days

ASSISTANT_SHARE = Fraction(3, 4)


class Shift(NamedTuple):
    """A working day of a position: minutes available, and those of them spent on claims."""

    day: date
    available: int
    on_claims: int


def share_of(position: PlannedPosition, coordinators_share: Fraction) -> Fraction:
    """Coordinators work at their COHE's share; assistants, who do not count, at three quarters."""
    return coordinators_share if position.role == Role.HSC else ASSISTANT_SHARE


def shifts_of(
    seed: int,
    position: PlannedPosition,
    share: Fraction,
    available: Availability,
    from_on: date,
    to_on: date,
) -> list[Shift]:
    """The working days of a position in a range, ends included.

    Claim minutes over available minutes are the share, to the nearest minute, at the end of every
    week and of every quarter; in between a day may sway. Every quarter is counted by itself, so a
    range that begins inside a quarter has the same days as a longer one.
    """
    first = Quarter.of(from_on).first_on
    last = Quarter.of(to_on).last_on
    minutes = [(day, available.minutes(position, day)) for day in business_days(first, last)]
    worked = [(day, free) for day, free in minutes if free]
    shifts: list[Shift] = []
    quarter: Quarter | None = None
    cumulated = spent = 0
    for n, (day, free) in enumerate(worked):
        if Quarter.of(day) != quarter:
            quarter, cumulated, spent = Quarter.of(day), 0, 0
        cumulated += free
        following = worked[n + 1][0] if n + 1 < len(worked) else None
        sway = 0
        if following and _same_stretch(day, following):
            rng = stream(seed, "sway", position.key, day)
            # Half of what is left beside the share: the next day can always make it good.
            room = int((1 - share) * min(free, worked[n + 1][1])) // 2
            sway = between(rng, -room, room)
        on_claims = min(free, max(0, _rounded(share * cumulated) + sway - spent))
        spent += on_claims
        if from_on <= day <= to_on:
            shifts.append(Shift(day, free, on_claims))
    return shifts


def _same_stretch(day: date, following: date) -> bool:
    same_week = day.isocalendar()[:2] == following.isocalendar()[:2]
    return same_week and Quarter.of(day) == Quarter.of(following)


def _rounded(minutes: Fraction) -> int:
    return int(minutes + Fraction(1, 2))


def pieces(seed: int, shift: Shift, position: str) -> list[int]:
    """The claim minutes of a day as single entries of 4 to 45 minutes (fewer in a short rest)."""
    rng = stream(seed, "pieces", position, shift.day)
    left = shift.on_claims
    cut: list[int] = []
    while left:
        piece = min(left, int(4 + 42 * rng.random() ** 0.85))
        if 0 < left - piece < 4:
            piece = left if left <= 45 else piece - 4
        cut.append(piece)
        left -= piece
    return cut
