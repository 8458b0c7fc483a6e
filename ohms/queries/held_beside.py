"""What somebody may do today beside what their positions give, and why: whom they cover, what is lent
to them, to which restricted claims they are admitted, what they opened in an emergency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, select

from ohms.domain.actor import Actor
from ohms.domain.delegation import DelegationScope
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.claims import Claim, ClaimAdmission, Delegation
from ohms.models.providers import Provider
from ohms.models.staff import StaffMember
from ohms.queries.break_glass import Opening, openings_of
from ohms.queries.covered import cover_on
from ohms.queries.guard import unscoped
from ohms.queries.lane import holds
from ohms.queries.person_page import Person
from ohms.queries.rounds import Question, ask, ask_all, settled
from ohms.queries.scope import sees, visible

MOST_TOLD = 20
"""Loans and admissions told one by one; the count is of all."""


class CoverHeld(NamedTuple):
    """A provider whose claims somebody answers for while its coordinator is away."""

    provider: str
    absent: str
    to_on: date


class Lent(NamedTuple):
    """A claim, or one task of it, lent in force."""

    claim_number: str
    scope: DelegationScope
    lent_by: str
    to_on: date | None


@dataclass(frozen=True, slots=True)
class HeldBeside:
    """Counts are of everything that stands; what is listed is what the reader may see of it."""

    cover: Sequence[CoverHeld]
    lent_count: int
    lent: Sequence[Lent]
    admitted_count: int
    admitted: Sequence[str]
    """Numbers of claims."""

    opened: Sequence[Opening]


def held_beside(actor: Actor, person: Person) -> HeldBeside:
    """Of somebody whose page the actor reads. Cover is told to all who do; what concerns claims, to
    themselves and to supervisors and privacy officers of the COHEs that they lead or watch."""
    watched = actor.cohes_as(Role.SUPERVISOR, Role.PRIVACY_OFFICER)
    within = (
        tuple(held.cohe_id for held in actor.positions if held.cohe_id)
        if person.is_self
        else watched
    )
    if not within:
        return HeldBeside(ask(_cover(actor, person)), 0, (), 0, (), ())
    lent_count, admitted_count = _counts(actor, person.staff_id, within)
    cover, lent, admitted, opened = ask_all(
        _cover(actor, person),
        _lent(actor, person.staff_id) if lent_count else settled([]),
        _admitted(actor, person.staff_id) if admitted_count else settled([]),
        openings_of(actor, person.staff_id),
    )
    return HeldBeside(cover, lent_count, lent, admitted_count, admitted, opened)


def _cover(actor: Actor, person: Person) -> Question[list[CoverHeld]]:
    """In the COHEs in which the actor reads their positions."""
    cover = cover_on(actor.on_day, covering=person.staff_id)
    (rows,) = yield (
        select(Provider.last_name, StaffMember.name, cover.c.to_on)
        .join_from(cover, Provider, Provider.id == cover.c.provider_id)
        .join(StaffMember, StaffMember.id == cover.c.absent_id)
        .where(cover.c.cohe_id.in_(sorted({each.fact.cohe for each in person.positions})))
        .order_by(StaffMember.name, Provider.last_name, Provider.id),
    )
    return [CoverHeld(*row) for row in rows]


def _in_force(actor: Actor, staff_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Delegation.to_staff_id == staff_id,
        Delegation.withdrawn_at.is_(None),
        holds(Delegation, actor.on_day),
    )


def _counts(actor: Actor, staff_id: int, cohes: Sequence[int]) -> tuple[int, int]:
    lent = select(func.count(Delegation.id)).where(
        *_in_force(actor, staff_id),
        Delegation.cohe_id.in_(cohes),
    )
    admitted = (
        select(func.count(ClaimAdmission.id))
        .join(Claim, and_(Claim.id == ClaimAdmission.claim_id, Claim.restricted.is_(True)))
        .where(ClaimAdmission.staff_id == staff_id, ClaimAdmission.cohe_id.in_(cohes))
    )
    with unscoped("how many claims are lent to somebody and how many name them, without which"):
        row = db.session.execute(select(lent.scalar_subquery(), admitted.scalar_subquery())).one()
    return row[0], row[1]


def _lent(actor: Actor, staff_id: int) -> Question[list[Lent]]:
    """Of claims that the actor sees."""
    (rows,) = yield (
        visible(actor, Delegation)
        .join(Claim, Claim.id == Delegation.claim_id)
        .join(StaffMember, StaffMember.id == Delegation.from_staff_id)
        .where(sees(actor, Claim), *_in_force(actor, staff_id))
        .with_only_columns(Claim.claim_number, Delegation.scope, StaffMember.name, Delegation.to_on)
        .order_by(Delegation.to_on, Delegation.id)
        .limit(MOST_TOLD),
    )
    return [Lent(*row) for row in rows]


def _admitted(actor: Actor, staff_id: int) -> Question[list[str]]:
    (rows,) = yield (
        visible(actor, ClaimAdmission)
        .join(Claim, and_(Claim.id == ClaimAdmission.claim_id, Claim.restricted.is_(True)))
        .where(sees(actor, Claim), ClaimAdmission.staff_id == staff_id)
        .with_only_columns(Claim.claim_number)
        .order_by(Claim.claim_number)
        .limit(MOST_TOLD),
    )
    return [row.claim_number for row in rows]
