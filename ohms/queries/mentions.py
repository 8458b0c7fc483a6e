"""Who mentioned somebody in a note, until they opened the claim; and whom one can mention."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import exists, select

from ohms.clock import PACIFIC
from ohms.domain.access import CLAIM_READERS
from ohms.domain.actor import Actor
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote, Mention
from ohms.models.staff import Position, StaffMember
from ohms.queries.among import among_fixed
from ohms.queries.claim_sight import in_force
from ohms.queries.note_texts import standing_text
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question
from ohms.queries.scope import sees, visible


class UnreadMention(NamedTuple):
    """Somebody named the actor in a note of a claim that the actor has not opened since."""

    note_id: int
    claim_id: int
    claim_number: str
    by: str
    at: datetime


class Mentionable(NamedTuple):
    username: str
    name: str


def unread_mentions(actor: Actor) -> Question[list[UnreadMention]]:
    """Mentions of the actor, newest first: opening the claim is what reads them."""
    (rows,) = yield (_unread_mentions(actor),)
    return [UnreadMention._make((*row[:4], row.at.astimezone(PACIFIC))) for row in rows]


@prepared
def _unread_mentions(actor: Actor) -> AnySelect:
    opened = exists(
        select(AuditEntry.id)
        .where(
            sees(actor, AuditEntry),
            AuditEntry.staff_id == actor.staff_id,
            AuditEntry.action == "read_claim",
            AuditEntry.result == "done",
            AuditEntry.claim_id == Mention.claim_id,
            AuditEntry.at > Mention.at,
        )
        .correlate(Mention)
    )
    return (
        visible(actor, Mention)
        .join(Claim, Claim.id == Mention.claim_id)
        .join(CaseNote, CaseNote.id == Mention.note_id)
        .join(StaffMember, StaffMember.id == Mention.by_id)
        .where(
            sees(actor, Claim),
            sees(actor, CaseNote),
            standing_text(actor),
            Mention.staff_id == actor.staff_id,
            ~opened,
        )
        .with_only_columns(
            Mention.note_id, Mention.claim_id, Claim.claim_number, StaffMember.name, Mention.at
        )
        .order_by(Mention.at.desc(), Mention.id.desc())
    )


def mentionable(actor: Actor) -> Question[list[Mentionable]]:
    """Colleagues of the actor's COHEs who read claims, by name; whether they see one is asked later."""
    (rows,) = yield (_mentionable(actor),)
    return [Mentionable(*row) for row in rows]


@prepared
def _mentionable(actor: Actor) -> AnySelect:
    return (
        select(StaffMember.username, StaffMember.name)
        .join(Position, Position.staff_id == StaffMember.id)
        .where(
            Position.cohe_id.in_(actor.cohes_as(*CLAIM_READERS)),
            among_fixed(Position.role, CLAIM_READERS),
            in_force(Position, actor),
            StaffMember.active.is_(True),
            StaffMember.id != actor.staff_id,
        )
        .distinct()
        .order_by(StaffMember.name, StaffMember.username)
    )
