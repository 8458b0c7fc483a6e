"""The dated log of a clinic or an employer: every contact with them, across the claims in sight."""

from datetime import date
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Select, String, case, func, or_, select

from ohms.domain.access import Actor
from ohms.domain.values import Method, Outcome
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote, Contact
from ohms.models.staff import StaffMember
from ohms.models.workers import Worker
from ohms.queries.asked_parties import AskedParty
from ohms.queries.cursors import Page, beyond, in_order, page_from, read_cursor
from ohms.queries.note_texts import standing_text
from ohms.queries.rounds import Question
from ohms.queries.scope import sees, visible

SORT = "-contact_on"
LONGEST_TOLD = 300


class LoggedContact(NamedTuple):
    """One contact. `told`: the beginning of its note, nothing of one marked as mental health."""

    id: int
    contact_on: date
    method: Method
    outcome: Outcome
    claim_id: int
    claim_number: str
    last_name: str
    first_name: str
    staff: str
    note_id: int | None
    told: str | None


def party_log(
    actor: Actor, asked: AskedParty, *, after: str | None, per_page: int
) -> Question[Page[Any]]:
    """Contacts with the party, newest first; those of notes that were voided or taken back are out."""
    matching = _contacts(actor, asked)
    cursor = read_cursor(after, date)
    statement = beyond(_with_columns(actor, matching), cursor, Contact.contact_on, Contact.id, SORT)
    ((total,),), found = yield (
        select(func.count()).select_from(matching.with_only_columns(Contact.id).subquery()),
        statement.order_by(*in_order(Contact.contact_on, Contact.id, SORT)).limit(per_page + 1),
    )
    return page_from(found, LoggedContact, total=total, per_page=per_page, cursor=cursor)


def _contacts(actor: Actor, asked: AskedParty) -> Select[Any]:
    statement: Select[Any] = (
        visible(actor, Contact)
        .join(Claim, Claim.id == Contact.claim_id)
        .where(
            sees(actor, Claim),
            Contact.claim_id.in_(asked.claim_ids(actor)),
            Contact.party == asked.party,
            or_(Contact.note_id.is_(None), _note(actor, CaseNote.id).exists()),
        )
    )
    return statement


def _with_columns(actor: Actor, matching: Select[Any]) -> Select[Any]:
    hidden: ColumnElement[Any] = case(
        (CaseNote.mental_health.is_(True), None),
        else_=func.substr(CaseNote.body, 1, LONGEST_TOLD, type_=String()),
    )
    statement: Any = (
        matching.with_only_columns(
            Contact.id,
            Contact.contact_on,
            Contact.method,
            Contact.outcome,
            Contact.claim_id,
            Claim.claim_number,
            Worker.last_name,
            Worker.first_name,
            StaffMember.name.label("staff"),
            Contact.note_id,
            _note(actor, hidden).scalar_subquery().label("told"),
            Contact.contact_on.label("sort_value"),
        )
        .join(Worker, Worker.id == Claim.worker_id)
        .where(sees(actor, Worker))
        .join(StaffMember, StaffMember.id == Contact.staff_id)
    )
    return cast("Select[Any]", statement)


def _note(actor: Actor, column: Any) -> Select[Any]:
    """Of the contact's note, where it stands."""
    statement: Select[Any] = (
        visible(actor, CaseNote)
        .with_only_columns(column)
        .where(CaseNote.id == Contact.note_id, standing_text(actor))
        .correlate(Contact)
    )
    return statement
