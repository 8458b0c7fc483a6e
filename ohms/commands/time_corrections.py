"""Minutes corrected and taken out: a successor is inserted, the replaced entry stays, voided.

One's own minutes of an open day change freely; once attested, reported or locked, with a reason.
"""

from datetime import date

from sqlalchemy import select

from ohms import clock
from ohms.commands.late_time import late_entry, put_in
from ohms.commands.time import check_room
from ohms.commands.time_positions import position_still
from ohms.commands.time_standing import changeable_time, made_entry, remembered_entry
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.calendar import Quarter
from ohms.domain.errors import RuleBroken
from ohms.domain.values import Capture, OtherTime, StandardWork
from ohms.extensions import db
from ohms.models.reports import QuarterlyReport
from ohms.models.time import TimeEntry
from ohms.queries.attesting import attested_through, is_locked

LONGEST_REASON = 200
OWN_CHANGE = "Changed by the person"
REASON_NEEDED = "Enter why this is changed: it stays with the entry."


@command(Permission.TIME_CHANGE)
def change_time(
    actor: Actor,
    entry_id: int,
    *,
    minutes: int,
    performed_on: date | None = None,
    standard_work: StandardWork | None = None,
    category: OtherTime | None = None,
    remark: str | None = None,
    reason: str | None = None,
    key: str | None = None,
) -> TimeEntry:
    """Replace an entry: a successor is inserted, the replaced one stays, voided.

    Empty means: as it was (a remark is taken as given). A claim stays a claim; for another claim the
    entry is voided and logged there. The day of a note's minutes is the note's. One's own needs a
    reason only once the day is attested, reported or locked; a supervisor always gives one, and
    corrects nobody's but their COHE's, never their own. Under a lock what counts goes on counting;
    what one adds there oneself waits as an entry of its own, like any that comes late. The entry is
    the successor that counts, else the one that waits.
    """
    if (made := made_entry(actor, key)) is not None:
        return made
    old = changeable_time(actor, entry_id)
    day = performed_on or old.performed_on
    said = _reason(actor, old, reason, day)
    if old.note_id is not None and day != old.performed_on:
        raise RuleBroken("The day of these minutes is that of their note.", field="performed_on")
    _check_kind_stays(old, standard_work, category)
    worked = check_room(old.staff_id, day, minutes, actor.on_day, without=old.id)
    position_id = position_still(old, worked, day)
    waits, now = _waiting_part(actor, old, position_id, day, minutes), clock.now()
    _void(old, actor)
    facts = {
        "staff_id": old.staff_id,
        "position_id": position_id,
        "cohe_id": old.cohe_id,
        "claim_id": old.claim_id,
        "note_id": old.note_id,
        "category": category or old.category,
        "standard_work": standard_work or old.standard_work,
        "performed_on": day,
        "capture": Capture.TYPED,
        "remark": remark or None,
        "entered_by_id": actor.staff_id,
        "entered_at": now,
        "confirmed_at": now,
        "reason": said or OWN_CHANGE,
    }
    parts = [(part, late) for part, late in ((minutes - waits, False), (waits, True)) if part]
    new, *_added = [
        put_in(
            TimeEntry(**facts, minutes=part, supersedes_id=None if number else old.id), late=late
        )
        for number, (part, late) in enumerate(parts)
    ]
    return remembered_entry(actor, key, "change_time", new)


@command(Permission.TIME_CHANGE)
def void_time(actor: Actor, entry_id: int, reason: str | None) -> TimeEntry:
    """Take an entry out of every count; the row stays with the reason."""
    entry = changeable_time(actor, entry_id)
    if not (reason or "").strip():
        raise RuleBroken("Enter why this is taken out: it stays with the entry.", field="reason")
    _void(entry, actor)
    entry.reason = f"{entry.reason}; {reason}"[:LONGEST_REASON] if entry.reason else reason
    db.session.flush()
    return entry


def _reason(actor: Actor, entry: TimeEntry, reason: str | None, day: date) -> str | None:
    said = (reason or "").strip()[:LONGEST_REASON] or None
    if said is None and (
        entry.staff_id != actor.staff_id
        or needs_reason(entry.staff_id, entry.cohe_id, min(entry.performed_on, day))
        or needs_reason(entry.staff_id, entry.cohe_id, max(entry.performed_on, day))
    ):
        raise RuleBroken(REASON_NEEDED, field="reason")
    return said


def needs_reason(staff_id: int, cohe_id: int, day: date) -> bool:
    """Whether the person attested the day, its quarter is locked, or its report is attested."""
    through = attested_through(cohe_id, [staff_id]).get(staff_id)
    if through is not None and day <= through:
        return True
    return is_locked(cohe_id, day) or _is_reported(cohe_id, day)


def _waiting_part(actor: Actor, old: TimeEntry, position_id: int, day: date, minutes: int) -> int:
    """How many of the successor's minutes wait for the supervisor: all of those of an entry that
    waits; of one's own in a locked quarter what did not count there under that position before."""
    if late_entry(old.id) is not None:
        return minutes
    if old.staff_id != actor.staff_id or not is_locked(old.cohe_id, day):
        return 0
    stood = (
        old.confirmed_at is not None
        and old.position_id == position_id
        and Quarter.of(old.performed_on) == Quarter.of(day)
    )
    return max(minutes - old.minutes, 0) if stood else minutes


def _is_reported(cohe_id: int, day: date) -> bool:
    """Whether the report of the day's quarter is attested or frozen."""
    quarter = Quarter.of(day)
    state = db.session.execute(
        select(QuarterlyReport.state).where(
            QuarterlyReport.cohe_id == cohe_id,
            QuarterlyReport.year == quarter.year,
            QuarterlyReport.quarter == quarter.number,
        )
    ).scalar_one_or_none()
    return state in {"attested", "frozen"}


def _check_kind_stays(
    entry: TimeEntry, standard_work: StandardWork | None, category: OtherTime | None
) -> None:
    if entry.claim_id is None and standard_work is not None:
        raise RuleBroken("Standard work belongs to a claim.", field="standard_work")
    if entry.claim_id is not None and category is not None:
        raise RuleBroken("These minutes are for a claim: take them out first.", field="category")


def _void(entry: TimeEntry, actor: Actor) -> None:
    entry.voided_at = clock.now()
    entry.voided_by_id = actor.staff_id
