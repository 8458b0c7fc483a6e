"""What somebody left is handed on by the supervisor who holds it: notes and drafts are adopted, assistants
placed, and minutes that the leaver did not enter are entered for them, marked so."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import delete, select, update

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.departures import pass_dated
from ohms.commands.idempotency import made_before, remember
from ohms.commands.late_time import put_in
from ohms.commands.time import check_room
from ohms.commands.unit_of_work import command, note_entry
from ohms.domain.access import CASEWORK, Permission
from ohms.domain.actor import Actor
from ohms.domain.calendar import written
from ohms.domain.claims import as_claim_number
from ohms.domain.days import check_not_future
from ohms.domain.departures import adopted_by, checked_remark
from ohms.domain.drafts import adopted, read_back, written_down
from ohms.domain.errors import RuleBroken
from ohms.domain.values import Capture, OtherTime, Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.departures import Departure
from ohms.models.housekeeping import Draft
from ohms.models.notes import CaseNote
from ohms.models.staff import AssistantAssignment, Position, StaffMember
from ohms.models.time import TimeEntry
from ohms.queries.answering import sees_claim
from ohms.queries.guard import unscoped
from ohms.queries.lane import holds
from ohms.queries.left_behind import came_back, draft_of_the_departed
from ohms.queries.one_in_sight import only
from ohms.queries.people import coordinators_of
from ohms.queries.scope import visible

OUT_OF_SIGHT = "They do not see this claim: it is restricted."


@command(Permission.STAFFING_MANAGE)
def have_note_adopted(
    actor: Actor, departure_id: int, note_id: int, *, to_staff_id: int | None
) -> None:
    """Give an unsigned note of who left to a coordinator, who reads, finishes and signs it: it says
    who wrote it. Its minutes stay with who worked them. RuleBroken beside `to`."""
    departure = _supervised(actor, departure_id)
    _check_still_gone(actor, departure)
    taker, name = _taker(actor, departure, to_staff_id, "Choose the coordinator who adopts it.")
    position = (
        db.session.execute(
            select(Position.id).where(
                Position.staff_id == taker,
                Position.cohe_id == departure.cohe_id,
                Position.role == Role.HSC,
                holds(Position, actor.on_day),
            )
        )
        .scalars()
        .first()
    )
    assert position is not None
    with unscoped("a draft that only its author saw"):
        note = only(
            select(CaseNote).where(
                CaseNote.id == note_id,
                CaseNote.author_id == departure.staff_id,
                CaseNote.cohe_id == departure.cohe_id,
                CaseNote.signed_at.is_(None),
            )
        )
        if not sees_claim(taker, note.claim_id, actor.on_day):
            raise RuleBroken(OUT_OF_SIGHT, field="to")
        note.body = f"{adopted_by(_writer(departure), name)}\n\n{note.body}"
        note.author_id, note.position_id = taker, position
        db.session.flush()


@command(Permission.STAFFING_MANAGE)
def have_draft_adopted(
    actor: Actor,
    departure_id: int,
    draft_id: int,
    *,
    to_staff_id: int | None,
    tab: Callable[[int, str, str], str],
) -> None:
    """Give a text that who left was typing to a coordinator, among whose drafts it stands from now on:
    it says who wrote it. `tab` issues the token of its form to them, by the former token and the page.
    RuleBroken beside `to`, and for what is gone already."""
    departure = _supervised(actor, departure_id)
    _check_still_gone(actor, departure)
    taker, name = _taker(actor, departure, to_staff_id, "Choose the coordinator who adopts it.")
    draft = draft_of_the_departed(departure.staff_id, departure.cohe_id, draft_id)
    assert draft.claim_id is not None
    if not sees_claim(taker, draft.claim_id, actor.on_day):
        raise RuleBroken(OUT_OF_SIGHT, field="to")
    said = adopted(read_back(draft.content), adopted_by(_writer(departure), name))
    db.session.execute(
        update(Draft)
        .where(Draft.id == draft_id)
        .values(
            staff_id=taker,
            tab=tab(taker, draft.tab, draft.path),
            content=written_down(said),
            saved_at=clock.now(),
            in_sight_at=clock.now(),
        )
    )
    _told(departure, "have_draft_adopted", draft_id, draft.claim_id)


@command(Permission.STAFFING_MANAGE)
def let_draft_go(actor: Actor, departure_id: int, draft_id: int) -> None:
    """Nobody needs what who left was typing: it is gone. RuleBroken for what is gone already."""
    departure = _supervised(actor, departure_id)
    _check_still_gone(actor, departure)
    draft = draft_of_the_departed(departure.staff_id, departure.cohe_id, draft_id)
    db.session.execute(delete(Draft).where(Draft.id == draft_id))
    _told(departure, "let_draft_go", draft_id, draft.claim_id)


@command(Permission.STAFFING_MANAGE)
def place_assistant(
    actor: Actor, departure_id: int, assistant_id: int, *, to_staff_id: int | None
) -> None:
    """Put an assistant of who left under another coordinator from today. RuleBroken beside `to`."""
    departure = _supervised(actor, departure_id)
    taker, _name = _taker(actor, departure, to_staff_id, "Choose their coordinator.")
    standing = only(
        select(AssistantAssignment).where(
            AssistantAssignment.assistant_id == assistant_id,
            AssistantAssignment.departure_id == departure.id,
            AssistantAssignment.cohe_id == departure.cohe_id,
            holds(AssistantAssignment, actor.on_day),
        )
    )
    pass_dated(standing, "coordinator_id", taker, actor.on_day, departure_id=None)
    db.session.flush()


@command(Permission.STAFFING_MANAGE)
def enter_leavers_minutes(
    actor: Actor,
    departure_id: int,
    *,
    performed_on: date,
    minutes: int,
    claim_number: str | None = None,
    category: OtherTime | None = None,
    remark: str | None = None,
    key: str | None = None,
) -> int:
    """Minutes that who left worked and did not enter, for a claim or for work that is for none; the
    entry's id. They are the leaver's, under the position held that day, and say who entered them.

    RuleBroken beside `performed_on`, `minutes`, `claim_number`, `category` or `remark`.
    """
    if key and (made := made_before(actor, key)) is not None:
        return made
    departure = _supervised(actor, departure_id)
    _check_still_gone(actor, departure)
    check_not_future(performed_on, actor.on_day, field="performed_on")
    if bool(claim_number) == (category is not None):
        raise RuleBroken("Enter a claim number, or choose the other time.", field="claim_number")
    position = _position_on(departure, performed_on)
    check_room(departure.staff_id, performed_on, minutes, actor.on_day)
    entry = put_in(
        TimeEntry(
            staff_id=departure.staff_id,
            position_id=position,
            cohe_id=departure.cohe_id,
            claim_id=_claim_of(actor, departure, claim_number) if claim_number else None,
            category=category,
            performed_on=performed_on,
            minutes=minutes,
            capture=Capture.TYPED,
            remark=checked_remark(remark),
            entered_by_id=actor.staff_id,
            entered_at=clock.now(),
            confirmed_at=clock.now(),
        )
    )
    if key:
        remember(actor, key, "enter_leavers_minutes", entry.id)
    return entry.id


def _taker(
    actor: Actor, departure: Departure, to_staff_id: int | None, demand: str
) -> tuple[int, str]:
    people = dict(coordinators_of(actor, [departure.cohe_id]))
    if to_staff_id is None or to_staff_id not in people:
        raise RuleBroken(demand, field="to")
    return to_staff_id, people[to_staff_id]


def _writer(departure: Departure) -> str:
    return db.session.get_one(StaffMember, departure.staff_id).name


def _told(departure: Departure, act: str, draft_id: int, claim_id: int | None) -> None:
    """A draft is nobody's work to the audit: what was done with it is told beside."""
    note_entry(
        Entry(
            act,
            object_type="draft",
            object_id=draft_id,
            claim_id=claim_id,
            cohe_id=departure.cohe_id,
        )
    )


def _position_on(departure: Departure, day: date) -> int:
    held = (
        db.session.execute(
            select(Position.id)
            .where(
                Position.staff_id == departure.staff_id,
                Position.cohe_id == departure.cohe_id,
                Position.role.in_(CASEWORK),
                Position.from_on <= day,
                Position.to_on >= day,
            )
            .order_by(Position.id)
        )
        .scalars()
        .first()
    )
    if held is None:
        raise RuleBroken(
            f"They held no coordinator or assistant position here on {written(day)}.",
            field="performed_on",
        )
    return held


def _claim_of(actor: Actor, departure: Departure, number: str) -> int:
    claim = db.session.execute(
        visible(actor, Claim)
        .where(Claim.claim_number == as_claim_number(number), Claim.cohe_id == departure.cohe_id)
        .with_only_columns(Claim.id)
    ).scalar_one_or_none()
    if claim is None:
        raise RuleBroken("There is no claim of this number in the COHE.", field="claim_number")
    return claim


def _supervised(actor: Actor, departure_id: int) -> Departure:
    return only(
        select(Departure).where(
            Departure.id == departure_id, Departure.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR))
        )
    )


def _check_still_gone(actor: Actor, departure: Departure) -> None:
    if came_back(departure.staff_id, departure.cohe_id, actor.on_day):
        raise RuleBroken("They hold a position here again: what they wrote and worked is theirs.")
