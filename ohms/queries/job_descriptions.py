"""The steps of job descriptions: of one document, of many, and the newest of a claim."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ohms.domain.actor import Actor
from ohms.domain.job_descriptions import JobStep, JobStepFact, verdict_of
from ohms.domain.values import DocumentKind
from ohms.extensions import db
from ohms.models.documents import Document
from ohms.models.job_descriptions import JobDescriptionStep
from ohms.models.staff import StaffMember
from ohms.queries.note_sight import may_read_content
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Rows
from ohms.queries.scope import visible

Steps = dict[int, list[JobStepFact]]


@dataclass(frozen=True, slots=True)
class NotedStep:
    """A step as the document's page shows it."""

    id: int
    fact: JobStepFact
    noted_by: str
    noted_at: datetime
    voided: bool


def steps_noted(actor: Actor, document_id: int) -> list[NotedStep]:
    """Everything noted of a job description, taken back or not, in its order."""
    rows = db.session.execute(
        visible(actor, JobDescriptionStep)
        .join(StaffMember, StaffMember.id == JobDescriptionStep.noted_by_id)
        .where(JobDescriptionStep.document_id == document_id)
        .add_columns(StaffMember.name)
        .order_by(JobDescriptionStep.happened_on, JobDescriptionStep.id)
    )
    return [
        NotedStep(step.id, _fact(step), name, step.noted_at, step.voided_at is not None)
        for step, name in rows
    ]


def steps_by_document(actor: Actor, document_ids: Collection[int]) -> Steps:
    """What stands of some job descriptions in sight."""
    seen = visible(actor, JobDescriptionStep).where(
        JobDescriptionStep.document_id.in_(document_ids)
    )
    return by_document(db.session.execute(_standing(seen)).all())


@prepared
def job_steps_of_claims(_actor: None, *, claim_ids: Any) -> AnySelect:
    """What stands of the job descriptions of some claims, for `by_document`. Asked under an open door."""
    return _standing(select(JobDescriptionStep).where(JobDescriptionStep.claim_id.in_(claim_ids)))


def newest_job(actor: Actor, claim_id: int) -> tuple[str, JobStep | None] | None:
    """The title of the claim's newest job description and the provider's word on it: an approved one
    before any other. Nothing of what is flagged as mental health; None where there is none."""
    rows = db.session.execute(
        visible(actor, Document)
        .where(
            Document.claim_id == claim_id,
            Document.kind == DocumentKind.JOB_DESCRIPTION,
            Document.mental_health.is_(False),
        )
        .with_only_columns(Document.id, Document.title)
        .order_by(Document.received_on.desc(), Document.id.desc())
    ).all()
    steps = steps_by_document(actor, [row.id for row in rows])
    told = [(row.title, _step_of(verdict_of(steps[row.id]))) for row in rows]
    approved = (each for each in told if each[1] is JobStep.APPROVED)
    return next(approved, told[0] if told else None)


def jobs_to_send(actor: Actor, claim_id: int) -> list[tuple[int, str]]:
    """The claim's job descriptions that the actor reads, by id and title: first those on which the
    provider's word is awaited, each newest first."""
    rows = db.session.execute(
        visible(actor, Document)
        .where(
            Document.claim_id == claim_id,
            Document.kind == DocumentKind.JOB_DESCRIPTION,
            Document.document_on <= actor.on_day,
            may_read_content(actor),
        )
        .with_only_columns(Document.id, Document.title)
        .order_by(Document.received_on.desc(), Document.id.desc())
    ).all()
    steps = steps_by_document(actor, [row.id for row in rows])
    told = sorted(rows, key=lambda row: verdict_of(steps[row.id]) is not None)
    return [(row.id, row.title) for row in told]


def _step_of(verdict: JobStepFact | None) -> JobStep | None:
    return verdict.step if verdict else None


def _standing(steps: Any) -> AnySelect:
    standing: AnySelect = (
        steps.where(JobDescriptionStep.voided_at.is_(None))
        .with_only_columns(
            JobDescriptionStep.document_id,
            JobDescriptionStep.step,
            JobDescriptionStep.happened_on,
            JobDescriptionStep.by_whom,
        )
        .order_by(JobDescriptionStep.happened_on, JobDescriptionStep.id)
    )
    return standing


def by_document(standing: Rows) -> Steps:
    """The rows of steps that stand, each with those of its document."""
    found: Steps = defaultdict(list)
    for step in standing:
        found[step.document_id].append(_fact(step))
    return found


def _fact(step: Any) -> JobStepFact:
    return JobStepFact(step.step, step.happened_on, step.by_whom)
