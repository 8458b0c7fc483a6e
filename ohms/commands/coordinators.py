"""A loaded claim in other hands: its dated assignment, its open tasks, and who keeps sight of it."""

from collections.abc import Sequence

from ohms.commands.covering import follow_person
from ohms.commands.lingering_sight import let_finish
from ohms.commands.summaries import refresh_claim
from ohms.domain.actor import Actor
from ohms.domain.calendar import ONE_DAY
from ohms.domain.values import Complexity
from ohms.extensions import db
from ohms.models.claims import Claim, ClaimAssignment
from ohms.models.tasks import Task
from ohms.queries.answering import coordinator_of, may_answer, provider_answers
from ohms.queries.assistants import assistants_of
from ohms.queries.claim_sight import in_force
from ohms.queries.scope import visible
from ohms.queries.task_filter import in_an_open_state


def hand_over(actor: Actor, claim: Claim, to_staff_id: int, reason: str) -> None:
    """Make somebody of the claim's COHE answer for it from today, as part of the command that calls
    this: its open tasks go along, and the giver's assistants keep sight for 2 business days.

    What is due of the giver, and of whoever loses sight, goes to the new coordinator; tasks of others
    stay theirs. The claim's summaries are refreshed here.
    """
    former = coordinator_of(actor, claim)
    name_coordinator(actor, claim, to_staff_id, reason)
    pass_tasks_on(actor, claim, former, to_staff_id)
    if former is not None and former != to_staff_id:
        # A coordinator sees the COHE's claims as before.
        let_finish(claim, assistants_who_saw(actor, claim, former), to_staff_id, actor.on_day)
    refresh_claim(claim)
    for staff_id in {former or to_staff_id, to_staff_id}:
        follow_person(claim.cohe_id, staff_id, actor.on_day)


def name_coordinator(
    actor: Actor, claim: Claim, staff_id: int, reason: str, *, even_if_by_provider: bool = False
) -> None:
    """The dated fact and its summary. A claim that comes back to its provider's own coordinator is
    given by name no longer: it is covered and moves with the provider again; unless the provider is
    about to move without it."""
    end_naming(actor, claim)
    if provider_answers(actor, claim) == staff_id and not even_if_by_provider:
        return
    assert actor.staff_id is not None
    claim.assigned_to_id = staff_id
    db.session.add(
        ClaimAssignment(
            claim_id=claim.id,
            cohe_id=claim.cohe_id,
            staff_id=staff_id,
            given_by_id=actor.staff_id,
            from_on=actor.on_day,
            reason=reason,
        )
    )
    db.session.flush()


def end_naming(actor: Actor, claim: Claim) -> None:
    """Yesterday was the last day of who was named; one named today was never named."""
    standing = db.session.execute(
        visible(actor, ClaimAssignment).where(
            ClaimAssignment.claim_id == claim.id, in_force(ClaimAssignment, actor)
        )
    ).scalar_one_or_none()
    if standing is not None:
        if standing.from_on == actor.on_day:
            db.session.delete(standing)
        else:
            standing.to_on = actor.on_day - ONE_DAY
    claim.assigned_to_id = None
    db.session.flush()


def pass_tasks_on(actor: Actor, claim: Claim, former: int | None, to_staff_id: int) -> None:
    """The open tasks of the giver, and of those who may have none of the claim any longer."""
    tasks = open_tasks(actor, claim)
    stays = {
        owner_id: owner_id != former and may_answer(owner_id, claim.id, actor.on_day)
        for owner_id in {task.owner_id for task in tasks} - {to_staff_id}
    }
    for task in tasks:
        if not stays.get(task.owner_id, True):
            task.owner_id = to_staff_id
    db.session.flush()


def open_tasks(actor: Actor, claim: Claim) -> list[Task]:
    statement = (
        visible(actor, Task)
        .where(Task.claim_id == claim.id, in_an_open_state())
        .order_by(Task.id)
        .with_for_update(of=Task)
    )
    return list(db.session.execute(statement).scalars())


def assistants_who_saw(actor: Actor, claim: Claim, former: int) -> Sequence[int]:
    """The assistants of a coordinator who see a low-complexity claim through them."""
    if claim.complexity is not Complexity.LOW:
        return []
    return assistants_of(former, claim.cohe_id, actor.on_day)
