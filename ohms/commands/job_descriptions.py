"""What became of a job description: entered, and taken back where it was entered wrongly."""

from datetime import date

from ohms import clock
from ohms.commands.idempotency import made_before, remember
from ohms.commands.locked_claim import locked_claim
from ohms.commands.summaries import refresh_claim
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.job_descriptions import JobStep, SentJob, check_step
from ohms.domain.values import DocumentKind
from ohms.extensions import db
from ohms.models.documents import Document
from ohms.models.job_descriptions import JobDescriptionStep
from ohms.queries.note_sight import may_read_content
from ohms.queries.one_in_sight import in_sight


@command(Permission.DOCUMENT_FILE)
def note_job_step(
    actor: Actor, document_id: int, step: JobStep, *, on: date, by_whom: str, key: str
) -> int:
    """A job description was sent, approved or rejected; the step's id. Sent twice it is noted once.

    The task that waits for the provider's word closes itself with it. RuleBroken beside `on` or
    `by_whom`.
    """
    if (made := made_before(actor, key)) is not None:
        return made
    noted = _noted(actor, _document(actor, document_id), step, on, by_whom)
    remember(actor, key, "note_job_step", noted.id)
    return noted.id


def note_sent_job(actor: Actor, claim_id: int, job: SentJob) -> None:
    """In the act that sends it: a job description of this claim went out today."""
    document = _document(actor, job.document_id)
    if document.claim_id != claim_id:
        raise NotFound
    _noted(actor, document, JobStep.SENT, actor.on_day, job.to_whom)


def _noted(
    actor: Actor, document: Document, step: JobStep, on: date, by_whom: str
) -> JobDescriptionStep:
    claim = locked_claim(actor, document.claim_id)
    who = check_step(on, by_whom, document_on=document.document_on, today=actor.on_day)
    assert actor.staff_id is not None
    noted = JobDescriptionStep(
        document_id=document.id,
        claim_id=document.claim_id,
        cohe_id=document.cohe_id,
        step=step,
        happened_on=on,
        by_whom=who,
        noted_by_id=actor.staff_id,
        noted_at=clock.now(),
    )
    db.session.add(noted)
    db.session.flush()
    refresh_claim(claim)
    return noted


@command(Permission.DOCUMENT_FILE)
def void_job_step(actor: Actor, document_id: int, step_id: int) -> None:
    """Take back what was entered wrongly; it stays readable."""
    document = _document(actor, document_id)
    claim = locked_claim(actor, document.claim_id)
    of_document = JobDescriptionStep.document_id == document.id
    noted = in_sight(actor, JobDescriptionStep, step_id, of_document)
    if noted.voided_at is not None:
        raise RuleBroken("This was taken back already.")
    noted.voided_at, noted.voided_by_id = clock.now(), actor.staff_id
    db.session.flush()
    refresh_claim(claim)


def _document(actor: Actor, document_id: int) -> Document:
    """A job description whose content the actor reads."""
    document = in_sight(actor, Document, document_id, may_read_content(actor))
    if document.kind is not DocumentKind.JOB_DESCRIPTION:
        raise RuleBroken("This is no job description.")
    return document
