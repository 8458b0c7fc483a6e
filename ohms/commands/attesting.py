"""People attest their time through a day; a supervisor locks a quarter and reopens it on request.

None of it changes what counts. Source: design.md section 5, "Minutes".
"""

from datetime import date

from sqlalchemy import select

from ohms import clock
from ohms.commands.late_time import another_supervisor
from ohms.commands.unit_of_work import command
from ohms.domain.access import CASEWORK, Permission
from ohms.domain.actor import Actor, check_supervises
from ohms.domain.attesting import (
    attested_days,
    check_attestable,
    check_lockable,
    checked_reason,
)
from ohms.domain.calendar import ONE_DAY, Quarter
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.attesting import QuarterLock, ReopeningRequest, TimeAttestation
from ohms.models.staff import Position, StaffMember
from ohms.queries.attesting import attested_through, standing_lock
from ohms.queries.one_in_sight import only


@command(Permission.TIME_WRITE)
def attest_time(actor: Actor, through_on: date) -> list[TimeAttestation]:
    """Stand by one's minutes through a day, in every COHE where casework positions are held.

    A quarter's end between splits. RuleBroken beside `through_on` for a day to come, and for one that
    is attested already everywhere.
    """
    _hold(actor)
    made: list[TimeAttestation] = []
    refused: RuleBroken | None = None
    for cohe_id, (held_from, held_to) in _held(actor, through_on).items():
        after = attested_through(cohe_id, [actor.staff_id]).get(actor.staff_id or 0)
        last = min(through_on, held_to)
        try:
            check_attestable(through_on, after=after, today=actor.on_day)
        except RuleBroken as broken:
            refused = broken
            continue
        first = held_from if after is None else after + ONE_DAY
        if first <= last:
            made += [
                TimeAttestation(
                    staff_id=actor.staff_id,
                    cohe_id=cohe_id,
                    through_on=day,
                    attested_at=clock.now(),
                )
                for day in attested_days(first, last)
            ]
    if not made:
        raise refused or RuleBroken(
            "You held no coordinator or assistant position by that day.", field="through_on"
        )
    db.session.add_all(made)
    db.session.flush()
    return made


def _hold(actor: Actor) -> None:
    """Two saves of one person wait for each other."""
    db.session.execute(
        select(StaffMember.id).where(StaffMember.id == actor.staff_id).with_for_update()
    )


def _held(actor: Actor, through_on: date) -> dict[int, tuple[date, date]]:
    """The COHEs of one's casework positions begun by a day: the first day held, and the last."""
    rows = db.session.execute(
        select(Position.cohe_id, Position.from_on, Position.to_on)
        .where(
            Position.staff_id == actor.staff_id,
            Position.role.in_(CASEWORK),
            Position.from_on <= through_on,
            Position.cohe_id.in_(actor.cohes_as(*CASEWORK)),
        )
        .order_by(Position.from_on)
    )
    found: dict[int, tuple[date, date]] = {}
    for cohe_id, from_on, to_on in rows:
        assert cohe_id is not None
        first, last = found.get(cohe_id, (from_on, from_on))
        found[cohe_id] = min(first, from_on), max(last, to_on or through_on)
    return found


@command(Permission.TIME_LOCK)
def lock_quarter(actor: Actor, cohe_id: int, quarter: Quarter) -> QuarterLock:
    """Let the minutes of a finished quarter stand: what comes later waits to be accepted."""
    check_supervises(actor, cohe_id)
    lock = db.session.execute(standing_lock(cohe_id, quarter)).scalar_one_or_none()
    check_lockable(quarter, locked=lock is not None, today=actor.on_day)
    made = QuarterLock(
        cohe_id=cohe_id,
        year=quarter.year,
        quarter=quarter.number,
        locked_by_id=actor.staff_id,
        locked_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    return made


@command(Permission.TIME_LOCK)
def reopen_quarter(actor: Actor, cohe_id: int, quarter: Quarter, reason: str | None) -> QuarterLock:
    """Open a locked quarter again, with the reason; what was asked for is granted by it.

    Not for one's own asking alone while another supervisor is there. Late minutes wait on: they came
    late all the same.
    """
    check_supervises(actor, cohe_id)
    lock = _lock(cohe_id, quarter)
    asked = _open_requests(lock.id)
    own = [request for request in asked if request.staff_id == actor.staff_id]
    if own and another_supervisor(actor, cohe_id):
        raise RuleBroken("You asked for this yourself: another supervisor decides about it.")
    lock.reason = checked_reason(reason)
    lock.reopened_at, lock.reopened_by_id = clock.now(), actor.staff_id
    for request in asked:
        _answer(actor, request, granted=True)
    db.session.flush()
    return lock


@command(Permission.TIME_WRITE)
def ask_to_reopen(
    actor: Actor, cohe_id: int, quarter: Quarter, reason: str | None
) -> ReopeningRequest:
    """Ask the supervisor to open a locked quarter again; asked twice, the first asking stands."""
    if cohe_id not in actor.cohes_as(*CASEWORK):
        raise NotFound
    said, lock = checked_reason(reason), _lock(cohe_id, quarter)
    for request in _open_requests(lock.id):
        if request.staff_id == actor.staff_id:
            return request
    assert actor.staff_id is not None
    made = ReopeningRequest(
        lock_id=lock.id,
        cohe_id=cohe_id,
        staff_id=actor.staff_id,
        reason=said,
        asked_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    return made


@command(Permission.TIME_LOCK)
def decline_reopening(actor: Actor, request_id: int) -> ReopeningRequest:
    """Leave the quarter locked; the person sees that it was declined."""
    request = only(
        select(ReopeningRequest)
        .where(
            ReopeningRequest.id == request_id,
            ReopeningRequest.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR)),
        )
        .with_for_update()
    )
    if request.answered_at is None:
        _answer(actor, request, granted=False)
        db.session.flush()
    return request


def _answer(actor: Actor, request: ReopeningRequest, *, granted: bool) -> None:
    request.answered_at, request.answered_by_id = clock.now(), actor.staff_id
    request.granted = granted


def _lock(cohe_id: int, quarter: Quarter) -> QuarterLock:
    lock = db.session.execute(
        standing_lock(cohe_id, quarter).with_for_update()
    ).scalar_one_or_none()
    if lock is None:
        raise RuleBroken(f"{quarter.named} is not locked.")
    return lock


def _open_requests(lock_id: int) -> list[ReopeningRequest]:
    return list(
        db.session.execute(
            select(ReopeningRequest).where(
                ReopeningRequest.lock_id == lock_id, ReopeningRequest.answered_at.is_(None)
            )
        ).scalars()
    )
