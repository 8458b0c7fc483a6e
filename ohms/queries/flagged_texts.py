"""The texts of a claim that are flagged as mental health: what must stand in nothing that goes out."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false

from ohms.domain.actor import Actor
from ohms.domain.calendar import written
from ohms.domain.document_content import HOLDS_TEXT, MEDIA_TYPES
from ohms.domain.packets import FlaggedText
from ohms.extensions import db
from ohms.models.documents import Document, DocumentFlag, DocumentText, EnteredForm
from ohms.models.medical import ActivityPrescription
from ohms.models.notes import CaseNote
from ohms.queries.scope import sees, visible


def flagged_texts(actor: Actor, claim_id: int) -> list[FlaggedText]:
    """Pages of flagged documents, what was entered from them, and flagged notes, as the actor sees
    them: whoever sends a packet reads flagged content."""
    return [*_of_documents(actor, claim_id), *_of_notes(actor, claim_id)]


def entered_from_a_flagged_document(actor: Actor) -> ColumnElement[bool]:
    """Of an APF in a SELECT: whether its fields were entered from a document that is flagged."""
    return (
        exists()
        .where(
            EnteredForm.activity_prescription_id == ActivityPrescription.id,
            Document.id == EnteredForm.document_id,
            Document.mental_health.is_(True),
            sees(actor, EnteredForm),
            sees(actor, Document),
        )
        .correlate(ActivityPrescription)
    )


def _of_documents(actor: Actor, claim_id: int) -> Iterator[FlaggedText]:
    pages = _flagged(actor, visible(actor, DocumentText), DocumentText.document_id)
    for row in db.session.execute(
        pages.where(DocumentText.claim_id == claim_id).add_columns(DocumentText.body)
    ):
        yield _said(row, row.body)
    for row in db.session.execute(_not_read(actor, claim_id)):
        yield _said(row, None)
    entered = _flagged(actor, visible(actor, EnteredForm), EnteredForm.document_id)
    for row in db.session.execute(
        entered.where(EnteredForm.claim_id == claim_id)
        .join(
            ActivityPrescription,
            ActivityPrescription.id == EnteredForm.activity_prescription_id,
        )
        .where(sees(actor, ActivityPrescription))
        .add_columns(ActivityPrescription.restrictions, ActivityPrescription.objective_finding)
    ):
        yield _said(row, row.restrictions or "")
        yield _said(row, row.objective_finding or "")


def _flagged(actor: Actor, rows: Select[Any], document_id: Any) -> Select[date, bool]:
    """The day of each row's flagged document, and whether a person ever looked at the flag."""
    reviewed = exists().where(DocumentFlag.document_id == Document.id, sees(actor, DocumentFlag))
    return (
        rows.join(Document, Document.id == document_id)
        .where(sees(actor, Document), Document.mental_health.is_(True))
        .with_only_columns(Document.document_on, reviewed.correlate(Document).label("reviewed"))
    )


def _not_read(actor: Actor, claim_id: int) -> Select[date, bool]:
    """Flagged documents with a file in which there can be a text, of which none is kept yet."""
    is_read = exists().where(DocumentText.document_id == Document.id, sees(actor, DocumentText))
    return (
        visible(actor, Document)
        .where(
            Document.claim_id == claim_id,
            Document.mental_health.is_(True),
            Document.sha256.is_not(None),
            Document.media_type.in_([MEDIA_TYPES[each] for each in sorted(HOLDS_TEXT)]),
            ~is_read.correlate(Document),
        )
        .with_only_columns(Document.document_on, false().label("reviewed"))
    )


def _said(row: Any, text: str | None) -> FlaggedText:
    return FlaggedText(f"the document of {written(row.document_on)}", text, row.reviewed)


def _of_notes(actor: Actor, claim_id: int) -> Iterator[FlaggedText]:
    rows = db.session.execute(
        visible(actor, CaseNote)
        .where(CaseNote.claim_id == claim_id, CaseNote.mental_health.is_(True))
        .with_only_columns(CaseNote.performed_on, CaseNote.body)
    )
    for row in rows:
        yield FlaggedText(f"the note of {written(row.performed_on)}", row.body, reviewed=True)
