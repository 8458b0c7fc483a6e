"""Assistants' notes that wait for a co-signature: by whom each may be given, and since when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from ohms.domain.actor import Actor
from ohms.domain.calendar import PACIFIC
from ohms.domain.note_acts import NoteAct, NoteFacts, acts_open_to, refusals_of
from ohms.domain.values import NoteEventKind, Role, StandardWork
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.co_signing import CoSignature
from ohms.models.notes import CaseNote, Contact, NoteEvent
from ohms.models.staff import StaffMember
from ohms.models.workers import Worker
from ohms.queries.among import among_united
from ohms.queries.co_signers import WaitsForCoSignature, has_come_to
from ohms.queries.note_acts import facts_of, standing_of
from ohms.queries.note_texts import readable_text, standing_text
from ohms.queries.one_in_sight import only_row
from ohms.queries.rounds import Question, ask
from ohms.queries.scope import sees, visible


@dataclass(frozen=True, slots=True)
class QueuedNote(WaitsForCoSignature):
    """A line of the co-sign queue."""

    id: int
    claim_id: int
    claim_number: str
    last_name: str
    first_name: str
    what: StandardWork
    performed_on: date
    signed_at: datetime
    author: str

    @property
    def address(self) -> str:
        return f"/cosign/{self.id}"


@dataclass(frozen=True, slots=True)
class NoteToCoSign:
    """One note as whoever is to co-sign it reads it; instants in Washington's time.

    `text` is None where it is withheld; `refusals` say why an act is not open.
    """

    line: QueuedNote
    cohe_id: int
    signed_at: datetime | None
    text: str | None
    facts: NoteFacts
    contacts: list[Contact]
    events: list[Any]
    acts: tuple[NoteAct, ...]
    refusals: dict[NoteAct, str]


def co_sign_queue(actor: Actor) -> Question[list[QueuedNote]]:
    """The notes that the actor may co-sign today, who waited longest first."""
    (rows,) = yield (
        _lines(actor)
        .where(among_united(CaseNote.id, to_co_sign_in_cohes(actor)), waits_for_co_signature(actor))
        .order_by(CaseNote.signed_at, CaseNote.id),
    )
    return [QueuedNote(*row) for row in rows]


def note_to_co_sign(actor: Actor, note_id: int) -> NoteToCoSign:
    """A note in sight, whether or not it waits for the actor: what may be done says which."""
    row: Any = only_row(
        _lines(actor)
        .where(CaseNote.id == note_id)
        .add_columns(CaseNote, readable_text(actor).label("readable"))
    )
    note, events = row.CaseNote, _events(actor, note_id)
    facts = facts_of(note, [event.NoteEvent for event in events])
    standing = ask(standing_of(actor, note.claim_id, [facts]))
    return NoteToCoSign(
        line=QueuedNote(*row[: len(QueuedNote.__slots__)]),
        cohe_id=note.cohe_id,
        signed_at=note.signed_at.astimezone(PACIFIC) if note.signed_at else None,
        text=note.body if row.readable else None,
        facts=facts,
        contacts=_contacts(actor, note_id),
        events=events if row.readable else [],
        acts=acts_open_to(facts, standing),
        refusals=refusals_of(facts, standing),
    )


def to_co_sign_in_cohes(actor: Actor) -> Select[Any]:
    """Ids of the notes of the actor's COHEs that needed a co-signature, signed or not."""
    return (
        visible(actor, CaseNote)
        .where(
            CaseNote.co_signature_needed.is_(True),
            CaseNote.cohe_id.in_(actor.cohes_as(Role.HSC, Role.SUPERVISOR)),
        )
        .with_only_columns(CaseNote.id)
    )


def waits_for_co_signature(actor: Actor) -> ColumnElement[bool]:
    """A signed note that has come to the actor, not settled since, and not returned with a question that
    is still open."""
    co_signed = exists(
        select(NoteEvent.id)
        .where(
            sees(actor, NoteEvent),
            NoteEvent.note_id == CaseNote.id,
            NoteEvent.kind == NoteEventKind.CO_SIGNED,
        )
        .correlate(CaseNote)
    )
    return and_(
        CaseNote.co_signature_needed.is_(True),
        CaseNote.signed_at.is_not(None),
        has_come_to(actor, CaseNote.author_id, CaseNote.cohe_id, CaseNote.signed_at),
        ~co_signed,
        standing_text(actor),
        ~has_open_question(actor),
    )


def is_waited_on(claim_id: int) -> bool:
    """Whether a signed note of the claim that stands, or another entry of an assistant, lacks its
    co-signature, whoever may give it. Asked under an open door."""
    note = select(CaseNote.id).where(CaseNote.claim_id == claim_id, note_lacks_co_signature())
    entry = select(CoSignature.id).where(
        CoSignature.claim_id == claim_id, CoSignature.outcome.is_(None)
    )
    return any(db.session.execute(each.limit(1)).first() is not None for each in (note, entry))


def note_lacks_co_signature() -> ColumnElement[bool]:
    """A signed note that stands and was not co-signed. Asked under an open door."""
    ended = (NoteEventKind.CO_SIGNED, NoteEventKind.VOIDED, NoteEventKind.TAKEN_BACK)
    settled = exists().where(NoteEvent.note_id == CaseNote.id, NoteEvent.kind.in_(ended))
    return and_(
        CaseNote.co_signature_needed.is_(True),
        CaseNote.signed_at.is_not(None),
        ~settled.correlate(CaseNote),
    )


def has_open_question(actor: Actor) -> ColumnElement[bool]:
    """Returned with a question that its author has added nothing to since."""
    asked = _last_event(actor, NoteEvent.kind == NoteEventKind.RETURNED)
    answered = _last_event(
        actor,
        NoteEvent.kind == NoteEventKind.ADDENDUM,
        NoteEvent.staff_id == CaseNote.author_id,
    )
    return func.coalesce(asked, 0) > func.coalesce(answered, 0)


def _last_event(actor: Actor, *conditions: ColumnElement[bool]) -> Any:
    return (
        select(func.max(NoteEvent.id))
        .where(sees(actor, NoteEvent), NoteEvent.note_id == CaseNote.id, *conditions)
        .correlate(CaseNote)
        .scalar_subquery()
    )


def _lines(actor: Actor) -> Any:
    return (
        visible(actor, CaseNote)
        .join(Claim, Claim.id == CaseNote.claim_id)
        .join(Worker, Worker.id == Claim.worker_id)
        .join(StaffMember, StaffMember.id == CaseNote.author_id)
        .where(sees(actor, Claim), sees(actor, Worker))
        .with_only_columns(
            CaseNote.id,
            CaseNote.claim_id,
            Claim.claim_number,
            Worker.last_name,
            Worker.first_name,
            CaseNote.standard_work,
            CaseNote.performed_on,
            CaseNote.signed_at,
            StaffMember.name,
        )
    )


def _contacts(actor: Actor, note_id: int) -> list[Contact]:
    statement = visible(actor, Contact).where(Contact.note_id == note_id).order_by(Contact.id)
    return list(db.session.execute(statement).scalars())


def _events(actor: Actor, note_id: int) -> list[Any]:
    statement = (
        visible(actor, NoteEvent)
        .join(StaffMember, StaffMember.id == NoteEvent.staff_id)
        .where(NoteEvent.note_id == note_id, NoteEvent.kind != NoteEventKind.SIGNED)
        .with_only_columns(NoteEvent, StaffMember.name)
        .order_by(NoteEvent.id)
    )
    return list(db.session.execute(statement))
