"""The minutes of a call: claim-specific on the day of the call once its claim is known.

Source: design.md section 5, "Minutes": `performed_on` may precede `initiated_on`.
"""

from sqlalchemy import and_, or_, select

from ohms import clock
from ohms.commands.late_time import put_in
from ohms.commands.time import check_room
from ohms.domain.actor import Actor
from ohms.domain.values import Capture
from ohms.extensions import db
from ohms.models.notes import CallIntake
from ohms.models.time import TimeEntry
from ohms.queries.guard import unscoped

UNMATCHED = "The call was taken off its claim"


def add_minutes_of_call(actor: Actor, call: CallIntake, claim_id: int) -> TimeEntry | None:
    """Minutes of the person who took the call, under the position they held, on the call's day.

    None for a call without minutes. The person saw them when they noted the call: they count.
    """
    if call.minutes is None:
        return None
    assert actor.staff_id is not None
    check_room(call.taken_by_id, call.performed_on, call.minutes, actor.on_day)
    now = clock.now()
    entry = TimeEntry(
        staff_id=call.taken_by_id,
        position_id=call.position_id,
        cohe_id=call.cohe_id,
        claim_id=claim_id,
        performed_on=call.performed_on,
        minutes=call.minutes,
        capture=Capture.TYPED,
        remark="Call",
        entered_by_id=actor.staff_id,
        entered_at=now,
        confirmed_at=now,
    )
    return put_in(entry)


def void_minutes_of_call(actor: Actor, call: CallIntake) -> None:
    """Take the call's minutes out of every count, as they stand after any correction."""
    with unscoped("a call's minutes go with its claim, whoever worked them"):
        standing = _standing(call.time_entry_id)
    for entry in standing:
        entry.voided_at = clock.now()
        entry.voided_by_id = actor.staff_id
        entry.reason = f"{entry.reason}; {UNMATCHED}"[:200] if entry.reason else UNMATCHED
    db.session.flush()


def _standing(entry_id: int | None) -> list[TimeEntry]:
    """The entry, or what took its place, with what was added beside it under a lock; nothing of what
    was taken out."""
    found: list[TimeEntry] = []
    met: set[int] = set()
    ahead = [] if entry_id is None else [entry_id]
    while ahead:
        entry = db.session.execute(
            select(TimeEntry).where(TimeEntry.id == ahead.pop())
        ).scalar_one()
        met.add(entry.id)
        if entry.voided_at is None:
            found.append(entry)
        ahead += [each for each in _after(entry) if each not in met]
    return found


def _after(entry: TimeEntry) -> list[int]:
    """What took an entry's place, and what the correction that made this one added to it: of one act,
    as its person, claim, day, instant and reason say."""
    added = and_(
        TimeEntry.id != entry.id,
        TimeEntry.supersedes_id.is_(None),
        TimeEntry.staff_id == entry.staff_id,
        TimeEntry.claim_id == entry.claim_id,
        TimeEntry.performed_on == entry.performed_on,
        TimeEntry.entered_by_id == entry.entered_by_id,
        TimeEntry.entered_at == entry.entered_at,
        TimeEntry.note_id.is_(None),
        TimeEntry.reason == entry.reason,
    )
    follows = TimeEntry.supersedes_id == entry.id
    wanted = or_(follows, added) if entry.supersedes_id is not None else follows
    return list(db.session.execute(select(TimeEntry.id).where(wanted)).scalars())
