"""The dated log of a clinic or an employer: every contact with them, across the claims in sight."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, Subquery, case, func, or_, select

from ohms.domain.actor import Actor
from ohms.domain.values import Method, Outcome
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote, Contact
from ohms.models.staff import StaffMember
from ohms.models.workers import Worker
from ohms.queries.asked_parties import AskedParty
from ohms.queries.cursors import Page, in_order, page_from, read_cursor
from ohms.queries.note_texts import standing_text
from ohms.queries.paging import taken
from ohms.queries.prepared import AnySelect
from ohms.queries.rounds import Question
from ohms.queries.scope import (
    sees_beside_its_claim,
    visible,
    worker_beside_their_claim,
)

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
    cursor = read_cursor(after, date)
    matching = _contacts(actor, asked)
    page = taken(matching.cte("matching"), cursor, SORT, per_page)
    (found,) = yield (_rows_of(actor, page),)
    total = found[0].total if found else 0
    if cursor and not found:  # a place beyond the last of them
        (((total,),),) = yield (select(func.count()).select_from(matching.subquery()),)
    rows = [(*row[:-2], row.sort_value) for row in found]
    return page_from(rows, LoggedContact, total=total, per_page=per_page, cursor=cursor)


def _contacts(actor: Actor, asked: AskedParty) -> AnySelect:
    """The ids of all that match, with the day that they are sorted by."""
    return (
        visible(actor, Claim)
        .join(Contact, Contact.claim_id == Claim.id)
        .where(
            sees_beside_its_claim(actor, Contact),
            Contact.claim_id.in_(asked.claim_ids(actor)),
            Contact.party == asked.party,
            or_(Contact.note_id.is_(None), _note(actor, CaseNote.id).exists()),
        )
        .with_only_columns(Contact.id, Contact.contact_on.label("sort_value"))
    )


def _rows_of(actor: Actor, page: Subquery) -> AnySelect:
    """Everything a row prints."""
    hidden: ColumnElement[Any] = case(
        (CaseNote.mental_health.is_(True), None),
        else_=func.substr(CaseNote.body, 1, LONGEST_TOLD, type_=String()),
    )
    return (
        visible(actor, Claim)
        .select_from(page)
        .join(Contact, Contact.id == page.c.id)
        .join(Claim, Claim.id == Contact.claim_id)
        .join(Worker, Worker.id == Claim.worker_id)
        .join(StaffMember, StaffMember.id == Contact.staff_id)
        .where(sees_beside_its_claim(actor, Contact), worker_beside_their_claim())
        .with_only_columns(
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
            page.c.total,
            page.c.sort_value,
        )
        .order_by(*in_order(page.c.sort_value, page.c.id, SORT))
    )


def _note(actor: Actor, column: Any) -> Select[Any]:
    """Of the contact's note, where it stands; the claim is that of the SELECT around."""
    statement: Select[Any] = (
        select(column)
        .where(
            sees_beside_its_claim(actor, CaseNote),
            CaseNote.id == Contact.note_id,
            standing_text(actor),
        )
        .correlate(Contact, Claim)
    )
    return statement
