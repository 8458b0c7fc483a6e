"""Case notes: one save writes the note, its contacts, its minutes, the tasks and the referral."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ohms import clock
from ohms.commands.idempotency import made_before, remember
from ohms.commands.mentions import check_mentioned, tell_mentioned
from ohms.commands.note_rows import begin_coordination, note_row, signature_on, write_on
from ohms.commands.referrals import draft_from_note
from ohms.commands.summaries import refresh_claim
from ohms.commands.task_parts import finish_loaded_task, new_task
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.claims import normal_claim_number
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.notes import ComposedNote, check_note
from ohms.domain.time_entries import split_minutes
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote
from ohms.models.tasks import Task
from ohms.queries.held_claims import held
from ohms.queries.one_in_sight import in_sight
from ohms.queries.prepared import AnySelect, Prepared, prepared
from ohms.queries.scope import visible


@command(Permission.NOTE_WRITE)
def write_note(actor: Actor, number: str, note: ComposedNote, *, key: str) -> int:
    """Sign a note with everything that one save of the composer carries; its id.

    Sent twice under one `key` it is written once. RuleBroken beside the field; NotFound for a claim
    out of sight. Nothing is written unless everything is.
    """
    if (made := made_before(actor, key)) is not None:
        return made
    check_note(note, actor.on_day)
    claims = _claims_of(actor, number, note)
    for at, (claim, body) in enumerate(zip(claims, _bodies(note), strict=True)):
        check_mentioned(actor, claim.id, body, field="also" if at else "body")
    claim, *others = claims
    of_claim = _shares_of(note, len(claims))
    next_task = _next_task(actor, claim, note)
    first = write_on(actor, claim, of_claim[0], next_task=next_task)
    for other, share in zip(others, of_claim[1:], strict=True):
        write_on(actor, other, share)
    _finish_tasks(actor, claim, note.finishes, first)
    _refer(actor, claim, note)
    for each in claims:
        refresh_claim(each)
    remember(actor, key, "write_note", first.id)
    return first.id


def add_note(actor: Actor, number: str, note: ComposedNote) -> CaseNote:
    """A signed note on one claim with all that it carries, as part of the command that calls this.

    Raises as `write_note` does.
    """
    check_note(note, actor.on_day)
    claim = _claim(actor, number)
    check_mentioned(actor, claim.id, note.body, field="body")
    row = write_on(actor, claim, note, next_task=_next_task(actor, claim, note))
    _finish_tasks(actor, claim, note.finishes, row)
    _refer(actor, claim, note)
    refresh_claim(claim)
    return row


@command(Permission.NOTE_WRITE)
def draft_note(actor: Actor, number: str, note: ComposedNote, *, key: str) -> int:
    """Keep the text of a note unsigned: only its author sees it, nothing counts yet."""
    if (made := made_before(actor, key)) is not None:
        return made
    check_note(note, actor.on_day)
    claim = _claim(actor, number)
    check_mentioned(actor, claim.id, note.body, field="body")
    row = note_row(actor, claim, note)
    db.session.add(row)
    db.session.flush()
    remember(actor, key, "draft_note", row.id)
    return row.id


@command(Permission.NOTE_WRITE)
def sign_note(actor: Actor, note_id: int) -> CaseNote:
    """Sign one's own draft as it stands; from now on its row never changes."""
    note = in_sight(actor, CaseNote, note_id, CaseNote.author_id == actor.staff_id)
    if note.signed_at is not None:
        raise RuleBroken("This note is signed already.")
    note.signed_at = clock.now()
    db.session.add(signature_on(actor, note))
    claim = _lock_claim(actor, note.claim_id)
    begin_coordination(actor, claim)
    refresh_claim(claim)
    tell_mentioned(actor, note, note.body)
    return note


def _claims_of(actor: Actor, number: str, note: ComposedNote) -> list[Claim]:
    """The note's claim and the further ones it is about, each in the actor's sight."""
    claims = [_claim(actor, number)]
    for about in note.also:
        try:
            claim = _claim(actor, normal_claim_number(about.claim_number, field="also"))
        except NotFound:
            raise RuleBroken(
                f"Enter a claim number that is on your list: {about.claim_number} is not.",
                field="also",
            ) from None
        if claim in claims:
            raise RuleBroken("Name each further claim once.", field="also")
        claims.append(claim)
    return claims


def _shares_of(note: ComposedNote, claims: int) -> list[ComposedNote]:
    """The note as it stands on each claim: with its own text, and its share of the minutes."""
    shares = split_minutes(note.minutes or 0, claims)
    return [
        replace(note, body=body, minutes=share or None)
        for body, share in zip(_bodies(note), shares, strict=True)
    ]


def _bodies(note: ComposedNote) -> list[str]:
    return [note.body, *(about.body or note.body for about in note.also)]


def _claim(actor: Actor, number: str) -> Claim:
    return _locked(_numbered(actor, number=number))


def _lock_claim(actor: Actor, claim_id: int) -> Claim:
    return _locked(_known(actor, claim_id=claim_id))


def _locked(wanted: Prepared) -> Claim:
    """The claim, held until the save ends: two saves on one claim come one after the other."""
    claim: Claim | None = db.session.execute(wanted.statement, wanted.values).scalar_one_or_none()
    if claim is None:
        raise NotFound
    return claim


@prepared
def _numbered(actor: Actor, *, number: Any) -> AnySelect:
    return held(visible(actor, Claim).where(Claim.claim_number == number))


@prepared
def _known(actor: Actor, *, claim_id: Any) -> AnySelect:
    return held(visible(actor, Claim).where(Claim.id == claim_id))


def _finish_tasks(actor: Actor, claim: Claim, task_ids: Sequence[int], note: CaseNote) -> None:
    """Finish the ticked tasks of the note's claim; one finished meanwhile stays as it is."""
    if not task_ids:
        return
    statement = visible(actor, Task).where(Task.id.in_(task_ids), Task.claim_id == claim.id)
    tasks = db.session.execute(statement).scalars().all()
    if len(tasks) != len(set(task_ids)):
        raise RuleBroken("Tick only tasks of this claim.", field="finishes")
    for task in tasks:
        if task.finished_at is None:
            finish_loaded_task(actor, task, evidence_note_id=note.id)


def _next_task(actor: Actor, claim: Claim, note: ComposedNote) -> Task | None:
    if note.next_step is None:
        return None
    return new_task(
        actor,
        claim=claim,
        title=note.next_step.title,
        due_by=note.next_step.due_by,
        owner_id=note.next_step.owner_id,
        standard_work=note.standard_work,
        origin="composer",
    )


def _refer(actor: Actor, claim: Claim, note: ComposedNote) -> None:
    if note.referral is not None:
        draft_from_note(actor, claim, note.referral)
