"""Minutes that come for a locked quarter: never refused, they wait until a supervisor accepts them."""

from datetime import datetime

from sqlalchemy import or_, select

from ohms import clock
from ohms.commands.rows import write_row
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.attesting import LateEntry
from ohms.models.staff import Position
from ohms.models.time import TimeEntry
from ohms.queries.attesting import is_locked
from ohms.queries.one_in_sight import held_in_sight

NOT_YOUR_OWN = "Another supervisor decides about your own minutes."


def put_in(entry: TimeEntry, *, late: bool | None = None) -> TimeEntry:
    """Save new minutes, as part of the command that calls this; for a locked day they wait.

    `late` where the caller knows better than the lock: what stood before stays as it was.
    """
    waits = is_locked(entry.cohe_id, entry.performed_on) if late is None else late
    seen_at = entry.confirmed_at
    if waits:
        entry.confirmed_at = None
    write_row(entry)
    if waits:
        _wait(entry, seen_at)
    return entry


def confirm_in(entry: TimeEntry) -> None:
    """The press of an entry's person, as part of the command that calls this: what was left running
    counts from then on; in a locked quarter it waits for the supervisor."""
    if (late := late_entry(entry.id)) is not None:
        late.seen_at = late.seen_at or clock.now()
    elif entry.confirmed_at is None:
        if is_locked(entry.cohe_id, entry.performed_on):
            _wait(entry, clock.now())
        else:
            entry.confirmed_at = clock.now()
    db.session.flush()


def _wait(entry: TimeEntry, seen_at: datetime | None) -> None:
    db.session.add(LateEntry(time_entry_id=entry.id, cohe_id=entry.cohe_id, seen_at=seen_at))
    db.session.flush()


def late_entry(entry_id: int) -> LateEntry | None:
    """What an entry waits for, while it does."""
    return db.session.execute(
        select(LateEntry).where(
            LateEntry.time_entry_id == entry_id, LateEntry.accepted_at.is_(None)
        )
    ).scalar_one_or_none()


@command(Permission.TIME_CORRECT)
def accept_late_time(actor: Actor, entry_id: int) -> TimeEntry:
    """Let late minutes count from now on; accepted twice it does nothing.

    NotFound outside the COHEs one supervises. RuleBroken for one's own while another supervisor is
    there, and for a run that its person has not confirmed.
    """
    supervised = TimeEntry.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR))
    entry = held_in_sight(actor, TimeEntry, entry_id, supervised, TimeEntry.voided_at.is_(None))
    late = late_entry(entry.id)
    if late is None:
        return entry
    if entry.staff_id == actor.staff_id and another_supervisor(actor, entry.cohe_id):
        raise RuleBroken(NOT_YOUR_OWN)
    if late.seen_at is None:
        raise RuleBroken("The person has yet to confirm these minutes: they were left running.")
    late.accepted_at = entry.confirmed_at = clock.now()
    late.accepted_by_id = actor.staff_id
    db.session.flush()
    return entry


def another_supervisor(actor: Actor, cohe_id: int) -> bool:
    """Whether somebody else supervises the COHE today: nobody decides about their own otherwise."""
    found = db.session.execute(
        select(Position.id).where(
            Position.cohe_id == cohe_id,
            Position.role == Role.SUPERVISOR,
            Position.staff_id != actor.staff_id,
            Position.from_on <= actor.on_day,
            or_(Position.to_on.is_(None), Position.to_on >= actor.on_day),
        )
    )
    return found.first() is not None
