"""Claims restricted to named people by their supervisor, people named and removed, and that lifted."""

from collections.abc import Collection

from ohms import clock
from ohms.commands.coordinators import open_tasks
from ohms.commands.locked_claim import locked_claim
from ohms.commands.summaries import refresh_claim
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import NotAllowed, NotFound
from ohms.domain.restriction import (
    RestrictionReason,
    check_are_there,
    check_not_restricted,
    check_restricted,
)
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.claims import Claim, ClaimAdmission, ClaimRestriction
from ohms.models.tasks import Task
from ohms.queries.answering import coordinator_of
from ohms.queries.restriction import check_who_sees, may_be_named
from ohms.queries.scope import visible


@command(Permission.CLAIM_RESTRICT)
def restrict_claim(
    actor: Actor, claim_id: int, *, reason: RestrictionReason, people: Collection[int]
) -> None:
    """From now on the claim exists for these people alone, at their next request.

    Open tasks of whoever loses sight go to its coordinator. Raises RuleBroken beside `people` where its
    coordinator or a supervisor is not among them, NotFound out of sight.
    """
    claim = _supervised(actor, claim_id)
    check_not_restricted(restricted=claim.restricted)
    named = set(people)
    check_are_there(named, dict(may_be_named(claim.cohe_id, actor.on_day)))
    check_who_sees(actor, claim, named)
    assert actor.staff_id is not None
    tasks = open_tasks(actor, claim)
    db.session.add(
        ClaimRestriction(
            claim_id=claim.id,
            cohe_id=claim.cohe_id,
            reason=reason,
            restricted_by_id=actor.staff_id,
            restricted_at=clock.now(),
        )
    )
    for row in _admissions(actor, claim):
        db.session.delete(row)
    db.session.flush()
    for staff_id in sorted(named):
        _admit(claim, staff_id)
    claim.restricted = True
    db.session.flush()
    _take(actor, claim, [task for task in tasks if task.owner_id not in named])


@command(Permission.CLAIM_RESTRICT)
def admit_to_claim(actor: Actor, claim_id: int, *, staff_id: int | None) -> None:
    """Somebody more sees a restricted claim, from their next request. Twice: once."""
    claim = _supervised(actor, claim_id)
    check_restricted(restricted=claim.restricted)
    named = [staff_id] if staff_id is not None else []
    check_are_there(named, dict(may_be_named(claim.cohe_id, actor.on_day)))
    if staff_id not in {row.staff_id for row in _admissions(actor, claim)}:
        _admit(claim, named[0])


@command(Permission.CLAIM_RESTRICT)
def remove_from_claim(actor: Actor, claim_id: int, *, staff_id: int) -> None:
    """Somebody sees it no longer; their open tasks on it go to its coordinator. Never its coordinator,
    and never the last supervisor."""
    claim = _supervised(actor, claim_id)
    check_restricted(restricted=claim.restricted)
    rows = {row.staff_id: row for row in _admissions(actor, claim)}
    if staff_id not in rows:
        raise NotFound
    check_who_sees(actor, claim, rows.keys() - {staff_id})
    # While the actor still sees them: it may be themselves who goes.
    _take(actor, claim, [task for task in open_tasks(actor, claim) if task.owner_id == staff_id])
    db.session.delete(rows[staff_id])


@command(Permission.CLAIM_RESTRICT)
def lift_restriction(actor: Actor, claim_id: int) -> None:
    """Everybody of the COHE sees it again; who was named is kept by the audit."""
    claim = _supervised(actor, claim_id)
    check_restricted(restricted=claim.restricted)
    standing = visible(actor, ClaimRestriction).where(
        ClaimRestriction.claim_id == claim.id, ClaimRestriction.lifted_at.is_(None)
    )
    for row in db.session.execute(standing).scalars():
        row.lifted_by_id, row.lifted_at = actor.staff_id, clock.now()
    for admission in _admissions(actor, claim):
        db.session.delete(admission)
    claim.restricted = False
    db.session.flush()


def _supervised(actor: Actor, claim_id: int) -> Claim:
    claim = locked_claim(actor, claim_id)
    if claim.cohe_id not in actor.cohes_as(Role.SUPERVISOR):
        raise NotAllowed(Permission.CLAIM_RESTRICT)
    return claim


def _admissions(actor: Actor, claim: Claim) -> list[ClaimAdmission]:
    statement = visible(actor, ClaimAdmission).where(ClaimAdmission.claim_id == claim.id)
    return list(db.session.execute(statement.order_by(ClaimAdmission.id)).scalars())


def _admit(claim: Claim, staff_id: int) -> None:
    db.session.add(
        ClaimAdmission(
            claim_id=claim.id, cohe_id=claim.cohe_id, staff_id=staff_id, admitted_at=clock.now()
        )
    )
    db.session.flush()


def _take(actor: Actor, claim: Claim, tasks: Collection[Task]) -> None:
    """Tasks of whoever loses sight are its coordinator's; of a claim without one they stay."""
    coordinator = coordinator_of(actor, claim)
    for task in tasks:
        task.owner_id = coordinator or task.owner_id
    db.session.flush()
    refresh_claim(claim)
