"""Under which position minutes were worked: the one that was held that day and gives the right."""

from datetime import date

from ohms.domain.calendar import written
from ohms.domain.errors import RuleBroken
from ohms.models.time import TimeEntry
from ohms.queries.day_of_work import DayOfWork, HeldThen


def position_for_claim(worked: DayOfWork, cohe_id: int, day: date) -> HeldThen:
    """Claim-specific work: the coordinator's or assistant's position in the claim's COHE."""
    for position in worked.positions:
        if position.cohe_id == cohe_id:
            return position
    raise RuleBroken(
        f"You held no coordinator or assistant position in this claim's COHE on {written(day)}.",
        field="performed_on",
    )


def position_for_other(worked: DayOfWork, day: date, position_id: int | None) -> HeldThen:
    """Work for no claim: the chosen casework position, else the first, a coordinator's before."""
    held = worked.positions
    if not held:
        raise RuleBroken(
            f"You held no coordinator or assistant position on {written(day)}.",
            field="performed_on",
        )
    if position_id is None:
        return held[0]
    for position in held:
        if position.id == position_id:
            return position
    raise RuleBroken(f"Choose a position that you held on {written(day)}.", field="position_id")


def position_still(entry: TimeEntry, worked: DayOfWork, day: date) -> int:
    """The entry's own position when it was held that day, else the one held there instead."""
    held = [each.id for each in worked.positions if each.cohe_id == entry.cohe_id]
    if entry.position_id in held or day == entry.performed_on:
        return entry.position_id
    if held:
        return held[0]
    raise RuleBroken(
        f"No coordinator or assistant position was held there on {written(day)}.",
        field="performed_on",
    )
