"""A loaded claim brought to another COHE: what goes along, and what stays where it was done.

Its initiation stays counted where it was. What is the claim's own goes along: the worker as this COHE
knows them, contact points, rules of contact, the claim file, open tasks. What people did stays with the
COHE that did it: notes, contacts, time, finished tasks, referrals, triage, audit. Sight of all of it
follows the claim: the new COHE works on, the old one sees nothing any more but its authors their notes.
"""

from typing import Any

from sqlalchemy import or_, select

from ohms import clock
from ohms.commands.coordinators import name_coordinator, open_tasks
from ohms.commands.covering import follow_person
from ohms.commands.summaries import refresh_claim
from ohms.domain.actor import Actor
from ohms.extensions import db
from ohms.models.claims import Claim, Delegation
from ohms.models.documents import Document, DocumentText
from ohms.models.notes import CallIntake
from ohms.models.recovery import ContactRule
from ohms.models.workers import ContactPoint, SamePersonProposal, Worker
from ohms.queries.guard import unscoped

GOES_ALONG: tuple[type[Any], ...] = (ContactPoint, ContactRule, Document, DocumentText)


def bring_to_cohe(
    actor: Actor, claim: Claim, to_cohe_id: int, to_staff_id: int, reason: str
) -> None:
    """Make a COHE and a coordinator of it answer for the claim from today, as part of the command
    that calls this, which has checked both. The claim's summaries are refreshed here."""
    with unscoped("a claim goes to another COHE"):
        from_cohe_id = claim.cohe_id
        _move(claim, to_cohe_id)
        _end_delegations(actor, claim)
        _drop_proposed_calls(claim)
        _bring_worker(claim, from_cohe_id, to_cohe_id)
        for model in GOES_ALONG:
            for row in _rows_of(model, claim):
                row.cohe_id = to_cohe_id
        name_coordinator(actor, claim, to_staff_id, reason)
        for task in open_tasks(actor, claim):
            task.cohe_id, task.owner_id = to_cohe_id, to_staff_id
        db.session.flush()
    refresh_claim(claim)
    follow_person(to_cohe_id, to_staff_id, actor.on_day)


def _move(claim: Claim, to_cohe_id: int) -> None:
    """Back where it was initiated, it counts there as any other does."""
    initiated_in = claim.initiated_cohe_id or claim.cohe_id
    claim.initiated_cohe_id = None if initiated_in == to_cohe_id else initiated_in
    claim.cohe_id = to_cohe_id
    db.session.flush()


def _end_delegations(actor: Actor, claim: Claim) -> None:
    for lent in _rows_of(Delegation, claim):
        ended = lent.to_on is not None and lent.to_on < actor.on_day
        if not ended and lent.withdrawn_at is None:
            lent.withdrawn_at, lent.withdrawn_by_id = clock.now(), actor.staff_id


def _drop_proposed_calls(claim: Claim) -> None:
    """What was only proposed stays with the COHE that took the call; what was matched goes along."""
    proposed = select(CallIntake).where(CallIntake.proposed_claim_id == claim.id)
    for call in db.session.execute(proposed).scalars():
        call.proposed_claim_id = None


def _bring_worker(claim: Claim, from_cohe_id: int, to_cohe_id: int) -> None:
    """The worker goes along; who has other claims there stays, and the new COHE gets one of its own:
    a worker is never shared between COHEs."""
    others = select(Claim.id).where(Claim.worker_id == claim.worker_id, Claim.id != claim.id)
    worker = db.session.execute(select(Worker).where(Worker.id == claim.worker_id)).scalar_one()
    if db.session.execute(others.limit(1)).first() is not None:
        names = [c.key for c in Worker.__mapper__.column_attrs if c.key not in _OWN]
        copy = Worker(cohe_id=to_cohe_id, **{name: getattr(worker, name) for name in names})
        db.session.add(copy)
        db.session.flush()
        claim.worker_id = copy.id
        return
    worker.cohe_id = to_cohe_id
    _end_proposals(worker.id, from_cohe_id)


_OWN = frozenset({"id", "cohe_id", "version", "merged_into_id"})


def _end_proposals(worker_id: int, from_cohe_id: int) -> None:
    """Two workers who are no longer of one COHE are not proposed as one person, nor said to be one by
    L&I's key alone; what people said stays."""
    of_nobody = select(SamePersonProposal).where(
        SamePersonProposal.cohe_id == from_cohe_id,
        SamePersonProposal.decided_by_id.is_(None),
        or_(
            SamePersonProposal.worker_id == worker_id,
            SamePersonProposal.other_worker_id == worker_id,
        ),
    )
    for proposal in db.session.execute(of_nobody).scalars():
        db.session.delete(proposal)


def _rows_of(model: type[Any], claim: Claim) -> list[Any]:
    statement = select(model).where(model.claim_id == claim.id).order_by(model.id)
    return list(db.session.execute(statement).scalars())
