"""Absences: recorded, changed and cancelled by people themselves, and for others by their supervisor."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from ohms import clock
from ohms.commands.covering import follow_facts, lock_cover_by
from ohms.commands.idempotency import made_before, remember
from ohms.commands.refusals import Conflict
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.calendar import ONE_DAY
from ohms.domain.coverage import check_absence, check_not_twice
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.values import AbsenceKind, Role
from ohms.extensions import db
from ohms.models.coverage import Absence, Coverage
from ohms.models.staff import Position
from ohms.queries.one_in_sight import only


@dataclass(frozen=True, slots=True)
class Away:
    """What is told of an absence: days, both included; `minutes_a_day` None means whole days."""

    from_on: date | None
    to_on: date | None
    kind: AbsenceKind
    minutes_a_day: int | None = None
    position_id: int | None = None


@command(Permission.ABSENCE_RECORD)
def record_absence(
    actor: Actor, away: Away, *, staff_id: int | None = None, key: str | None = None
) -> int:
    """Record one's own absence, or as supervisor somebody's of the COHE; its id. Deputies start at once.

    Raises RuleBroken beside `from_on`, `to_on`, `position_id`; NotFound for somebody of elsewhere.
    """
    if key and (made := made_before(actor, key)) is not None:
        return made
    assert actor.staff_id is not None
    whose = staff_id if staff_id is not None else actor.staff_id
    _check_whose(actor, whose)
    cohes = lock_cover_by(whose, actor.on_day)
    first, last = check_absence(away.from_on, away.to_on)
    position_id = _position_meant(actor, whose, away.position_id, first, last)
    check_not_twice(first, last, _recorded(whose, position_id))
    row = Absence(
        staff_id=whose,
        position_id=position_id,
        from_on=first,
        to_on=last,
        minutes_a_day=away.minutes_a_day,
        kind=away.kind,
        recorded_by_id=actor.staff_id,
        recorded_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    _follow(cohes, actor)
    if key:
        remember(actor, key, "record_absence", row.id)
    return row.id


@command(Permission.ABSENCE_RECORD)
def change_absence(
    actor: Actor, absence_id: int, away: Away, *, version: int | None = None
) -> None:
    """Other days, minutes or kind of a recorded absence; cover follows from today on.

    Raises Conflict over a version that is no longer the newest.
    """
    row = _theirs(actor, absence_id)
    cohes = lock_cover_by(row.staff_id, actor.on_day)
    _check_version(row, version)
    first, last = check_absence(away.from_on, away.to_on)
    position_id = _position_meant(actor, row.staff_id, away.position_id, first, last)
    check_not_twice(first, last, _recorded(row.staff_id, position_id, but=row.id))
    row.from_on, row.to_on, row.kind = first, last, away.kind
    row.minutes_a_day, row.position_id = away.minutes_a_day, position_id
    _follow(cohes, actor)


@command(Permission.ABSENCE_RECORD)
def cancel_absence(actor: Actor, absence_id: int, *, version: int | None = None) -> None:
    """Not away after all: from today on. Days that have passed stay recorded."""
    row = _theirs(actor, absence_id)
    cohes = lock_cover_by(row.staff_id, actor.on_day)
    _check_version(row, version)
    if row.to_on is not None and row.to_on < actor.on_day:
        raise RuleBroken("This absence is over. What was stays recorded.")
    if row.from_on < actor.on_day:
        row.to_on = actor.on_day - ONE_DAY
    else:
        for cover in db.session.execute(
            select(Coverage).where(Coverage.absence_id == row.id)
        ).scalars():
            if cover.from_on < actor.on_day:  # it was given: it stays on the record
                cover.absence_id = None
            else:
                db.session.delete(cover)
        db.session.flush()
        db.session.delete(row)
    _follow(cohes, actor)


def _check_whose(actor: Actor, staff_id: int) -> None:
    """One's own, or of somebody who holds a position in a supervised COHE."""
    if staff_id == actor.staff_id:
        return
    works_there = select(Position.id).where(
        Position.staff_id == staff_id,
        Position.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR)),
        or_(Position.to_on.is_(None), Position.to_on >= actor.on_day),
    )
    if db.session.execute(works_there).first() is None:
        raise NotFound


def _theirs(actor: Actor, absence_id: int) -> Absence:
    row = only(select(Absence).where(Absence.id == absence_id).with_for_update())
    _check_whose(actor, row.staff_id)
    days = (row.from_on, row.to_on or row.from_on)
    if _position_meant(actor, row.staff_id, row.position_id, *days) != row.position_id:
        raise RuleBroken("They are away from another COHE too. Only they change this themselves.")
    return row


def _position_meant(
    actor: Actor, staff_id: int, position_id: int | None, first: date, last: date
) -> int | None:
    """The position held on some of the days; None: all. A supervisor's say ends where their COHE does:
    of somebody who works elsewhere too, they mean the position there."""
    held = select(Position.id, Position.cohe_id).where(
        Position.staff_id == staff_id,
        Position.from_on <= last,
        or_(Position.to_on.is_(None), Position.to_on >= first),
    )
    positions: dict[int, int | None] = {row.id: row.cohe_id for row in db.session.execute(held)}
    if staff_id != actor.staff_id:
        own = {id_ for id_, cohe in positions.items() if cohe in actor.cohes_as(Role.SUPERVISOR)}
        if position_id is None and own != set(positions) and len(own) == 1:
            return own.pop()
        if position_id is None and own != set(positions):
            raise RuleBroken("They hold other positions too. Only they can record this.")
        positions = {id_: positions[id_] for id_ in own}
    if not positions or (position_id is not None and position_id not in positions):
        raise RuleBroken("No such position is held on these days.", field="position_id")
    return position_id


def _recorded(
    staff_id: int, position_id: int | None, *, but: int | None = None
) -> list[tuple[date, date]]:
    """Days recorded already that touch this position; without one, of any."""
    statement = select(Absence.from_on, Absence.to_on).where(Absence.staff_id == staff_id)
    if position_id is not None:
        statement = statement.where(
            or_(Absence.position_id.is_(None), Absence.position_id == position_id)
        )
    if but is not None:
        statement = statement.where(Absence.id != but)
    return [(row.from_on, row.to_on or row.from_on) for row in db.session.execute(statement)]


def _follow(cohes: list[int], actor: Actor) -> None:
    for cohe_id in cohes:
        follow_facts(cohe_id, actor.on_day)


def _check_version(row: Absence, version: int | None) -> None:
    if version is not None and row.version != version:
        raise Conflict
