"""A handover pack: claim by claim the last signed note, what was promised, what is due, which service is
silent, and what will hurt first. As many statements for two hundred claims as for two."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import aliased

from ohms.domain.actor import Actor
from ohms.domain.handover import Hurt, HurtKind, excerpt, first_hurt
from ohms.domain.referrals import AWAITED
from ohms.domain.values import Coordination, Service, StandardWork, WorkStatus
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import CallIntake, CaseNote
from ohms.models.providers import Provider
from ohms.models.referrals import Referral
from ohms.models.staff import StaffMember
from ohms.models.tasks import Task
from ohms.models.workers import Worker
from ohms.queries.handover import Away
from ohms.queries.note_texts import readable_text, standing_text
from ohms.queries.prepared import AnySelect
from ohms.queries.rounds import ask, asked
from ohms.queries.scope import sees, visible
from ohms.queries.task_filter import in_an_open_state

NEXT_STEP = "composer"
"""Where a task comes from that was promised in a note."""


@dataclass(frozen=True, slots=True)
class LastNote:
    """The last signed note that stands; no text where it is withheld."""

    id: int
    performed_on: date
    author: str
    standard_work: StandardWork
    text: str | None


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised: a next step with its day, or what a caller was told."""

    words: str
    due_by: date | None
    address: str


@dataclass(frozen=True, slots=True)
class DueTask:
    id: int
    title: str
    due_by: date
    owner: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """A referral whose service owes a word by a day within the pack's, or owed it before."""

    id: int
    service: Service
    expected_by: date


@dataclass(frozen=True, slots=True)
class PackedClaim:
    id: int
    claim_number: str
    worker: str
    provider: str
    coordination: Coordination
    work_status: WorkStatus
    note: LastNote | None
    promises: Sequence[Promise]
    tasks: Sequence[DueTask]
    awaited: Sequence[Awaited]
    hurts: Hurt | None


def pack_of(actor: Actor, away: Away) -> list[PackedClaim]:
    """Every claim of somebody who goes that is not closed, what will hurt first before the others."""
    claims = db.session.execute(_claims(actor, away)).all()
    ids = [row.id for row in claims]
    notes, tasks, calls, referrals = ask(
        asked(
            _last_notes(actor, ids),
            _tasks(actor, ids, away.until_on),
            _calls(actor, ids),
            _referrals(actor, ids, away.until_on),
        )
    )
    last = {row.claim_id: _note(row) for row in notes}
    due, promised, silent = _by_claim(tasks), _by_claim(calls), _by_claim(referrals)
    packed = [
        _packed(row, last.get(row.id), due[row.id], promised[row.id], silent[row.id], away.until_on)
        for row in claims
    ]
    return sorted(
        packed, key=lambda each: (each.hurts.on if each.hurts else date.max, each.claim_number)
    )


def _packed(
    row: Any,
    note: LastNote | None,
    tasks: Sequence[Any],
    calls: Sequence[Any],
    referrals: Sequence[Any],
    until: date,
) -> PackedClaim:
    steps = [each for each in tasks if each.origin == NEXT_STEP]
    promises = [
        *(Promise(each.title, each.due_by, f"/tasks/{each.id}") for each in steps),
        *(Promise(each.promise, None, f"/calls/{each.id}") for each in calls),
    ]
    others = [
        DueTask(each.id, each.title, each.due_by, each.owner)
        for each in tasks
        if each.origin != NEXT_STEP
    ]
    awaited = [Awaited(each.id, each.service, each.expected_by) for each in referrals]
    return PackedClaim(
        row.id,
        row.claim_number,
        f"{row.last_name}, {row.first_name}",
        row.provider,
        row.coordination,
        row.work_status,
        note,
        promises,
        others,
        awaited,
        first_hurt(_hurts(promises, others, awaited), until),
    )


def _hurts(
    promises: Sequence[Promise], tasks: Sequence[DueTask], awaited: Sequence[Awaited]
) -> Iterator[Hurt]:
    for promise in promises:
        if promise.due_by is not None:
            yield Hurt(promise.due_by, HurtKind.PROMISE, promise.words)
    for task in tasks:
        yield Hurt(task.due_by, HurtKind.TASK, task.title)
    for each in awaited:
        yield Hurt(each.expected_by, HurtKind.REFERRAL, each.service.value)


def _note(row: Any) -> LastNote:
    text = excerpt(row.body) if row.readable else None
    return LastNote(row.id, row.performed_on, row.author, row.standard_work, text)


def _by_claim(rows: Sequence[Any]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.claim_id].append(row)
    return found


def _claims(actor: Actor, away: Away) -> AnySelect:
    return (
        away.open_claims(actor)
        .join(Worker, Worker.id == Claim.worker_id)
        .join(Provider, Provider.id == Claim.initiating_provider_id)
        .where(sees(actor, Worker))
        .with_only_columns(
            Claim.id,
            Claim.claim_number,
            Worker.last_name,
            Worker.first_name,
            Provider.last_name.label("provider"),
            Claim.coordination,
            Claim.work_status,
        )
    )


def _last_notes(actor: Actor, ids: Sequence[int]) -> AnySelect:
    newest = (
        visible(actor, CaseNote)
        .where(CaseNote.claim_id.in_(ids), CaseNote.signed_at.is_not(None), standing_text(actor))
        .with_only_columns(func.max(CaseNote.id))
        .group_by(CaseNote.claim_id)
        .correlate(None)
    )
    return (
        visible(actor, CaseNote)
        .join(StaffMember, StaffMember.id == CaseNote.author_id)
        .where(CaseNote.id.in_(newest))
        .with_only_columns(
            CaseNote.id,
            CaseNote.claim_id,
            CaseNote.performed_on,
            CaseNote.standard_work,
            CaseNote.body,
            StaffMember.name.label("author"),
            readable_text(actor).label("readable"),
        )
    )


def _tasks(actor: Actor, ids: Sequence[int], until: date) -> AnySelect:
    owner = aliased(StaffMember)
    return (
        visible(actor, Task)
        .join(owner, owner.id == Task.owner_id)
        .where(Task.claim_id.in_(ids), in_an_open_state(), Task.due_by <= until)
        .with_only_columns(
            Task.id,
            Task.claim_id,
            Task.title,
            Task.due_by,
            Task.origin,
            owner.name.label("owner"),
        )
        .order_by(Task.due_by, Task.id)
    )


def _calls(actor: Actor, ids: Sequence[int]) -> AnySelect:
    return (
        visible(actor, CallIntake)
        .where(
            CallIntake.claim_id.in_(ids),
            CallIntake.done_at.is_(None),
            CallIntake.promise.is_not(None),
        )
        .with_only_columns(CallIntake.id, CallIntake.claim_id, CallIntake.promise)
        .order_by(CallIntake.id)
    )


def _referrals(actor: Actor, ids: Sequence[int], until: date) -> AnySelect:
    return (
        visible(actor, Referral)
        .where(
            Referral.claim_id.in_(ids), Referral.step.in_(AWAITED), Referral.expected_by <= until
        )
        .with_only_columns(Referral.id, Referral.claim_id, Referral.service, Referral.expected_by)
        .order_by(Referral.expected_by, Referral.id)
    )
