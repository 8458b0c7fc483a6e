"""Somebody leaves a COHE: their access ends at once and is never refused, and in the same act all open
work falls to the supervisor who ended it, who hands it on with the commands of every day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select

from ohms import clock
from ohms.commands.covering import follow_facts
from ohms.commands.own_password import end_links, end_tokens_of
from ohms.commands.positions import end_loaded
from ohms.commands.unit_of_work import command
from ohms.commands.vacancies import lock_staffing
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, check_supervises
from ohms.domain.calendar import ONE_DAY
from ohms.domain.departures import Kept, left_by_departure
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.positions import GIVEN_BY_SUPERVISOR
from ohms.domain.transfers import TransferDecision, checked_reason
from ohms.domain.values import EndedBy, Role
from ohms.extensions import db
from ohms.models.claims import Claim, ClaimAssignment, Delegation
from ohms.models.coverage import Coverage
from ohms.models.departures import Departure
from ohms.models.housekeeping import SignInSession
from ohms.models.providers import ProviderAssignment, StandingDeputy
from ohms.models.staff import WEEKDAYS, AssistantAssignment, Position, StaffMember
from ohms.models.tasks import ReassignedTask, Reassignment, Task
from ohms.models.transfers import ClaimTransfer
from ohms.queries.guard import unscoped
from ohms.queries.positions import worked_to
from ohms.queries.task_filter import in_an_open_state


@command(Permission.STAFFING_MANAGE)
def end_access(
    actor: Actor, cohe_id: int, staff_id: int, *, last_on: date | None, reason: str | None
) -> int:
    """End what somebody may do in the supervised COHE, from their next request on; the departure's id.

    Their positions there give no right any longer and end with the last day worked, today where none
    is told, or the last day under which anything stands where that is later; those that had ended
    before keep their last day, and what was open falls all the same. Who holds no position elsewhere signs in no more. Raises NotFound for another COHE's, RuleBroken beside `reason` and for
    oneself: never for what they left.
    """
    words = checked_reason(reason)
    if staff_id == actor.staff_id:
        raise RuleBroken(
            "Nobody ends their own access: another supervisor or the administrator does."
        )
    check_supervises(actor, cohe_id)
    lock_staffing(cohe_id)
    positions = _positions(actor, cohe_id, staff_id)
    latest_on = max(each.to_on or actor.on_day for each in positions)
    day = min(last_on or actor.on_day, latest_on, actor.on_day)
    for position in positions:
        position.access_ended_at = clock.now()
    _close_account(actor, staff_id)
    with unscoped("the work of who leaves falls to the supervisor, whatever the supervisor sees"):
        departure = _fall(actor, cohe_id, staff_id, day, words)
    for position in reversed(positions):
        _end(actor, position, day)
    follow_facts(cohe_id, actor.on_day)
    return departure


def _positions(actor: Actor, cohe_id: int, staff_id: int) -> Sequence[Position]:
    """Those that a departure ends; NotFound for none in a COHE that the actor supervises."""
    held = (
        db.session.execute(
            select(Position)
            .where(
                Position.staff_id == staff_id,
                Position.cohe_id == cohe_id,
                Position.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR)),
                Position.role.in_(GIVEN_BY_SUPERVISOR),
            )
            .order_by(Position.from_on)
            .with_for_update()
        )
        .scalars()
        .all()
    )
    kept = [Kept(each.id, each.to_on, each.access_ended_at is not None) for each in held]
    ending = left_by_departure(kept, actor.on_day)
    if not ending:
        raise NotFound
    return [each for each in held if each.id in ending]


def _close_account(actor: Actor, staff_id: int) -> None:
    """Every session ends; the account stays, closed where no position is left anywhere, with its
    tokens and links. Two COHEs
    that the person leaves at once wait for each other, or both would see the other's position."""
    db.session.flush()
    person = db.session.execute(
        select(StaffMember).where(StaffMember.id == staff_id).with_for_update(key_share=True)
    ).scalar_one()
    elsewhere = db.session.execute(
        select(Position.id)
        .where(
            Position.staff_id == staff_id,
            Position.access_ended_at.is_(None),
            or_(Position.to_on.is_(None), Position.to_on >= actor.on_day),
        )
        .limit(1)
    ).scalar_one_or_none()
    if elsewhere is None:
        person.active = False
        end_tokens_of(staff_id)
        end_links(staff_id)
    sessions = select(SignInSession).where(
        SignInSession.staff_id == staff_id, SignInSession.ended_at.is_(None)
    )
    for session in db.session.execute(sessions).scalars():
        session.ended_at = clock.now()
    db.session.flush()


def _end(actor: Actor, position: Position, last_on: date) -> None:
    """Its last day: the one that was told, unless it was to end before, or something stands later.
    One that was to begin later has no minutes, and counts nothing on the one day it keeps."""
    if position.to_on is not None and position.to_on <= last_on:
        return
    if position.from_on > last_on:
        for weekday in WEEKDAYS:
            setattr(position, f"minutes_{weekday}", 0)
    day = max(last_on, position.from_on, worked_to(position.id) or last_on)
    end_loaded(actor, position, day, EndedBy.DEPARTURE)


def _fall(actor: Actor, cohe_id: int, staff_id: int, last_on: date, reason: str) -> int:
    """All open work to the supervisor, as of today."""
    assert actor.staff_id is not None
    departure = Departure(
        staff_id=staff_id,
        cohe_id=cohe_id,
        holder_id=actor.staff_id,
        reassignment_id=_tasks_fall(actor, cohe_id, staff_id),
        last_on=last_on,
        access_ended_at=clock.now(),
        reason=reason,
    )
    db.session.add(departure)
    db.session.flush()
    fallen = {"departure_id": departure.id}
    for assignment in _dated(
        actor, ProviderAssignment, cohe_id, ProviderAssignment.staff_id == staff_id
    ):
        pass_dated(assignment, "staff_id", actor.staff_id, actor.on_day, **fallen)
    _claims_fall(actor, departure)
    under = AssistantAssignment.coordinator_id == staff_id
    for assignment in _dated(actor, AssistantAssignment, cohe_id, under):
        pass_dated(assignment, "coordinator_id", actor.staff_id, actor.on_day, **fallen)
    of_them = AssistantAssignment.assistant_id == staff_id
    covers = or_(Coverage.covering_id == staff_id, Coverage.absent_id == staff_id)
    for row in (
        *_dated(actor, AssistantAssignment, cohe_id, of_them),
        *_dated(actor, Coverage, cohe_id, covers),
        *_dated(actor, StandingDeputy, cohe_id, StandingDeputy.staff_id == staff_id),
        *_dated(actor, Delegation, cohe_id, Delegation.to_staff_id == staff_id),
    ):
        _end_dated(row, actor.on_day)
    _offers_end(actor, cohe_id, staff_id)
    db.session.flush()
    return departure.id


def _tasks_fall(actor: Actor, cohe_id: int, staff_id: int) -> int | None:
    tasks = (
        db.session.execute(
            select(Task)
            .where(Task.owner_id == staff_id, Task.cohe_id == cohe_id, in_an_open_state())
            .order_by(Task.id)
            .with_for_update()
        )
        .scalars()
        .all()
    )
    if not tasks:
        return None
    assert actor.staff_id is not None
    act = Reassignment(by_id=actor.staff_id, owner_id=actor.staff_id, at=clock.now())
    db.session.add(act)
    db.session.flush()
    for task in tasks:
        task.owner_id = actor.staff_id
        db.session.add(
            ReassignedTask(
                reassignment_id=act.id,
                task_id=task.id,
                claim_id=task.claim_id,
                cohe_id=cohe_id,
                from_owner_id=staff_id,
            )
        )
    db.session.flush()
    return act.id


def _claims_fall(actor: Actor, departure: Departure) -> None:
    """Claims that were given to them by name are given to the supervisor by name."""
    cohe_id, staff_id = departure.cohe_id, departure.staff_id
    claims = db.session.execute(
        select(Claim)
        .where(Claim.assigned_to_id == staff_id, Claim.cohe_id == cohe_id)
        .where(Claim.purged_at.is_(None))
        .order_by(Claim.id)
        .with_for_update()
    ).scalars()
    for claim in claims:
        claim.assigned_to_id = actor.staff_id
    purged = select(Claim.id).where(Claim.purged_at.is_not(None), Claim.cohe_id == cohe_id)
    theirs = and_(ClaimAssignment.staff_id == staff_id, ClaimAssignment.claim_id.not_in(purged))
    named = _dated(actor, ClaimAssignment, cohe_id, theirs)
    for assignment in named:
        pass_dated(
            assignment,
            "staff_id",
            actor.staff_id,
            actor.on_day,
            reason=departure.reason,
            given_by_id=actor.staff_id,
            departure_id=departure.id,
        )
    db.session.flush()


def _offers_end(actor: Actor, cohe_id: int, staff_id: int) -> None:
    offers = db.session.execute(
        select(ClaimTransfer).where(
            ClaimTransfer.cohe_id == cohe_id,
            ClaimTransfer.decision.is_(None),
            or_(ClaimTransfer.to_staff_id == staff_id, ClaimTransfer.from_staff_id == staff_id),
        )
    ).scalars()
    for offer in offers:
        offer.decision = TransferDecision.WITHDRAWN
        offer.decided_by_id, offer.decided_at = actor.staff_id, clock.now()


def _dated(actor: Actor, model: Any, cohe_id: int, whose: Any) -> Sequence[Any]:
    """The rows of somebody in the COHE that hold today or later."""
    statement = select(model).where(
        model.cohe_id == cohe_id, whose, or_(model.to_on.is_(None), model.to_on >= actor.on_day)
    )
    return db.session.execute(statement.order_by(model.id)).scalars().all()


def pass_dated(row: Any, column: str, to_staff_id: int | None, day: date, **also: Any) -> None:
    """From a day on it is somebody else's; what begins that day or later never was the former's."""
    told = {column: to_staff_id, **also}
    if row.from_on >= day:
        for name, value in told.items():
            setattr(row, name, value)
        return
    kept = {
        each.key: getattr(row, each.key)
        for each in row.__mapper__.column_attrs
        if each.key not in ("id", "version")
    }
    row.to_on = day - ONE_DAY
    db.session.flush()
    db.session.add(type(row)(**{**kept, "from_on": day, **told}))


def _end_dated(row: Any, day: date) -> None:
    if row.from_on >= day:
        db.session.delete(row)
    else:
        row.to_on = day - ONE_DAY
