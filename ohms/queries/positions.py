"""Positions of a COHE as its supervisor, privacy officer and contract manager read them, and what a
change of one would do to staffed against required FTE."""

from collections.abc import Collection
from datetime import date, datetime
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select

from ohms import clock
from ohms.domain.access import CASEWORK
from ohms.domain.actor import Actor
from ohms.domain.contract import ContractSettings
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.positions import (
    GIVEN_BY_SUPERVISOR,
    TOLD_FOR,
    check_not_held_twice,
    check_role,
    checked_begin,
    checked_week,
    gives_sight_of_claims,
)
from ohms.domain.staffing import PositionFact
from ohms.domain.values import EndedBy, Role
from ohms.extensions import db
from ohms.models.cohes import Cohe
from ohms.models.notes import CaseNote
from ohms.models.staff import WEEKDAYS, Position, StaffMember
from ohms.models.time import TimeEntry
from ohms.queries.guard import unscoped
from ohms.queries.rounds import Question, ask

Week = tuple[int | None, ...]

FULL_WEEK = ContractSettings().full_time_minutes_a_week
READ_A_COHE = (Role.SUPERVISOR, Role.PRIVACY_OFFICER, Role.CONTRACT_MANAGER)


class HeldBy(NamedTuple):
    """A position with who holds it."""

    fact: PositionFact
    staff_id: int
    name: str
    username: str
    ended_by: EndedBy | None
    added_at: datetime | None
    access_ended: bool
    version: int
    cohe: str

    @property
    def may_be_managed(self) -> bool:
        """L&I's own positions are not the supervisor's to change."""
        return self.fact.role in GIVEN_BY_SUPERVISOR

    @property
    def counts_fte(self) -> bool:
        return self.fact.role in CASEWORK

    @property
    def fte(self) -> Fraction:
        """Of a full week of 2,400 minutes; exact."""
        return Fraction(self.fact.weekly_minutes, FULL_WEEK)


def fact_of(position: Any) -> PositionFact:
    """Of a loaded position, or of one as it comes out of a round."""
    assert position.cohe_id is not None
    return PositionFact(
        position.id,
        position.role,
        position.cohe_id,
        week_of(position),
        position.from_on,
        position.to_on,
    )


def week_of(position: Any) -> tuple[int, ...]:
    """Scheduled minutes from Monday to Sunday."""
    return tuple(getattr(position, f"minutes_{day}") for day in WEEKDAYS)


def positions_of_cohe(cohe_id: int, *, since: date | None = None) -> Question[list[HeldBy]]:
    """Positions of a COHE that have not ended before a day, coordinators first, by name."""
    wanted = _rows().where(Position.cohe_id == cohe_id)
    if since is not None:
        wanted = wanted.where(or_(Position.to_on.is_(None), Position.to_on >= since))
    order = {role: number for number, role in enumerate(Role)}
    found = yield from _asked(wanted)
    return sorted(found, key=lambda each: (order[each.fact.role], each.name))


def positions_of_person(
    staff_id: int, cohe_ids: Collection[int] | None = None
) -> Question[list[HeldBy]]:
    """Every position somebody has in a COHE, the newest first; of some COHEs alone where told."""
    wanted = _rows().where(Position.staff_id == staff_id)
    if cohe_ids is not None:
        wanted = wanted.where(Position.cohe_id.in_(cohe_ids))
    found = yield from _asked(wanted.order_by(Position.from_on.desc(), Position.id.desc()))
    return found


def position_managed(actor: Actor, position_id: int) -> HeldBy:
    """A position of a COHE that the actor supervises; NotFound for another."""
    found = ask(
        _asked(
            _rows().where(
                Position.id == position_id,
                Position.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR)),
                Position.role.in_(GIVEN_BY_SUPERVISOR),
            )
        )
    )
    if not found:
        raise NotFound
    return found[0]


def new_with_sight(actor: Actor) -> Question[list[HeldBy]]:
    """Positions of the supervised COHEs that give sight of claims and were added these two weeks."""
    since = _midnight(actor.on_day) - TOLD_FOR
    wanted = _rows().where(
        Position.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR)), Position.added_at >= since
    )
    found = yield from _asked(wanted.order_by(Position.added_at.desc(), Position.id.desc()))
    return [each for each in found if gives_sight_of_claims(each.fact.role)]


def knows_person(actor: Actor) -> ColumnElement[bool]:
    """The actor, and who ever held a position in a COHE whose positions the actor reads."""
    there = select(Position.staff_id).where(Position.cohe_id.in_(actor.cohes_as(*READ_A_COHE)))
    return or_(StaffMember.id == actor.staff_id, StaffMember.id.in_(there))


def worked_to(position_id: int) -> date | None:
    """The last day on which minutes or a note stand under a position."""
    with unscoped("the last day that was worked under a position"):
        minutes = db.session.execute(
            select(func.max(TimeEntry.performed_on)).where(
                TimeEntry.position_id == position_id, TimeEntry.voided_at.is_(None)
            )
        ).scalar_one()
        notes = db.session.execute(
            select(func.max(CaseNote.performed_on)).where(CaseNote.position_id == position_id)
        ).scalar_one()
    return max((day for day in (minutes, notes) if day is not None), default=None)


def position_to_be(
    actor: Actor, cohe_id: int, username: str, role: Role, week: Week, from_on: date | None
) -> tuple[int, PositionFact]:
    """Whose position it would be, and what: for who is shown it first, and for who adds it. RuleBroken
    beside `username`, `role`, `mon` or `from_on`."""
    person = person_named(username)
    if person is None:
        raise RuleBroken(
            "Nobody signs in under this name. The administrator adds accounts.", field="username"
        )
    staff_id, day = person[0], checked_begin(from_on, actor.on_day)
    check_role(role, for_oneself=staff_id == actor.staff_id)
    new = PositionFact(0, role, cohe_id, checked_week(week), day)
    held = ask(positions_of_person(staff_id, [cohe_id]))
    check_not_held_twice(new, [each.fact for each in held])
    return staff_id, new


def person_named(username: str) -> tuple[int, str] | None:
    """Somebody with an account that is open, by user name."""
    row = db.session.execute(
        select(StaffMember.id, StaffMember.name).where(
            StaffMember.username == username.strip().lower(), StaffMember.active.is_(True)
        )
    ).one_or_none()
    return None if row is None else (row.id, row.name)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), clock.PACIFIC)


def _rows() -> Select[Position, str, str, str]:
    return (
        select(Position, StaffMember.name, StaffMember.username, Cohe.name)
        .join(StaffMember, StaffMember.id == Position.staff_id)
        .join(Cohe, Cohe.id == Position.cohe_id)
    )


def _asked(wanted: Select[Position, str, str, str]) -> Question[list[HeldBy]]:
    (rows,) = yield (wanted,)
    return [
        HeldBy(
            fact_of(position),
            position.staff_id,
            name,
            username,
            position.ended_by,
            position.added_at,
            position.access_ended_at is not None,
            position.version,
            cohe,
        )
        for position, name, username, cohe in rows
    ]
