"""Minutes of work: logged and confirmed; never rewritten in place.

An entry keeps the position it was worked under and counts for that position's role and COHE whatever
the claim later becomes. Source: design.md section 5, "Minutes".
"""

from datetime import date

from sqlalchemy import bindparam, select

from ohms import clock
from ohms.commands.late_time import confirm_in, put_in
from ohms.commands.time_positions import position_for_claim, position_for_other
from ohms.commands.time_standing import changeable_time, made_entry, remembered_entry
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.days import check_not_future
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.time_entries import check_day_total, check_minutes, waits_for_confirmation
from ohms.domain.values import Capture, NoteEventKind, OtherTime, StandardWork
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote, NoteEvent
from ohms.models.staff import StaffMember
from ohms.models.time import TimeEntry
from ohms.queries.day_of_work import DayOfWork, HeldThen, day_of_work
from ohms.queries.guard import unscoped
from ohms.queries.one_in_sight import in_sight
from ohms.queries.rounds import ask
from ohms.queries.scope import visible

_STAFF = StaffMember.__table__
_PERSON = (
    select(_STAFF.c.id).where(_STAFF.c.id == bindparam("of_staff")).with_for_update(key_share=True)
)


def add_minutes(
    actor: Actor,
    worked: DayOfWork,
    *,
    claim: Claim,
    note_id: int | None,
    standard_work: StandardWork | None,
    performed_on: date,
    minutes: int,
    capture: Capture,
    cohe_id: int | None = None,
) -> TimeEntry:
    """Claim-specific minutes of the actor, as part of the command that calls this and holds their day.

    `claim` is one on which the actor may work; `cohe_id` where, if the claim has left it since. Captured runs over 60 minutes wait for one press. Raises
    RuleBroken for minutes outside 1 to 1,440, a day over 24 hours, and a day on which no coordinator or assistant position was held in the claim's COHE.
    """
    return _add(
        actor,
        worked,
        position_for_claim(worked, cohe_id or claim.cohe_id, performed_on),
        performed_on,
        minutes,
        capture,
        claim_id=claim.id,
        note_id=note_id,
        standard_work=standard_work,
    )


@command(Permission.TIME_WRITE)
def log_time(
    actor: Actor,
    *,
    performed_on: date,
    minutes: int,
    category: OtherTime | None = None,
    claim_id: int | None = None,
    standard_work: StandardWork | None = None,
    remark: str | None = None,
    position_id: int | None = None,
    key: str | None = None,
) -> TimeEntry:
    """One's own minutes, typed and so confirmed: for a claim, or for a category that is none.

    `position_id` says under which of several positions work for no claim was done.
    """
    if (made := made_entry(actor, key)) is not None:
        return made
    if (claim_id is None) == (category is None):
        raise RuleBroken("Choose what the time was for, or enter a claim number.", field="category")
    cohe_id = None if claim_id is None else in_sight(actor, Claim, claim_id).cohe_id
    worked = held_day(actor, performed_on)
    if cohe_id is None:
        position = position_for_other(worked, performed_on, position_id)
    else:
        position = position_for_claim(worked, cohe_id, performed_on)
    entry = _add(
        actor,
        worked,
        position,
        performed_on,
        minutes,
        Capture.TYPED,
        claim_id=claim_id,
        category=category,
        standard_work=standard_work if claim_id is not None else None,
        remark=remark or None,
    )
    return remembered_entry(actor, key, "log_time", entry)


@command(Permission.TIME_WRITE)
def give_note_time(
    actor: Actor, note_id: int, *, minutes: int, key: str | None = None
) -> TimeEntry:
    """Minutes for one's own signed note that was saved without any, on the note's day."""
    if (made := made_entry(actor, key)) is not None:
        return made
    own = CaseNote.author_id == actor.staff_id
    note = in_sight(actor, CaseNote, note_id, own, CaseNote.signed_at.is_not(None))
    _check_note_stands_without_time(actor, note.id)
    entry = add_minutes(
        actor,
        held_day(actor, note.performed_on),
        claim=in_sight(actor, Claim, note.claim_id),
        note_id=note.id,
        standard_work=note.standard_work,
        performed_on=note.performed_on,
        minutes=minutes,
        capture=Capture.TYPED,
    )
    return remembered_entry(actor, key, "give_note_time", entry)


@command(Permission.TIME_WRITE)
def confirm_time(actor: Actor, entry_id: int) -> TimeEntry:
    """The press that a captured run over 60 minutes waits for; pressed twice it does nothing.

    Minutes of a locked quarter wait on for the supervisor.
    """
    entry = changeable_time(actor, entry_id)
    if entry.staff_id != actor.staff_id:
        raise NotFound
    confirm_in(entry)
    return entry


def _add(
    actor: Actor,
    worked: DayOfWork,
    position: HeldThen,
    performed_on: date,
    minutes: int,
    capture: Capture,
    *,
    claim_id: int | None = None,
    note_id: int | None = None,
    category: OtherTime | None = None,
    standard_work: StandardWork | None = None,
    remark: str | None = None,
) -> TimeEntry:
    check_minutes(minutes)
    check_day_total(worked.others(), minutes)
    now = clock.now()
    entry = TimeEntry(
        staff_id=actor.staff_id,
        position_id=position.id,
        cohe_id=position.cohe_id,
        claim_id=claim_id,
        note_id=note_id,
        category=category,
        standard_work=standard_work,
        performed_on=performed_on,
        minutes=minutes,
        capture=capture,
        remark=remark,
        entered_by_id=actor.staff_id,
        entered_at=now,
        confirmed_at=None if waits_for_confirmation(minutes, capture) else now,
    )
    return put_in(entry, late=position.cohe_id in worked.locked_in)


def check_room(
    staff_id: int,
    day: date,
    minutes: int,
    today: date,
    *,
    without: int | None = None,
) -> DayOfWork:
    """Whole minutes, no day to come, at most 24 hours a day over all of the person's positions.

    Part of a command, which holds the person's row until it ends.
    """
    check_minutes(minutes)
    check_not_future(day, today, field="performed_on")
    worked = _held(staff_id, day)
    check_day_total(worked.others(without), minutes)
    return worked


def held_day(actor: Actor, day: date) -> DayOfWork:
    """The actor's own day, which is not to come, as part of a command that holds it until it ends."""
    assert actor.staff_id is not None
    check_not_future(day, actor.on_day, field="performed_on")
    return _held(actor.staff_id, day)


def _held(staff_id: int, day: date) -> DayOfWork:
    """Two saves of the same person wait for each other, or both would see the room left; on SQLite, where
    one writes at a time, they do already."""
    if db.session.get_bind().dialect.name != "sqlite":
        db.session.execute(_PERSON, {"of_staff": staff_id})
    with unscoped("a person's day has 24 hours over all positions"):
        return ask(day_of_work(staff_id, day))


def _check_note_stands_without_time(actor: Actor, note_id: int) -> None:
    gone = visible(actor, NoteEvent).where(
        NoteEvent.note_id == note_id,
        NoteEvent.kind.in_((NoteEventKind.VOIDED, NoteEventKind.TAKEN_BACK)),
    )
    if db.session.execute(gone).first() is not None:
        raise RuleBroken("This note was taken back or voided.")
    timed = visible(actor, TimeEntry).where(
        TimeEntry.note_id == note_id, TimeEntry.voided_at.is_(None)
    )
    if db.session.execute(timed).first() is not None:
        raise RuleBroken("This note has minutes already. Change them in the list.")


__all__ = [
    "add_minutes",
    "check_room",
    "confirm_time",
    "give_note_time",
    "held_day",
    "log_time",
]
