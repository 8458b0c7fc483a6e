"""Notes and documents that hold the words typed, and the whole of a search.

Never found: drafts, notes that were voided, taken back or moved away, and for assistants whatever is
marked as mental health. The newest that match are compared, of notes those that hold the whole words
before others: those of claims on the actor's list or covered come first, words side by
side before scattered ones, whole words before beginnings of words, then the newest.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, TableClause, exists

from ohms.domain.actor import Actor
from ohms.domain.marking import closeness, snippet
from ohms.domain.search import Term, Typed
from ohms.domain.values import NoteEventKind
from ohms.models.claims import Claim
from ohms.models.documents import Document, DocumentText
from ohms.models.full_text import ADDENDUM_WORDS, DOCUMENT_WORDS, NOTE_WORDS
from ohms.models.notes import CaseNote, NoteEvent
from ohms.models.staff import StaffMember
from ohms.models.workers import Worker
from ohms.queries.full_text import engine, matches, wanted_of
from ohms.queries.note_sight import may_read_content
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question, ask_all
from ohms.queries.scope import (
    beside_its_row,
    sees,
    sees_beside_its_claim,
    visible,
    worker_beside_their_claim,
)
from ohms.queries.search import (
    claim_of,
    found_by_claim,
    found_employers,
    found_providers,
    of_claim,
)
from ohms.queries.search_hits import SHOWN, Found, Group, Words

COMPARED = 60  # of the newest rows that match; the first of them by closeness are shown


def found(actor: Actor, typed: Typed) -> Found:
    """Everything that answers what was typed, within what the actor may see."""
    claims, employers, providers, notes, documents = ask_all(
        found_by_claim(actor, typed),
        found_employers(actor, typed),
        found_providers(actor, typed),
        _notes(actor, typed.terms),
        _documents(actor, typed.terms),
    )
    return Found(
        claims=Group() if typed.names else claims,
        workers=claims if typed.names else Group(),
        employers=employers,
        providers=providers,
        notes=notes,
        documents=documents,
    )


def _notes(actor: Actor, terms: Sequence[Term]) -> Question[Group[Words]]:
    """Notes that hold the whole words, and beside them those with beginnings of words only where that
    finds fewer than are compared: what begins as a common word does is dear to gather, and whole words
    come before it in the answer, however much newer it is."""
    if not terms:
        return Group()
    whole = [replace(term, begins=False) for term in terms]
    written, added = yield (
        _written(actor, engine(), of_notes=wanted_of(actor, whole)),
        _added(actor, engine(), wanted=wanted_of(actor, terms)),
    )
    if len(written) < COMPARED and whole != list(terms):
        (begun,) = yield (_written(actor, engine(), of_notes=wanted_of(actor, terms)),)
        known = {row.text_id for row in written}
        written = [*written, *(row for row in begun if row.text_id not in known)]
    rows = [("Note", row) for row in written] + [("Addendum", row) for row in added]
    return _ranked(rows, terms)


@prepared
def _written(actor: Actor, engine: str, *, of_notes: Any) -> AnySelect:
    return (
        _of_texts(actor, CaseNote, NOTE_WORDS, matches(NOTE_WORDS, of_notes, engine))
        .join(StaffMember, StaffMember.id == CaseNote.author_id)
        .where(
            sees_beside_its_claim(actor, CaseNote),
            CaseNote.signed_at.is_not(None),
            _stands(actor),
            may_read_content(actor, CaseNote),
        )
        .add_columns(
            CaseNote.performed_on.label("on"),
            CaseNote.id.label("note_id"),
            StaffMember.name.label("by"),
        )
    )


@prepared
def _added(actor: Actor, engine: str, *, wanted: Any) -> AnySelect:
    return (
        _of_texts(actor, NoteEvent, ADDENDUM_WORDS, matches(ADDENDUM_WORDS, wanted, engine))
        .join(CaseNote, CaseNote.id == NoteEvent.note_id)
        .join(StaffMember, StaffMember.id == NoteEvent.staff_id)
        .where(
            sees_beside_its_claim(actor, NoteEvent),
            sees_beside_its_claim(actor, CaseNote),
            _stands(actor),
            may_read_content(actor, CaseNote),
        )
        .add_columns(
            CaseNote.performed_on.label("on"),
            NoteEvent.note_id.label("note_id"),
            StaffMember.name.label("by"),
        )
    )


def _documents(actor: Actor, terms: Sequence[Term]) -> Question[Group[Words]]:
    if not terms:
        return Group()
    (rows,) = yield (_pages(actor, engine(), wanted=wanted_of(actor, terms)),)
    return _ranked([(f"{row.title}, page {row.page}", row) for row in rows], terms)


@prepared
def _pages(actor: Actor, engine: str, *, wanted: Any) -> AnySelect:
    return (
        _of_texts(actor, DocumentText, DOCUMENT_WORDS, matches(DOCUMENT_WORDS, wanted, engine))
        .join(Document, Document.id == DocumentText.document_id)
        .where(sees(actor, DocumentText), sees(actor, Document), may_read_content(actor))
        .add_columns(Document.document_on.label("on"), Document.title, DocumentText.page)
    )


def _of_texts(
    actor: Actor, model: Any, index: TableClause, holds_terms: ColumnElement[bool]
) -> Select[Any]:
    """The newest texts of a kind that hold the terms, with their claims."""
    return (
        visible(actor, Claim)
        .with_only_columns(model.id.label("text_id"), model.body, *of_claim(actor))
        .select_from(index)
        .join(model, model.id == index.c.rowid)
        .join(Claim, Claim.id == model.claim_id)
        .join(Worker, Worker.id == Claim.worker_id)
        .where(beside_its_row(index, model), holds_terms, worker_beside_their_claim())
        .order_by(index.c.rowid.desc())
        .limit(COMPARED)
    )


def _stands(actor: Actor) -> ColumnElement[bool]:
    """The note was neither voided, as one that was moved away is, nor taken back."""
    gone = (NoteEventKind.VOIDED, NoteEventKind.TAKEN_BACK)
    happened = exists().where(
        sees_beside_its_claim(actor, NoteEvent),
        NoteEvent.note_id == CaseNote.id,
        NoteEvent.kind.in_(gone),
    )
    return ~happened.correlate(CaseNote, Claim)


def _ranked(rows: Sequence[tuple[str, Any]], terms: Sequence[Term]) -> Group[Words]:
    best = sorted(
        rows,
        key=lambda each: (
            bool(each[1].on_own_list),
            closeness(each[1].body, terms),
            each[1].on,
            each[1].text_id,
        ),
        reverse=True,
    )
    hits = [
        Words(
            claim_of(row),
            on=row.on,
            what=what,
            by=getattr(row, "by", None),
            text=snippet(row.body, terms),
            note_id=getattr(row, "note_id", None),
        )
        for what, row in best[:SHOWN]
    ]
    return Group(hits, more=len(best) > SHOWN)
