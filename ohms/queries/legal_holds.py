"""Claims that are held back from every purge: since when, by whom and why."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased

from ohms.domain.actor import Actor
from ohms.domain.claims import as_claim_number
from ohms.domain.errors import NotFound
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.retention import LegalHold, Purge, PurgeClaim
from ohms.models.staff import StaffMember
from ohms.queries.held_claims import held
from ohms.queries.retention import ELSEWHERE, numbers_of
from ohms.queries.scope import numbered_in_audit, visible


class Hold(NamedTuple):
    """A legal hold, lifted or not."""

    id: int
    claim_number: str
    claim_id: int
    reason: str
    placed_by: str
    placed_at: datetime
    lifted_at: datetime | None
    lifted_by: str | None
    lift_reason: str | None


def holds_of(actor: Actor, cohe_id: int) -> list[Hold]:
    """Legal holds of a COHE, those that stand first."""
    return [hold for hold, _cohe in _holds(actor, LegalHold.cohe_id == cohe_id)]


def hold_shown(actor: Actor, hold_id: int) -> tuple[Hold, int]:
    """A hold, and the COHE that has it."""
    found = _holds(actor, LegalHold.id == hold_id)
    if not found:
        raise NotFound
    return found[0]


def _holds(actor: Actor, which: ColumnElement[bool]) -> list[tuple[Hold, int]]:
    lifter = aliased(StaffMember)
    statement = (
        visible(actor, LegalHold)
        .join(StaffMember, StaffMember.id == LegalHold.placed_by_id)
        .outerjoin(lifter, lifter.id == LegalHold.lifted_by_id)
        .where(which)
        .with_only_columns(
            LegalHold.id,
            LegalHold.cohe_id,
            LegalHold.claim_id,
            LegalHold.reason,
            StaffMember.name,
            LegalHold.placed_at,
            LegalHold.lifted_at,
            lifter.name,
            LegalHold.lift_reason,
        )
        .order_by(LegalHold.lifted_at.is_not(None), LegalHold.id.desc())
    )
    rows = db.session.execute(statement).all()
    numbers = numbers_of(actor, (row.claim_id for row in rows))
    return [
        (
            Hold(row.id, numbers.get(row.claim_id, ELSEWHERE), row.claim_id, *tuple(row)[3:]),
            row.cohe_id,
        )
        for row in rows
    ]


def purges_before_them(actor: Actor, claim_id: int) -> list[int]:
    """Purges that name a claim, and are neither refused nor carried out: were its hold lifted, they would
    take it."""
    naming = visible(actor, PurgeClaim).where(PurgeClaim.claim_id == claim_id)
    statement = (
        visible(actor, Purge)
        .where(
            Purge.id.in_(naming.with_only_columns(PurgeClaim.purge_id)),
            Purge.refused_at.is_(None),
            Purge.carried_out_at.is_(None),
        )
        .with_only_columns(Purge.id)
        .order_by(Purge.id)
    )
    return list(db.session.execute(statement).scalars())


def claim_to_hold(actor: Actor, cohe_id: int, number: str) -> tuple[int, datetime | None] | None:
    """A COHE's claim by its whole number, and when it was purged: the privacy officer sees no more of it.
    Locked: of a purge that is carried out at this moment and a hold, one waits for the other."""
    found = db.session.execute(
        held(
            numbered_in_audit(actor)
            .with_only_columns(Claim.id, Claim.purged_at)
            .where(Claim.claim_number == as_claim_number(number), Claim.cohe_id == cohe_id)
        )
    ).one_or_none()
    return None if found is None else (found.id, found.purged_at)


def is_held(actor: Actor, claim_id: int) -> bool:
    standing = visible(actor, LegalHold).where(
        LegalHold.claim_id == claim_id, LegalHold.lifted_at.is_(None)
    )
    return db.session.execute(standing).first() is not None
