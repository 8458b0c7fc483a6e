"""Letters and fax sheets: filed with the claim and noted, in one act."""

from ohms import clock
from ohms.commands.idempotency import made_before
from ohms.commands.job_descriptions import note_sent_job
from ohms.commands.notes import write_note
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.job_descriptions import SentJob
from ohms.domain.letters import ProducedLetter, check_is_printed, check_letter_text, note_about
from ohms.extensions import db
from ohms.models.documents import Document, DocumentText
from ohms.queries.claims import claim_by_number


@command(Permission.NOTE_WRITE)
def file_letter(
    actor: Actor, number: str, letter: ProducedLetter, *, key: str, job: SentJob | None = None
) -> int:
    """A document of the claim whose stored file has this hash, and a signed note with the contact.

    The file is stored before. A job description that goes out with it is noted as sent. Sent twice
    under one `key` it is filed once; the note's id.
    """
    if (made := made_before(actor, key)) is not None:
        return made
    check_is_printed(letter.template.purpose)
    check_letter_text(letter.text)
    claim = claim_by_number(actor, number)
    note_id = write_note(actor, claim.claim_number, note_about(letter, actor.on_day), key=key)
    document = Document(
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        kind=letter.kind,
        document_on=actor.on_day,
        received_on=actor.on_day,
        title=letter.title,
        file_name=f"{letter.template.key}.pdf",
        sha256=letter.sha256,
        size=letter.size,
        media_type=letter.media_type,
        source="produced",
        uploaded_by_id=actor.staff_id,
        listed_at=clock.now(),
    )
    db.session.add(document)
    db.session.flush()
    of_claim = {"claim_id": claim.id, "cohe_id": claim.cohe_id}
    db.session.add(DocumentText(document_id=document.id, page=1, body=letter.text, **of_claim))
    if job is not None:
        note_sent_job(actor, claim.id, job)
    return note_id
