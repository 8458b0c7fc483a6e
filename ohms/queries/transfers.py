"""Offers of claims: those that wait, for whom, and what was decided."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from ohms import clock
from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound
from ohms.domain.transfers import TransferDecision
from ohms.domain.values import Role, StandardWork
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import Cohe
from ohms.models.notes import CaseNote
from ohms.models.staff import StaffMember
from ohms.models.transfers import ClaimTransfer
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question, ask
from ohms.queries.scope import own_notes_left, sees, visible

KEPT_IN_SIGHT = timedelta(days=90)
"""How long a decided offer stands in the list; the claim's page keeps it for good."""


class NoteLeft(NamedTuple):
    """A note that its author reads still, though the claim went on to another COHE."""

    id: int
    performed_on: date
    standard_work: StandardWork
    body: str
    signed: bool


@dataclass(frozen=True, slots=True)
class Transfer:
    """An offer with the names of its people; who may do what with it, as asked by `actor`."""

    id: int
    claim_id: int
    claim_number: str
    cohe_id: int
    to_cohe_id: int
    from_cohe: str
    to_cohe: str
    giver: str | None
    taker: str | None
    taker_id: int | None
    offered_by: str
    offered_by_id: int
    offered_at: datetime
    from_on: date
    reason: str
    decision: TransferDecision | None
    decided_by: str | None
    decided_at: datetime | None
    answer: str | None
    may_answer: bool
    may_withdraw: bool
    in_sight: bool
    """Whether the actor sees the claim itself."""

    @property
    def waits(self) -> bool:
        return self.decision is None

    @property
    def may_name(self) -> bool:
        """The actor accepts for their COHE, and so names the coordinator."""
        return self.may_answer and self.between_cohes

    @property
    def between_cohes(self) -> bool:
        return self.cohe_id != self.to_cohe_id


def waiting_for(actor: Actor) -> Question[list[Transfer]]:
    """Offers that the actor is to answer, the oldest first."""
    (rows,) = yield (_waiting_for(actor),)
    return [_shown(actor, row) for row in rows]


@prepared
def _waiting_for(actor: Actor) -> AnySelect:
    return _statement(actor, ClaimTransfer.decision.is_(None), _to_answer(actor))


def own_offers(actor: Actor) -> Question[list[Transfer]]:
    """Offers that wait for others: the actor's own, and those of the COHEs they supervise."""
    theirs = or_(
        ClaimTransfer.offered_by_id == actor.staff_id,
        ClaimTransfer.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR)),
    )
    return _asked(actor, ClaimTransfer.decision.is_(None), theirs, ~_to_answer(actor))


def decided_lately(actor: Actor) -> Question[list[Transfer]]:
    """Those of the last 90 days in which the actor had a part, the latest first; and for good what
    took a claim out of sight on which the actor wrote notes."""
    since = clock.now() - KEPT_IN_SIGHT
    supervised = actor.cohes_as(Role.SUPERVISOR)
    part = or_(
        ClaimTransfer.cohe_id != ClaimTransfer.to_cohe_id,
        ClaimTransfer.offered_by_id == actor.staff_id,
        ClaimTransfer.to_staff_id == actor.staff_id,
        ClaimTransfer.from_staff_id == actor.staff_id,
        ClaimTransfer.cohe_id.in_(supervised),
        ClaimTransfer.to_cohe_id.in_(supervised),
    )
    wrote = (
        own_notes_left(actor)
        .where(CaseNote.claim_id == ClaimTransfer.claim_id)
        .correlate(ClaimTransfer)
        .exists()
    )
    lately = and_(ClaimTransfer.decided_at >= since, part)
    left = and_(ClaimTransfer.decision == TransferDecision.ACCEPTED, wrote)
    found = yield from _asked(actor, or_(lately, left))
    return found[::-1]


def own_notes_of(actor: Actor, transfer: Transfer) -> list[NoteLeft]:
    """What the actor wrote on a claim before it went to another COHE, the latest first."""
    rows = db.session.execute(
        own_notes_left(actor)
        .where(CaseNote.claim_id == transfer.claim_id, CaseNote.cohe_id == transfer.cohe_id)
        .with_only_columns(
            CaseNote.id,
            CaseNote.performed_on,
            CaseNote.standard_work,
            CaseNote.body,
            CaseNote.signed_at.is_not(None),
        )
        .order_by(CaseNote.performed_on.desc(), CaseNote.id.desc())
    )
    return [NoteLeft(*row) for row in rows]


def other_cohes(cohe_id: int) -> list[tuple[int, str]]:
    """The COHEs to which a claim of this one may be proposed, by name."""
    rows = db.session.execute(
        select(Cohe.id, Cohe.name).where(Cohe.id != cohe_id).order_by(Cohe.name)
    )
    return [(row.id, row.name) for row in rows]


def transfers_of_claim(actor: Actor, claim_id: int) -> Question[list[Transfer]]:
    """Every offer of one claim, the oldest first."""
    return _asked(actor, ClaimTransfer.claim_id == claim_id)


def transfer_by_id(actor: Actor, transfer_id: int) -> Transfer:
    found = ask(_asked(actor, ClaimTransfer.id == transfer_id))
    if not found:
        raise NotFound
    return found[0]


def _to_answer(actor: Actor) -> ColumnElement[bool]:
    """By the person it is offered to; by the receiving supervisor where nobody is named yet."""
    of_the_cohe = and_(
        ClaimTransfer.to_staff_id.is_(None),
        ClaimTransfer.to_cohe_id.in_(actor.cohes_as(Role.SUPERVISOR)),
    )
    return or_(ClaimTransfer.to_staff_id == actor.staff_id, of_the_cohe)


def _asked(actor: Actor, *conditions: ColumnElement[bool]) -> Question[list[Transfer]]:
    (rows,) = yield (_statement(actor, *conditions),)
    return [_shown(actor, row) for row in rows]


def _statement(actor: Actor, *conditions: ColumnElement[bool]) -> AnySelect:
    giver, taker, offering, deciding = (aliased(StaffMember) for _ in range(4))
    here, there = aliased(Cohe), aliased(Cohe)
    columns: dict[str, Any] = {
        "from_cohe": here.name,
        "to_cohe": there.name,
        "giver": giver.name,
        "taker": taker.name,
        "offered_by": offering.name,
        "decided_by": deciding.name,
        "in_sight": exists()
        .where(sees(actor, Claim), Claim.id == ClaimTransfer.claim_id)
        .correlate(ClaimTransfer),
    }
    return (
        visible(actor, ClaimTransfer)
        .join(here, here.id == ClaimTransfer.cohe_id)
        .join(there, there.id == ClaimTransfer.to_cohe_id)
        .join(offering, offering.id == ClaimTransfer.offered_by_id)
        .outerjoin(giver, giver.id == ClaimTransfer.from_staff_id)
        .outerjoin(taker, taker.id == ClaimTransfer.to_staff_id)
        .outerjoin(deciding, deciding.id == ClaimTransfer.decided_by_id)
        .where(*conditions)
        .with_only_columns(
            *ClaimTransfer.__table__.c, *(each.label(name) for name, each in columns.items())
        )
        .order_by(ClaimTransfer.offered_at, ClaimTransfer.id)
    )


def _shown(actor: Actor, row: Any) -> Transfer:
    supervised = actor.cohes_as(Role.SUPERVISOR)
    asked = row.to_staff_id == actor.staff_id or (
        row.to_staff_id is None and row.to_cohe_id in supervised
    )
    waits = row.decision is None
    return Transfer(
        id=row.id,
        claim_id=row.claim_id,
        claim_number=row.claim_number,
        cohe_id=row.cohe_id,
        to_cohe_id=row.to_cohe_id,
        from_cohe=row.from_cohe,
        to_cohe=row.to_cohe,
        giver=row.giver,
        taker=row.taker,
        taker_id=row.to_staff_id,
        offered_by=row.offered_by,
        offered_by_id=row.offered_by_id,
        offered_at=row.offered_at.astimezone(clock.PACIFIC),
        from_on=row.from_on,
        reason=row.reason,
        decision=row.decision,
        decided_by=row.decided_by,
        decided_at=row.decided_at.astimezone(clock.PACIFIC) if row.decided_at else None,
        answer=row.answer,
        may_answer=waits and asked,
        in_sight=row.in_sight,
        may_withdraw=waits and (row.offered_by_id == actor.staff_id or row.cohe_id in supervised),
    )
