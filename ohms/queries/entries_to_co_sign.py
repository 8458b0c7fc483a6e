"""Entries of assistants that wait for a co-signature, beside their notes: for whom, and one whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import aliased

from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.calendar import PACIFIC, pacific_day
from ohms.domain.co_signing import (
    CoSignKind,
    EntryFacts,
    EntryOutcome,
    check_entry_answered,
    check_entry_signed,
    check_entry_withdrawn,
)
from ohms.domain.errors import RuleBroken
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.co_signing import CoSignature
from ohms.models.staff import StaffMember
from ohms.models.workers import Worker
from ohms.queries.among import among_united
from ohms.queries.co_sign_subjects import still_stands
from ohms.queries.co_signers import WaitsForCoSignature, has_come_to
from ohms.queries.note_acts import signing_standing
from ohms.queries.notes_to_co_sign import QueuedNote, co_sign_queue
from ohms.queries.one_in_sight import only_row
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question, side_by_side
from ohms.queries.scope import sees, visible


@dataclass(frozen=True, slots=True)
class QueuedEntry(WaitsForCoSignature):
    """A line of the co-sign queue that is no note; its names are those of a note's line."""

    id: int
    claim_id: int
    claim_number: str
    last_name: str
    first_name: str
    what: CoSignKind
    signed_at: datetime
    author_id: int
    author: str
    outcome: EntryOutcome | None

    @property
    def performed_on(self) -> date:
        return pacific_day(self.signed_at)

    @property
    def address(self) -> str:
        return f"/cosign/entries/{self.id}"


@dataclass(frozen=True, slots=True)
class EntryToCoSign:
    """One entry as whoever it concerns reads it; `refusals` say why an act is not open, by its name:
    sign, answer, withdraw."""

    line: QueuedEntry
    cohe_id: int
    said: str
    question: str | None
    answer: str | None
    asked_before: str | None
    """The question that the answer is to."""
    settled_by: str | None
    settled_at: datetime | None
    followed_by: int | None
    refusals: Mapping[str, str]
    own: bool

    @property
    def open_acts(self) -> list[str]:
        return [act for act in ("sign", "answer", "withdraw") if act not in self.refusals]


Queued = QueuedNote | QueuedEntry


def whole_queue(actor: Actor) -> Question[list[Queued]]:
    """Notes and entries that the actor may co-sign today, who waited longest first."""
    notes, entries = yield from side_by_side(co_sign_queue(actor), entries_to_co_sign(actor))
    found: list[Queued] = [*notes, *entries]
    return sorted(found, key=lambda line: line.signed_at)


def address_after(queue: Sequence[Queued], address: str) -> str | None:
    """What comes after this in the queue, the first after the last; None if there is no other."""
    all_of_them = [line.address for line in queue]
    at = all_of_them.index(address) + 1 if address in all_of_them else 0
    others = [each for each in all_of_them[at:] + all_of_them[:at] if each != address]
    return others[0] if others else None


def entries_to_co_sign(actor: Actor) -> Question[list[QueuedEntry]]:
    """What the actor may co-sign today, who waited longest first."""
    (rows,) = yield (_in_line(actor, waits_for(actor)),)
    return [QueuedEntry(*row) for row in rows]


def entries_on_today(actor: Actor) -> Question[tuple[list[QueuedEntry], list[QueuedEntry]]]:
    """What waits for the actor, and what was returned to them with a question; in one statement."""
    (rows,) = yield (_on_today(actor),)
    found = [QueuedEntry(*row) for row in rows]
    waiting = [line for line in found if line.outcome is None]
    return waiting, [line for line in found if line.outcome is not None]


@prepared
def _on_today(actor: Actor) -> AnySelect:
    either = (waits_for(actor), _is_own_returned(actor))
    ids = (
        visible(actor, CoSignature).where(each).with_only_columns(CoSignature.id) for each in either
    )
    return _in_line(actor, among_united(CoSignature.id, *ids))


def waiting_by_subject(
    actor: Actor, claim_id: int
) -> Question[dict[tuple[CoSignKind, int | None], str]]:
    """The addresses of what waits on a claim, by its kind and the FRQ or barrier that it is about."""
    (rows,) = yield (
        visible(actor, CoSignature)
        .where(CoSignature.claim_id == claim_id, CoSignature.outcome.is_(None))
        .with_only_columns(
            CoSignature.id, CoSignature.kind, CoSignature.frq_id, CoSignature.barrier_id
        )
        .order_by(CoSignature.id),
    )
    return {(row.kind, row.frq_id or row.barrier_id): f"/cosign/entries/{row.id}" for row in rows}


def waits_for(actor: Actor) -> ColumnElement[bool]:
    """An entry that has come to the actor and that nobody settled or returned."""
    return and_(
        CoSignature.outcome.is_(None),
        CoSignature.cohe_id.in_(actor.cohes_as(Role.HSC, Role.SUPERVISOR)),
        has_come_to(actor, CoSignature.entered_by_id, CoSignature.cohe_id, CoSignature.entered_at),
    )


def entry_by_id(actor: Actor, waiting_id: int) -> EntryToCoSign:
    """An entry in sight, whether or not it waits for the actor; NotFound outside."""
    settling = aliased(StaffMember)
    asked = CoSignature.id == waiting_id
    row: Any = only_row(
        _lines(actor)
        .outerjoin(settling, settling.id == CoSignature.settled_by_id)
        .where(asked)
        .add_columns(
            CoSignature,
            settling.name.label("settled_by"),
            still_stands(actor, asked).label("stands"),
        )
    )
    entry: CoSignature = row.CoSignature
    before = visible(actor, CoSignature).where(CoSignature.id == entry.follows_id)
    follows = visible(actor, CoSignature).where(CoSignature.follows_id == entry.id)
    asked_before = db.session.execute(before.with_only_columns(CoSignature.question))
    followed_by = db.session.execute(follows.with_only_columns(CoSignature.id)).scalar()
    facts = EntryFacts(
        entry.kind,
        entry.entered_by_id,
        entry.cohe_id,
        entry.entered_at,
        entry.outcome,
        bool(followed_by),
        row.stands,
    )
    return EntryToCoSign(
        line=QueuedEntry(*row[: len(QueuedEntry.__slots__)]),
        cohe_id=entry.cohe_id,
        said=entry.said,
        question=entry.question,
        answer=entry.answer,
        asked_before=asked_before.scalar(),
        settled_by=row.settled_by,
        settled_at=entry.settled_at.astimezone(PACIFIC) if entry.settled_at else None,
        followed_by=followed_by,
        refusals=_refusals(actor, facts),
        own=entry.entered_by_id == actor.staff_id,
    )


def _refusals(actor: Actor, facts: EntryFacts) -> dict[str, str]:
    refused: dict[str, str] = {}
    checks: dict[str, Any] = {
        "answer": lambda: check_entry_answered(facts, actor),
        "withdraw": lambda: check_entry_withdrawn(facts, actor),
    }
    if actor.may(Permission.NOTE_CO_SIGN):
        checks["sign"] = lambda: check_entry_signed(facts, signing_standing(actor))
    else:
        refused["sign"] = "Its coordinator co-signs it."
    for act, check in checks.items():
        try:
            check()
        except RuleBroken as broken:
            refused[act] = broken.message
    return refused


def _in_line(actor: Actor, condition: ColumnElement[bool]) -> AnySelect:
    """Who waited longest first."""
    lines: AnySelect = _lines(actor).where(condition)
    return lines.order_by(CoSignature.entered_at, CoSignature.id)


def _is_own_returned(actor: Actor) -> ColumnElement[bool]:
    """Returned to the actor, who has not answered, and still to be answered."""
    own = and_(
        CoSignature.entered_by_id == actor.staff_id,
        CoSignature.outcome == EntryOutcome.RETURNED,
    )
    return and_(own, still_stands(actor, own))


def _lines(actor: Actor) -> Any:
    return (
        visible(actor, CoSignature)
        .join(Claim, Claim.id == CoSignature.claim_id)
        .join(Worker, Worker.id == Claim.worker_id)
        .join(StaffMember, StaffMember.id == CoSignature.entered_by_id)
        .where(sees(actor, Claim), sees(actor, Worker))
        .with_only_columns(
            CoSignature.id,
            CoSignature.claim_id,
            Claim.claim_number,
            Worker.last_name,
            Worker.first_name,
            CoSignature.kind,
            CoSignature.entered_at,
            CoSignature.entered_by_id,
            StaffMember.name,
            CoSignature.outcome,
        )
    )
