"""What is recorded of training: what each did, who may void it, and the content that a COHE submitted."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from ohms.domain.actor import Actor
from ohms.domain.training import TrainingKind
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.coverage import ApprovedContent, Training
from ohms.models.staff import StaffMember
from ohms.queries.one_in_sight import only_row
from ohms.queries.rounds import Question, ask


class Recorded(NamedTuple):
    """A training as its record shows it."""

    id: int
    kind: str
    topic: str | None
    subject: str | None
    done_on: date
    minutes: int | None
    host: str | None
    host_confirmed_at: datetime | None
    content: str | None
    evidence: str | None
    host_declined_at: datetime | None
    host_said: str | None
    voided_at: datetime | None
    void_reason: str | None

    @property
    def is_acceptance(self) -> bool:
        """The contract manager's to take back; the others are the supervisor's."""
        return self.kind == TrainingKind.ACCEPTED


class Managed(NamedTuple):
    """A training with whose it is, as whoever may void it reads it."""

    staff_id: int
    name: str
    cohe_id: int
    one: Recorded


class Content(NamedTuple):
    """Training content that a COHE submitted."""

    id: int
    title: str
    subject: str | None
    submitted_on: date
    approved_on: date | None
    approved_by: str | None


def recorded_of(staff_id: int, cohe_id: int) -> Question[list[Recorded]]:
    """Every training of a person in a COHE, the newest first."""
    host = aliased(StaffMember)
    (rows,) = yield (
        select(
            Training.id,
            Training.kind,
            Training.topic,
            Training.subject,
            Training.done_on,
            Training.minutes,
            host.name,
            Training.host_confirmed_at,
            ApprovedContent.title,
            Training.evidence,
            Training.host_declined_at,
            Training.host_said,
            Training.voided_at,
            Training.void_reason,
        )
        .outerjoin(host, host.id == Training.host_id)
        .outerjoin(ApprovedContent, ApprovedContent.id == Training.approved_content_id)
        .where(Training.staff_id == staff_id, Training.cohe_id == cohe_id)
        .order_by(Training.done_on.desc(), Training.id.desc()),
    )
    return [Recorded._make(row) for row in rows]


def training_managed(actor: Actor, training_id: int) -> Managed:
    """A training of a COHE that the actor supervises, or what they accepted as its contract manager;
    NotFound for every other."""
    row = only_row(
        select(Training, StaffMember.name)
        .join(StaffMember, StaffMember.id == Training.staff_id)
        .where(Training.id == training_id, looks_after_training(actor))
    )
    one = next(
        each
        for each in ask(recorded_of(row.Training.staff_id, row.Training.cohe_id))
        if each.id == training_id
    )
    return Managed(row.Training.staff_id, row.name, row.Training.cohe_id, one)


def looks_after_training(actor: Actor) -> ColumnElement[bool]:
    """The supervisor what is recorded for the COHE, its contract manager what they accepted."""
    return or_(
        and_(
            Training.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR)),
            Training.kind != TrainingKind.ACCEPTED,
        ),
        and_(
            Training.cohe_id.in_(actor.cohes_as(Role.CONTRACT_MANAGER)),
            Training.kind == TrainingKind.ACCEPTED,
        ),
    )


def contents_of(cohe_id: int) -> list[Content]:
    """What a COHE submitted, the newest first."""
    rows = db.session.execute(
        select(
            ApprovedContent.id,
            ApprovedContent.title,
            ApprovedContent.subject,
            ApprovedContent.submitted_on,
            ApprovedContent.approved_on,
            StaffMember.name,
        )
        .outerjoin(StaffMember, StaffMember.id == ApprovedContent.approved_by_id)
        .where(ApprovedContent.cohe_id == cohe_id)
        .order_by(ApprovedContent.submitted_on.desc(), ApprovedContent.id.desc())
    )
    return [Content(*row) for row in rows]
