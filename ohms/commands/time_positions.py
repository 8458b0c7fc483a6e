"""Under which position minutes were worked: the one that was held that day and gives the right."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select

from ohms.domain.access import CASEWORK, Actor
from ohms.domain.calendar import written
from ohms.domain.days import check_not_future
from ohms.domain.errors import RuleBroken
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.staff import Position
from ohms.models.time import TimeEntry


def position_for_claim(actor: Actor, cohe_id: int, day: date) -> Position:
    """Claim-specific work: the coordinator's or assistant's position in the claim's COHE."""
    check_not_future(day, actor.on_day, field="performed_on")
    for position in _casework_on(actor.staff_id, day):
        if position.cohe_id == cohe_id:
            return position
    raise RuleBroken(
        f"You held no coordinator or assistant position in this claim's COHE on {written(day)}.",
        field="performed_on",
    )


def position_for_other(actor: Actor, day: date, position_id: int | None) -> Position:
    """Work for no claim: the chosen casework position, else the first, a coordinator's before."""
    check_not_future(day, actor.on_day, field="performed_on")
    held = _casework_on(actor.staff_id, day)
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


def position_still(entry: TimeEntry, day: date) -> Position:
    """The entry's own position when it was held that day, else the one held there instead."""
    held = [each for each in _casework_on(entry.staff_id, day) if each.cohe_id == entry.cohe_id]
    own = db.session.get(Position, entry.position_id)
    if own is not None and (own in held or day == entry.performed_on):
        return own
    if held:
        return held[0]
    raise RuleBroken(
        f"No coordinator or assistant position was held there on {written(day)}.",
        field="performed_on",
    )


def _casework_on(staff_id: int | None, day: date) -> list[Position]:
    """Coordinator and assistant positions held on a day, the coordinator's first."""
    held: Iterable[Position] = db.session.execute(
        select(Position).where(
            Position.staff_id == staff_id,
            Position.role.in_(CASEWORK),
            Position.from_on <= day,
            or_(Position.to_on.is_(None), Position.to_on >= day),
        )
    ).scalars()
    return sorted(held, key=lambda position: (position.role is not Role.HSC, position.id))
