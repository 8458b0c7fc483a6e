"""Positions of a COHE: added, given other hours, ended, by its supervisor; and what that does to its
vacancies."""

from datetime import date
from typing import Any

from sqlalchemy import select

from ohms import clock
from ohms.commands.covering import follow_facts, leave_goes_on
from ohms.commands.idempotency import made_before, remember
from ohms.commands.refusals import Conflict
from ohms.commands.unit_of_work import command
from ohms.commands.vacancies import judge_vacancies, lock_staffing
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, check_supervises
from ohms.domain.calendar import ONE_DAY
from ohms.domain.errors import RuleBroken
from ohms.domain.positions import (
    ENDS,
    GIVEN_BY_SUPERVISOR,
    check_end,
    check_end_beside,
    check_new_hours,
    checked_week,
)
from ohms.domain.staffing import PositionFact
from ohms.domain.values import EndedBy, Role
from ohms.extensions import db
from ohms.models.staff import WEEKDAYS, Position
from ohms.queries.one_in_sight import only
from ohms.queries.positions import Week, fact_of, position_to_be, positions_of_person, worked_to
from ohms.queries.rounds import ask


@command(Permission.STAFFING_MANAGE)
def add_position(
    actor: Actor,
    cohe_id: int,
    *,
    username: str,
    role: Role,
    week: Week,
    from_on: date | None,
    key: str | None = None,
) -> int:
    """Give somebody who signs in a role in the supervised COHE from a day on; the position's id.

    Minutes go from Monday to Sunday, all zero for who only covers. The vacancies are judged anew: a
    coordinator may fill the one that waits longest. Raises NotFound for another COHE, RuleBroken
    beside `username`, `role`, `mon` or `from_on`.
    """
    if key and (made := made_before(actor, key)) is not None:
        return made
    check_supervises(actor, cohe_id)
    lock_staffing(cohe_id)
    staff_id, new = position_to_be(actor, cohe_id, username, role, week, from_on)
    position = _begun(staff_id, new)
    judge_vacancies(actor, cohe_id)
    follow_facts(cohe_id, actor.on_day)
    if key:
        remember(actor, key, "add_position", position.id)
    return position.id


@command(Permission.STAFFING_MANAGE)
def change_hours(
    actor: Actor,
    position_id: int,
    *,
    week: Week,
    from_on: date | None,
    version: int | None = None,
) -> int:
    """Other minutes a day from a day on: the position ends the day before and another begins; its id.

    No clock of replacement runs for it, but the vacancies are judged anew. Raises RuleBroken beside `mon` or `from_on`, Conflict when
    somebody else changed it meanwhile.
    """
    position = _locked(actor, position_id, version)
    day = from_on or actor.on_day + ONE_DAY
    minutes, former = checked_week(week), fact_of(position)
    check_new_hours(former, minutes, day, actor.on_day)
    until, how = position.to_on, position.ended_by
    position.to_on, position.ended_by = day - ONE_DAY, EndedBy.HOURS_CHANGE
    db.session.flush()
    new = _begun(
        position.staff_id, PositionFact(0, former.role, former.cohe, minutes, day, until), how
    )
    leave_goes_on(position.id, new.id, day)
    judge_vacancies(actor, former.cohe)
    follow_facts(former.cohe, actor.on_day)
    return new.id


@command(Permission.STAFFING_MANAGE)
def end_position(
    actor: Actor,
    position_id: int,
    *,
    last_on: date | None,
    ended_by: EndedBy,
    version: int | None = None,
) -> None:
    """Say which day is the last one worked, and why it ends; today where no day is told.

    A coordinator's departure opens a vacancy where staffed FTE falls below required the day after.
    Access ends by an act of its own. Raises RuleBroken beside `last_on`, Conflict.
    """
    position = _locked(actor, position_id, version)
    if ended_by not in ENDS:
        raise RuleBroken("Choose why it ends.", field="ended_by")
    end_loaded(actor, position, last_on or actor.on_day, ended_by)
    assert position.cohe_id is not None
    follow_facts(position.cohe_id, actor.on_day)


def end_loaded(actor: Actor, position: Position, last_on: date, ended_by: EndedBy) -> None:
    """The same for a loaded position, as part of the command that calls this and holds the COHE's
    staffing."""
    fact = fact_of(position)
    check_end(fact, last_on, worked_to(position.id), actor.on_day)
    others = ask(positions_of_person(position.staff_id, [fact.cohe]))
    check_end_beside(fact, last_on, [each.fact for each in others])
    position.to_on, position.ended_by = last_on, ended_by
    judge_vacancies(actor, fact.cohe, ended=position.id)


def _begun(staff_id: int, new: PositionFact, ended_by: EndedBy | None = None) -> Position:
    by_day: dict[str, Any] = {
        f"minutes_{day}": minutes
        for day, minutes in zip(WEEKDAYS, new.weekday_minutes, strict=True)
    }
    position = Position(
        staff_id=staff_id,
        role=new.role,
        cohe_id=new.cohe,
        from_on=new.from_on,
        to_on=new.to_on,
        ended_by=ended_by,
        added_at=clock.now(),
        **by_day,
    )
    db.session.add(position)
    db.session.flush()
    return position


def _locked(actor: Actor, position_id: int, version: int | None) -> Position:
    """A position of the supervised COHEs, after the staffing of its COHE."""
    own = (
        Position.id == position_id,
        Position.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR)),
        Position.role.in_(GIVEN_BY_SUPERVISOR),
    )
    cohe_id = only(select(Position.cohe_id).where(*own))
    assert cohe_id is not None  # these roles are held in a COHE
    lock_staffing(cohe_id)
    position: Position = db.session.execute(
        select(Position).where(*own).with_for_update()
    ).scalar_one()
    if version is not None and position.version != version:
        raise Conflict
    return position
