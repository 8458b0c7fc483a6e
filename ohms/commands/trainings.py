"""Trainings: recorded by the supervisor, shadowing confirmed by its host, content approved and earlier
evidence accepted by the contract manager."""

from sqlalchemy import ColumnElement, select

from ohms import clock
from ohms.commands.idempotency import made_before, remember
from ohms.commands.onboarding import person_brought_in
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, check_supervises
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.training import (
    Subject,
    TrainingEntry,
    TrainingKind,
    check_entry,
    checked_words,
)
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.coverage import ApprovedContent, Training
from ohms.queries.one_in_sight import only
from ohms.queries.shadowing import hosts_of_others, waits_for_host, was_host
from ohms.queries.training_records import contents_of, looks_after_training

BASIC = "basic"


@command(Permission.STAFFING_MANAGE)
def record_training(
    actor: Actor, cohe_id: int, staff_id: int, entry: TrainingEntry, *, key: str | None = None
) -> int:
    """A training of somebody of the supervised COHE, with its evidence; its id.

    Minutes of shadowing count once the host has confirmed them. Raises NotFound, RuleBroken beside
    the field that lacks.
    """
    if key and (made := made_before(actor, key)) is not None:
        return made
    person_brought_in(actor, cohe_id, staff_id)
    check_entry(entry, actor.on_day)
    shadowed = entry.kind is TrainingKind.SHADOWING
    if shadowed and entry.host_id not in dict(hosts_of_others(cohe_id, entry.done_on)):
        raise RuleBroken(
            "Choose who held a coordinator's position of another COHE that day.", field="host"
        )
    of_content = entry.kind is TrainingKind.APPROVED_CONTENT
    if of_content and entry.content_id not in {each.id for each in contents_of(cohe_id)}:
        raise RuleBroken("Choose the content.", field="content")
    training = Training(
        staff_id=staff_id,
        cohe_id=cohe_id,
        kind=entry.kind.value if entry.kind else BASIC,
        topic=entry.topic.value if entry.topic and entry.kind is None else None,
        done_on=entry.done_on,
        minutes=entry.minutes,
        host_id=entry.host_id if shadowed else None,
        approved_content_id=entry.content_id if of_content else None,
        evidence=entry.evidence,
    )
    db.session.add(training)
    db.session.flush()
    if key:
        remember(actor, key, "record_training", training.id)
    return training.id


@command(Permission.SHADOWING_CONFIRM, across_cohes=True)
def confirm_shadowing(actor: Actor, training_id: int) -> None:
    """The host's word that the minutes were so. Pressed twice: confirmed once."""
    training = db.session.execute(
        select(Training).where(Training.id == training_id, waits_for_host(actor)).with_for_update()
    ).scalar_one_or_none()
    if training is None:
        if _was_host(actor, training_id):
            return
        raise NotFound
    training.host_confirmed_at = clock.now()
    db.session.flush()


@command(Permission.SHADOWING_CONFIRM, across_cohes=True)
def decline_shadowing(actor: Actor, training_id: int, said: str | None) -> None:
    """The host's word that it was not so, and how it was: the minutes count nothing. The supervisor of
    the visitor voids the training and records it as it was. Raises RuleBroken beside `said`."""
    training = only(
        select(Training).where(Training.id == training_id, was_host(actor)).with_for_update()
    )
    if training.host_confirmed_at or training.host_declined_at:
        raise RuleBroken("You told already how it was. Their supervisor corrects it.")
    training.host_said = checked_words(
        said, "Enter how it was: it stays with the training.", field="said"
    )
    training.host_declined_at = clock.now()
    db.session.flush()


@command(Permission.STAFFING_MANAGE)
def void_training(actor: Actor, training_id: int, reason: str | None) -> None:
    """Take out a training of the supervised COHE that was entered wrongly: it stays readable and
    counts no longer. An acceptance is the contract manager's. RuleBroken beside `reason`."""
    _void(actor, training_id, reason, Training.kind != TrainingKind.ACCEPTED.value)


@command(Permission.TRAINING_APPROVE)
def void_acceptance(actor: Actor, training_id: int, reason: str | None) -> None:
    """The same of what the contract manager accepted or waived."""
    own = Training.kind == TrainingKind.ACCEPTED.value
    _void(actor, training_id, reason, own)


def _void(actor: Actor, training_id: int, reason: str | None, own: ColumnElement[bool]) -> None:
    training = only(
        select(Training)
        .where(Training.id == training_id, looks_after_training(actor), own)
        .with_for_update()
    )
    if training.voided_at is not None:
        raise RuleBroken("This training is voided already.")
    training.void_reason = checked_words(
        reason, "Enter why it is voided: it stays with the training.", field="reason"
    )
    training.voided_at, training.voided_by_id = clock.now(), actor.staff_id
    db.session.flush()


def _was_host(actor: Actor, training_id: int) -> bool:
    found = db.session.execute(select(Training.host_id).where(Training.id == training_id))
    return found.scalar_one_or_none() == actor.staff_id


@command(Permission.STAFFING_MANAGE)
def submit_content(
    actor: Actor, cohe_id: int, *, title: str, subject: Subject | None, key: str | None = None
) -> int:
    """Ask the contract manager to approve training content of the supervised COHE; its id."""
    if key and (made := made_before(actor, key)) is not None:
        return made
    check_supervises(actor, cohe_id)
    content = ApprovedContent(
        cohe_id=cohe_id,
        title=title,
        subject=subject.value if subject else None,
        submitted_on=actor.on_day,
    )
    db.session.add(content)
    db.session.flush()
    if key:
        remember(actor, key, "submit_content", content.id)
    return content.id


@command(Permission.TRAINING_APPROVE)
def approve_content(actor: Actor, content_id: int) -> None:
    """From today on training by it counts. Pressed twice: approved once."""
    content = only(
        select(ApprovedContent)
        .where(
            ApprovedContent.id == content_id,
            ApprovedContent.cohe_id.in_(actor.cohes_as(Role.CONTRACT_MANAGER)),
        )
        .with_for_update()
    )
    if content.approved_on is None:
        content.approved_on, content.approved_by_id = actor.on_day, actor.staff_id
        db.session.flush()


@command(Permission.TRAINING_APPROVE)
def accept_training(
    actor: Actor,
    cohe_id: int,
    staff_id: int,
    *,
    subject: Subject | None,
    evidence: str,
    key: str | None = None,
) -> int:
    """Take earlier evidence for a coordinator's additional training, or waive it, as of today; of one
    subject or (None) both. Raises RuleBroken beside `evidence`."""
    if key and (made := made_before(actor, key)) is not None:
        return made
    if cohe_id not in actor.cohes_as(Role.CONTRACT_MANAGER):
        raise NotFound
    person_brought_in(actor, cohe_id, staff_id)
    if not evidence:
        raise RuleBroken("Enter what was accepted, or why it is waived.", field="evidence")
    training = Training(
        staff_id=staff_id,
        cohe_id=cohe_id,
        kind=TrainingKind.ACCEPTED.value,
        subject=subject.value if subject else None,
        done_on=actor.on_day,
        evidence=evidence,
    )
    db.session.add(training)
    db.session.flush()
    if key:
        remember(actor, key, "accept_training", training.id)
    return training.id
