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
from ohms.domain.access import Actor, Permission
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
    corrects nobody's but their COHE's, never their own. What counts under a lock goes on counting;
    minutes moved there wait like any that come late.
    """
    if (made := made_entry(actor, key)) is not None:
        return made
    old = changeable_time(actor, entry_id)
    day = performed_on or old.performed_on
    said = _reason(actor, old, reason, day)
    if old.note_id is not None and day != old.performed_on:
        raise RuleBroken("The day of these minutes is that of their note.", field="performed_on")
    _check_kind_stays(old, standard_work, category)
    check_room(old.staff_id, day, minutes, actor.on_day, without=old.id)
    late, now = _comes_late(actor, old, day), clock.now()
    _void(old, actor)
    new = TimeEntry(
        staff_id=old.staff_id,
        position_id=position_still(old, day).id,
        cohe_id=old.cohe_id,
        claim_id=old.claim_id,
        note_id=old.note_id,
        category=category or old.category,
        standard_work=standard_work or old.standard_work,
        performed_on=day,
        minutes=minutes,
        capture=Capture.TYPED,
        remark=remark or None,
        entered_by_id=actor.staff_id,
        entered_at=now,
        confirmed_at=now,
        supersedes_id=old.id,
        reason=said or OWN_CHANGE,
    )
    put_in(new, late=late)
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


def _comes_late(actor: Actor, old: TimeEntry, day: date) -> bool:
    """Whether the successor waits for the supervisor: its predecessor does, or its person moves it
    into a locked quarter."""
    if late_entry(old.id) is not None:
        return True
    return (
        old.staff_id == actor.staff_id
        and is_locked(old.cohe_id, day)
        and not is_locked(old.cohe_id, old.performed_on)
    )


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
