"""Minutes that somebody shadowed an HSC of another COHE: who may be host, and what waits for the host's word."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select

from ohms.domain.actor import Actor
from ohms.domain.calendar import written
from ohms.domain.errors import NotFound
from ohms.domain.training import TrainingKind
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.cohes import Cohe
from ohms.models.coverage import Training
from ohms.models.staff import Position, StaffMember
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question, ask


class ToConfirm(NamedTuple):
    """Minutes that somebody of another COHE says to have shadowed the actor: nothing more of them."""

    id: int
    name: str
    cohe: str
    done_on: date
    minutes: int | None


def to_confirm(actor: Actor) -> Question[list[ToConfirm]]:
    """Shadowing of which the actor was the host and has not said whether it was so."""
    (rows,) = yield (_to_confirm(actor),)
    return [ToConfirm(*row) for row in rows]


@prepared
def _to_confirm(actor: Actor) -> AnySelect:
    return _of_hosts(waits_for_host(actor))


def shadowing_hosted(actor: Actor, training_id: int) -> ToConfirm:
    """Shadowing of which the actor was the host, whatever they said; NotFound for every other."""
    found = ask(_hosted(and_(was_host(actor), Training.id == training_id)))
    if not found:
        raise NotFound
    return found[0]


def _hosted(which: ColumnElement[bool]) -> Question[list[ToConfirm]]:
    (rows,) = yield (_of_hosts(which),)
    return [ToConfirm(*row) for row in rows]


def _of_hosts(which: ColumnElement[bool]) -> AnySelect:
    return (
        select(Training.id, StaffMember.name, Cohe.name, Training.done_on, Training.minutes)
        .join(StaffMember, StaffMember.id == Training.staff_id)
        .join(Cohe, Cohe.id == Training.cohe_id)
        .where(which)
        .order_by(Training.done_on, Training.id)
    )


def was_host(actor: Actor) -> ColumnElement[bool]:
    """Of a shadowing that stands."""
    return and_(
        Training.kind == TrainingKind.SHADOWING,
        Training.host_id == actor.staff_id,
        Training.voided_at.is_(None),
    )


def waits_for_host(actor: Actor) -> ColumnElement[bool]:
    return and_(
        was_host(actor),
        Training.host_confirmed_at.is_(None),
        Training.host_declined_at.is_(None),
    )


def hosts_of_others(cohe_id: int, day: date) -> list[tuple[int, str]]:
    """Who held an HSC position of another COHE on a day: whom a newcomer of this one may have
    shadowed then."""
    return hosts_within(cohe_id, day, day)


def hosts_within(cohe_id: int, first_on: date, last_on: date) -> list[tuple[int, str]]:
    """The same of some day of a period, to choose from before the day is told; who was a host until
    before its end with their last day."""
    until = func.max(func.coalesce(Position.to_on, date.max))
    rows = db.session.execute(
        select(StaffMember.id, StaffMember.name, Cohe.name.label("cohe"), until.label("until"))
        .join(Position, Position.staff_id == StaffMember.id)
        .join(Cohe, Cohe.id == Position.cohe_id)
        .where(
            Position.role == Role.HSC,
            Position.cohe_id != cohe_id,
            Position.from_on <= last_on,
            or_(Position.to_on.is_(None), Position.to_on >= first_on),
        )
        .group_by(StaffMember.id, StaffMember.name, Cohe.name)
        .order_by(Cohe.name, StaffMember.name)
    )
    return [(row.id, f"{row.name}, {row.cohe}{_until(row.until, last_on)}") for row in rows]


def _until(last_day: date, last_on: date) -> str:
    return f", to {written(last_day)}" if last_day < last_on else ""
