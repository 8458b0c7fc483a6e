"""The claim file: documents filed by people, the mental-health flag, and the reading of the list."""

from collections.abc import Mapping

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.idempotency import made_before, remember
from ohms.commands.locked_claim import locked_claim
from ohms.commands.refusals import done_again
from ohms.commands.summaries import refresh_claim
from ohms.commands.unit_of_work import bulk_unit, command, housekeeping
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.documents import (
    FiledDocument,
    check_filed,
    checked_reason,
    is_about_mental_health,
    shown_text,
)
from ohms.domain.errors import RuleBroken
from ohms.extensions import db
from ohms.models.documents import Document, DocumentFlag, DocumentText, FileReading
from ohms.queries.claims import claim_by_number
from ohms.queries.documents import UPLOADED, kept_so_far
from ohms.queries.note_sight import may_read_content
from ohms.queries.one_in_sight import held_in_sight
from ohms.queries.settings import document_limits


@command(Permission.DOCUMENT_FILE)
def file_document(actor: Actor, number: str, filed: FiledDocument, *, key: str) -> int:
    """A document on a claim that the actor sees, whose bytes are stored already; its id.

    The mental-health flag is proposed by itself, and holds until a coordinator takes it off; it ends
    low complexity. Sent
    twice under one `key` it is filed once. Raises RuleBroken beside the field that is wrong.
    """
    if (made := made_before(actor, key)) is not None:
        return made
    claim = locked_claim(actor, claim_by_number(actor, number).id)
    limits = document_limits(claim.cohe_id, actor.on_day)
    check_filed(filed, kept_so_far(actor, claim.id), actor.on_day, limits)
    title = shown_text(filed.title)
    document = Document(
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        kind=filed.kind,
        document_on=filed.document_on,
        received_on=filed.received_on,
        title=title,
        file_name=filed.file_name,
        sha256=filed.sha256,
        size=filed.size,
        media_type=filed.media_type,
        source=UPLOADED,
        mental_health=is_about_mental_health(filed.kind, title, (claim.icd10 or "").split(";")),
        uploaded_by_id=actor.staff_id,
        listed_at=clock.now(),
    )
    db.session.add(document)
    refresh_claim(claim)
    remember(actor, key, "file_document", document.id)
    return document.id


@command(Permission.DOCUMENT_FLAG)
def flag_document(actor: Actor, document_id: int, *, flagged: bool, reason: str) -> Document:
    """Set the mental-health flag of a document or take it off, with a reason that stays.

    Raises RuleBroken where it stands like that already, and beside `reason`.
    """
    document = held_in_sight(actor, Document, document_id, may_read_content(actor))
    if document.mental_health is flagged:
        raise RuleBroken("This document is flagged already." if flagged else "It is not flagged.")
    document.mental_health = flagged
    db.session.add(
        DocumentFlag(
            document_id=document.id,
            claim_id=document.claim_id,
            cohe_id=document.cohe_id,
            flagged=flagged,
            reason=checked_reason(reason),
            staff_id=actor.staff_id,
            at=clock.now(),
        )
    )
    refresh_claim(locked_claim(actor, document.claim_id))
    return document


@done_again
def keep_text(document_id: int, pages: Mapping[int, str]) -> None:
    """Keep what was read from a document's file, page by page, unless somebody kept it before; that there
    is no text in it is kept as one empty page, so that it counts as read.

    It is derived from the file alone, so it is one loading with its own entry, whoever asked.
    """
    with bulk_unit("keep_document_text", None) as unit:
        document = db.session.execute(
            select(Document.claim_id, Document.cohe_id)
            .where(Document.id == document_id)
            .with_for_update(of=Document)
        ).one_or_none()
        if document is None:  # purged while it was read
            return
        known = select(DocumentText.id).where(DocumentText.document_id == document_id).limit(1)
        said = {page: body for page, body in pages.items() if body.strip()}
        rows = [
            {
                "document_id": document_id,
                "claim_id": document.claim_id,
                "cohe_id": document.cohe_id,
                "page": page,
                "body": body,
            }
            for page, body in (said or {1: ""}).items()
        ]
        if db.session.execute(known).first() is None:
            db.session.execute(insert(DocumentText), rows)
        unit.entries.append(
            Entry(
                "keep_document_text",
                object_type="document",
                object_id=document_id,
                claim_id=document.claim_id,
                cohe_id=document.cohe_id,
                detail={"pages": len(said)},
            )
        )


def mark_file_read(actor: Actor, claim_id: int) -> None:
    """Remember that the actor read the claim's list now; once a day, for the first reading counts.

    What was new in the morning stays new to the eye until the next day on which it is read.
    """
    at = clock.now()
    known = (FileReading.staff_id == actor.staff_id, FileReading.claim_id == claim_id)
    last = db.session.execute(select(FileReading.read_at).where(*known)).scalar_one_or_none()
    if last is not None and clock.day_of(last) >= actor.on_day:
        return
    with housekeeping("mark_file_read", actor):
        if last is not None:
            changed = {"read_at": at, "read_before_at": last}
            db.session.execute(update(FileReading).where(*known).values(changed))
            return
        on_sqlite = db.session.get_bind().dialect.name == "sqlite"
        adding = sqlite.insert if on_sqlite else postgresql.insert
        row = {"staff_id": actor.staff_id, "claim_id": claim_id, "read_at": at}
        db.session.execute(adding(FileReading).values(row).on_conflict_do_nothing())
