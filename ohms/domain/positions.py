"""What a supervisor may do with the positions of their COHE: add, change the hours of, end.

Every change is dated, and what is past stays as it was: minutes and notes stand under the position
that was held on their day.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

from ohms.domain.access import CLAIM_READERS, ROLES_WITH, Permission
from ohms.domain.accounts import MINUTES_A_DAY
from ohms.domain.calendar import add_months, written
from ohms.domain.errors import RuleBroken
from ohms.domain.staffing import DAYS_A_WEEK, PositionFact
from ohms.domain.values import EndedBy, Role

GIVEN_BY_SUPERVISOR = (Role.HSC, Role.HSC_ASSISTANT, Role.SUPERVISOR, Role.PRIVACY_OFFICER)
"""Roles of a COHE; L&I's and administrators are the administrator's to give."""

ENDS = (EndedBy.DEPARTURE, EndedBy.ROLE_CHANGE, EndedBy.OTHER)
"""How a supervisor says that a position ended; changed hours end it by another act."""

MONTHS_AHEAD = 12
TOLD_FOR = timedelta(days=14)
"""How long a new position that gives sight of claims is told to the supervisors."""


def gives_sight_of_claims(role: Role) -> bool:
    return role in CLAIM_READERS


def permissions_of(role: Role) -> list[Permission]:
    """What a role allows, in the order of the table."""
    return [permission for permission in Permission if role in ROLES_WITH[permission]]


def checked_week(minutes: Sequence[int | None]) -> tuple[int, ...]:
    """Minutes from Monday to Sunday; a day left empty has none. A week of none is a position of
    somebody who covers (a director, a neighbour) and counts no FTE."""
    if len(minutes) != DAYS_A_WEEK:
        raise ValueError("a week has seven days")
    week = tuple(each or 0 for each in minutes)
    if any(not 0 <= each <= MINUTES_A_DAY for each in week):
        raise RuleBroken("Enter minutes a day from 0 to 1,440.", field="mon")
    return week


def check_role(role: Role, *, for_oneself: bool) -> None:
    """A supervisor gives roles of the COHE; nobody makes themselves its supervisor or privacy officer."""
    if role not in GIVEN_BY_SUPERVISOR:
        raise RuleBroken("Choose a role of the COHE.", field="role")
    if for_oneself and role not in (Role.HSC, Role.HSC_ASSISTANT):
        raise RuleBroken("Nobody gives this role to themselves.", field="role")


def checked_begin(day: date | None, today: date) -> date:
    """From when a new position is held; today where no day is told. Not backwards: figures of days
    that have been would change."""
    chosen = day or today
    if not today <= chosen <= add_months(today, MONTHS_AHEAD):
        raise RuleBroken(
            f"Enter a day from today to {written(add_months(today, MONTHS_AHEAD))}.",
            field="from_on",
        )
    return chosen


def check_not_held_twice(new: PositionFact, held: Collection[PositionFact]) -> None:
    """One person holds a role in a COHE once on a day."""
    if any(_is_held_beside(new, other) for other in held):
        raise RuleBroken(
            "They hold this role here on that day already: change its hours instead.",
            field="from_on",
        )


def check_end_beside(position: PositionFact, last_on: date, held: Collection[PositionFact]) -> None:
    """The same of a last day that is moved: not into the position that follows this one."""
    moved = replace(position, to_on=last_on)
    following = [
        other
        for other in held
        if other.position_id != position.position_id and _is_held_beside(moved, other)
    ]
    if following:
        begins = min(other.from_on for other in following)
        raise RuleBroken(
            f"They hold this role here by another position from {written(begins)}.",
            field="last_on",
        )


def _is_held_beside(one: PositionFact, other: PositionFact) -> bool:
    """The same role in the same COHE on one day at least."""
    same = (other.role, other.cohe) == (one.role, one.cohe)
    apart = (other.to_on is not None and other.to_on < one.from_on) or (
        one.to_on is not None and one.to_on < other.from_on
    )
    return same and not apart


def check_new_hours(
    position: PositionFact, week: tuple[int, ...], from_on: date, today: date
) -> None:
    """Changed hours end one position and begin another, from tomorrow at the earliest: today's
    minutes stand under the hours of today."""
    if week == position.weekday_minutes:
        raise RuleBroken("Enter other minutes: these are the ones they have.", field="mon")
    first = max(today, position.from_on) + timedelta(days=1)
    last = add_months(today, MONTHS_AHEAD)
    if position.to_on is not None:
        last = min(last, position.to_on)
    if not first <= from_on <= last:
        raise RuleBroken(f"Enter a day from {written(first)} to {written(last)}.", field="from_on")


def check_end(position: PositionFact, last_on: date, worked_to: date | None, today: date) -> None:
    """The last day worked: not before anything was written under the position."""
    if position.to_on is not None and position.to_on < today:
        raise RuleBroken(f"This position ended on {written(position.to_on)}.")
    if last_on < position.from_on:
        raise RuleBroken(
            f"Enter a day that is not before its first, {written(position.from_on)}.",
            field="last_on",
        )
    if worked_to is not None and last_on < worked_to:
        raise RuleBroken(
            f"Minutes or notes stand under this position on {written(worked_to)}: it cannot have"
            " ended before.",
            field="last_on",
        )
    if last_on > add_months(today, MONTHS_AHEAD):
        raise RuleBroken("Enter a day within a year.", field="last_on")
