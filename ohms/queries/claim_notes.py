"""The notes of one claim alone: filtered, newest first, page by page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from ohms.domain.actor import Actor
from ohms.domain.values import NoteEventKind, StandardWork
from ohms.extensions import db
from ohms.models.notes import CaseNote, NoteEvent
from ohms.models.staff import StaffMember
from ohms.queries.cursors import Cursor, Page, beyond, in_order, read_cursor
from ohms.queries.note_texts import readable_text, standing_text
from ohms.queries.rounds import ask
from ohms.queries.scope import sees, visible
from ohms.queries.timeline import notes_of
from ohms.queries.timeline_events import Event

NEWEST_FIRST = "-performed_on"


class NoteKind(StrEnum):
    """What a list of notes can be narrowed to."""

    SIGNED = "signed"
    DRAFT = "draft"
    WAITING = "waiting"
    WITH_ADDENDUM = "with_addendum"
    NO_LONGER_STANDING = "no_longer_standing"


@dataclass(frozen=True, slots=True)
class NoteFilter:
    """What the address of the list says; every field empty means: no limit by it."""

    standard_work: StandardWork | None = None
    author_id: int | None = None
    kind: NoteKind | None = None
    after: str | None = None
    per_page: int = 25

    @property
    def is_narrowed(self) -> bool:
        return (self.standard_work, self.author_id, self.kind) != (None, None, None)


def note_page(actor: Actor, claim_id: int, asked: NoteFilter) -> Page[Event]:
    """One page of the claim's notes, by the day performed, with the exact total."""
    matching = _matching(actor, claim_id, asked)
    counted = matching.with_only_columns(CaseNote.id).subquery()
    total = db.session.execute(select(func.count()).select_from(counted)).scalar_one()
    cursor = read_cursor(asked.after, date)
    ids: Any = matching.with_only_columns(CaseNote.id, CaseNote.performed_on)
    rows = beyond(ids, cursor, CaseNote.performed_on, CaseNote.id, NEWEST_FIRST).order_by(
        *in_order(CaseNote.performed_on, CaseNote.id, NEWEST_FIRST)
    )
    found = db.session.execute(rows.limit(asked.per_page + 1)).all()
    listed = found[: asked.per_page]
    before = cursor.position if cursor else 0
    following = None
    if len(found) > asked.per_page:
        last = listed[-1]
        following = str(Cursor(before + len(listed), last.performed_on, last.id))
    events = _in_this_order(actor, claim_id, [row.id for row in listed])
    return Page(events, total, before + 1 if events else 0, following)


def notes_to_print(actor: Actor, claim_id: int, asked: NoteFilter) -> list[Event]:
    """Every note of the filter whose text stands and is readable: what a print holds."""
    found = db.session.execute(
        _matching(actor, claim_id, asked)
        .where(CaseNote.signed_at.is_not(None), standing_text(actor), readable_text(actor))
        .with_only_columns(CaseNote.id)
        .order_by(*in_order(CaseNote.performed_on, CaseNote.id, NEWEST_FIRST))
    )
    return _in_this_order(actor, claim_id, list(found.scalars()))


def authors_of_notes(actor: Actor, claim_id: int) -> list[tuple[int, str]]:
    """Who wrote the notes of the claim, as far as the actor is told so."""
    rows = db.session.execute(
        visible(actor, CaseNote)
        .where(CaseNote.claim_id == claim_id, _told(actor))
        .join(StaffMember, StaffMember.id == CaseNote.author_id)
        .with_only_columns(StaffMember.id, StaffMember.name)
        .distinct()
        .order_by(StaffMember.name, StaffMember.id)
    )
    return [(row.id, row.name) for row in rows]


def _in_this_order(actor: Actor, claim_id: int, ids: list[int]) -> list[Event]:
    by_id = {event.subject.id: event for event in ask(notes_of(actor, claim_id, ids))}
    return [by_id[note_id] for note_id in ids]


def _matching(actor: Actor, claim_id: int, asked: NoteFilter) -> Select[CaseNote]:
    conditions = _conditions(actor, asked)
    return visible(actor, CaseNote).where(CaseNote.claim_id == claim_id, *conditions)


def _conditions(actor: Actor, asked: NoteFilter) -> Iterator[ColumnElement[bool]]:
    if asked.standard_work is not None:
        yield CaseNote.standard_work == asked.standard_work
    if asked.author_id is not None:
        yield CaseNote.author_id == asked.author_id
    if asked.kind is not None:
        yield _of_kind(actor, asked.kind)
    if (asked.standard_work, asked.author_id) != (None, None):
        yield _told(actor)  # a filter must not tell of a note what the page withholds


def _told(actor: Actor) -> ColumnElement[bool]:
    """Notes of which more is told than that one was here which belonged to another claim."""
    elsewhere = _happened(actor, NoteEvent.belongs_elsewhere.is_(True))
    return or_(readable_text(actor), ~elsewhere)


def _of_kind(actor: Actor, kind: NoteKind) -> ColumnElement[bool]:
    signed = and_(CaseNote.signed_at.is_not(None), standing_text(actor))
    co_signed = _happened(actor, NoteEvent.kind == NoteEventKind.CO_SIGNED)
    kinds: dict[NoteKind, ColumnElement[bool]] = {
        NoteKind.SIGNED: signed,
        NoteKind.DRAFT: CaseNote.signed_at.is_(None),
        NoteKind.WAITING: and_(signed, CaseNote.co_signature_needed.is_(True), ~co_signed),
        NoteKind.WITH_ADDENDUM: and_(
            signed, _happened(actor, NoteEvent.kind == NoteEventKind.ADDENDUM)
        ),
        NoteKind.NO_LONGER_STANDING: ~standing_text(actor),
    }
    return kinds[kind]


def _happened(actor: Actor, what: Any) -> ColumnElement[bool]:
    return exists(
        select(NoteEvent.id)
        .where(sees(actor, NoteEvent), NoteEvent.note_id == CaseNote.id, what)
        .correlate(CaseNote)
    )
